using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.Benchmarks;

/// <summary>Measures the API of the local cloud without hosts, from the published program on one core: its start,
/// signed GETs a second (signed beforehand), and its memory with 10,000 resources.</summary>
internal static class LocalCloudApi
{
    private const int Starts = 7;
    private const int Resources = 10_000;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(10);

    /// <summary>Runs the benchmark.</summary>
    /// <param name="given">A moodle-local-cloud that is there; null: it is published first.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(string? given)
    {
        string folder = Directory.CreateTempSubdirectory("bench-cloud-").FullName;
        try
        {
            string program = given ?? await PublishAsync(folder);
            await MeasureStartsAsync(program, folder);
            await using CloudProcess cloud = await CloudProcess.StartAsync(program, Path.Combine(folder, "state"));
            await MeasureGetsAsync(cloud);
            await MeasureMemoryAsync(cloud);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> PublishAsync(string folder)
    {
        string output = Path.Combine(folder, "program");
        string project = Path.Combine(Repository.FindRoot(), "src", "LocalCloud");
        using Process publish = Process.Start(new ProcessStartInfo(
            "dotnet",
                ["publish", project, "-c", "Release", "-v", "quiet", "--nologo", "-nodeReuse:false", "-o", output]))!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? Path.Combine(output, "moodle-local-cloud")
            : throw new InvalidOperationException("src/LocalCloud cannot be published.");
    }

    private static async Task MeasureStartsAsync(string program, string folder)
    {
        var seconds = new List<double>();
        double first = 0;
        for (int run = 0; run <= Starts; run++)
        {
            await using CloudProcess cloud = await CloudProcess.StartAsync(program, Path.Combine(folder, "start"));
            if (run == 0)
            {
                // It makes its key then.
                first = cloud.StartSeconds;
            }
            else
            {
                seconds.Add(cloud.StartSeconds);
            }
        }

        seconds.Sort();
        Tell("first start, with a new key", first, "s");
        Tell("start to the first answer, median", seconds[seconds.Count / 2], "s");
        Tell("start to the first answer, worst", seconds[^1], "s");
    }

    private static async Task MeasureGetsAsync(CloudProcess cloud)
    {
        string id = await cloud.CreateAsync("/20160918/vcns", new JsonObject
        {
            ["compartmentId"] = cloud.CompartmentId, ["cidrBlocks"] = new JsonArray("10.0.0.0/16"),
        });
        byte[][] requests = [.. Enumerable.Range(0, 1000).Select(number =>
            cloud.Sign("GET", $"/20160918/vcns/{id}?number={number.ToString(CultureInfo.InvariantCulture)}", null))];
        await SignedLoad.RunAsync(cloud.Endpoint, requests, TimeSpan.FromSeconds(3));
        TimeSpan before = cloud.ProcessorTime;
        var clock = Stopwatch.StartNew();
        long count = await SignedLoad.RunAsync(cloud.Endpoint, requests, Load);
        double seconds = clock.Elapsed.TotalSeconds;
        Tell("signed GETs a second, on one core", count / seconds, "");
        Tell("signed GETs a second of its processor", count / (cloud.ProcessorTime - before).TotalSeconds, "");
    }

    private static async Task MeasureMemoryAsync(CloudProcess cloud)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://{cloud.Endpoint}") };
        foreach (string limit in (string[])["vcn-count", "file-system-count"])
        {
            using HttpResponseMessage set = await client.PostAsJsonAsync(
                new Uri("/_local/limits", UriKind.Relative), new { name = limit, value = Resources });
            set.EnsureSuccessStatusCode();
        }

        string domain = (string)(await cloud.GetAsync(
            $"/20160918/availabilityDomains?compartmentId={cloud.CompartmentId}"))[0]!["name"]!;
        long made = 0;
        for (int number = 0; made < Resources; number++)
        {
            // A VCN brings a route table and a security list with it.
            await cloud.CreateAsync("/20160918/vcns", new JsonObject
            {
                ["compartmentId"] = cloud.CompartmentId, ["cidrBlocks"] = new JsonArray("10.0.0.0/16"),
                ["displayName"] = $"vcn-{number}", ["freeformTags"] = new JsonObject { ["site"] = "bench" },
            });
            await cloud.CreateAsync("/20171215/fileSystems", new JsonObject
            {
                ["compartmentId"] = cloud.CompartmentId, ["availabilityDomain"] = domain,
                ["displayName"] = $"files-{number}",
            });
            if (number % 100 == 99)
            {
                JsonNode health = (await client.GetFromJsonAsync<JsonNode>(
                    new Uri("/_local/health", UriKind.Relative)))!;
                made = (long)health["resources"]!;
            }
        }

        Tell($"memory with {made} resources, all of it", cloud.MemoryBytes / 1e6, "MB");
        byte[][] lists = [cloud.Sign(
            "GET", $"/20171215/fileSystems?compartmentId={cloud.CompartmentId}&availabilityDomain={domain}", null)];
        var clock = Stopwatch.StartNew();
        long count = await SignedLoad.RunAsync(cloud.Endpoint, lists, TimeSpan.FromSeconds(3));
        Tell("lists of 100 a second among them", count / clock.Elapsed.TotalSeconds, "");
    }

    private static void Tell(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {value,10:F2} {unit}"));
}
