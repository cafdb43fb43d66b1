using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using MoodleNodeAgent.LocalCloud.Commands;

namespace MoodleNodeAgent.Cli;

/// <summary>An account on a local cloud without latency, in this process: the real REST API, signed.</summary>
public sealed class LocalAccount : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-account-");
    private readonly CancellationTokenSource stop = new();
    private HttpClient control = new();
    private Task cloud = Task.CompletedTask;

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    public string ConfigFile => Path.Combine(folder.FullName, "oci", "config");

    public string Tenancy { get; private set; } = "";

    public string Compartment { get; private set; } = "";

    /// <summary>What a command needs to find this account.</summary>
    internal string[] Options => ["--oci-config", ConfigFile, "--oci-endpoint", $"{Endpoint}"];

    public async Task InitializeAsync()
    {
        var lines = Channel.CreateUnbounded<string>();
        cloud = CloudHost.RunAsync(
            new ServeOptions
            {
                State = folder,
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                IsApiOnly = true,
                LatencyFactor = 0,
                ControlAddress = "10.0.0.5",
                PublicAddresses = "127.77.0.0/24",
                Cache = new DirectoryInfo(Path.Combine(folder.FullName, "cache")),
            },
            new LineWriter(lines.Writer), stop.Token);

        // Sample: "listening on http://127.0.0.1:40123"
        Endpoint = new Uri((await lines.Reader.ReadAsync(stop.Token)).Split(' ')[^1]);
        control = new HttpClient { BaseAddress = Endpoint };
        var health = JsonNode.Parse(await control.GetStringAsync(new Uri("/_local/health", UriKind.Relative)))!;
        Tenancy = health["tenancyId"]!.GetValue<string>();
        Compartment = health["compartmentId"]!.GetValue<string>();
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await cloud;
        stop.Dispose();
        control.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Another configuration beside the account's, made of its lines by replacing words.</summary>
    internal string[] OptionsWith(string from, string to)
    {
        var file = Path.Combine(folder.FullName, $"config-{Guid.NewGuid():N}");
        File.WriteAllText(file, File.ReadAllText(ConfigFile).Replace(from, to, StringComparison.Ordinal));
        return ["--oci-config", file, "--oci-endpoint", $"{Endpoint}"];
    }

    internal async Task SetAsync(string table, JsonObject entry) =>
        (await control.PostAsJsonAsync("/_local/" + table, entry)).EnsureSuccessStatusCode().Dispose();

    /// <summary>Ends all disturbances and forgets the calls so far.</summary>
    internal async Task CalmAsync()
    {
        foreach (var table in (string[])["faults", "capacity", "limits", "requests"])
        {
            (await control.DeleteAsync(new Uri("/_local/" + table, UriKind.Relative))).Dispose();
        }
    }

    /// <summary>Calls since the last calm that changed something, and how many there were at all.</summary>
    internal async Task<(IReadOnlyList<string> Changes, int Calls)> RequestsAsync()
    {
        var all = JsonNode.Parse(await control.GetStringAsync(new Uri("/_local/requests", UriKind.Relative)))!.AsArray();
        return ([.. all.Where(call => call!["changes"]!.GetValue<bool>())
            .Select(call => call!["operation"]!.GetValue<string>())], all.Count);
    }

    private sealed class LineWriter(ChannelWriter<string> lines) : StringWriter
    {
        public override Task WriteLineAsync(string? value) => lines.WriteAsync(value ?? "").AsTask();
    }
}

/// <summary>The system's clock, but set wrong.</summary>
internal sealed class WrongClock(TimeSpan lead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + lead;
}
