using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api.Signing;
using MoodleNodeAgent.LocalCloud.Commands;
using MoodleNodeAgent.LocalCloud.Processes;
using MoodleNodeAgent.LocalCloud.Tests.Api;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>The real program, serving in a process of its own, with a booted host, a database and an export; and a
/// process in the control namespace, as the coordinator would be.</summary>
internal sealed class ServedCloud : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    private readonly HttpClient _client = new();
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource<Uri> _address = new();
    private Process _serve = null!;
    private RecordedProcess? _coordinator;
    private AccessKey _key = null!;

    /// <summary>Folder of the cloud.</summary>
    public StateDirectory State { get; } =
        StateDirectory.Open(Path.Combine(Path.GetTempPath(), $"mna-serve-{Guid.NewGuid():N}"));

    /// <summary>Records of the cloud's processes.</summary>
    public ProcessRecords Records => new(State.Path);

    /// <summary>What serve wrote.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said);
            }
        }
    }

    public static async Task<ServedCloud> StartAsync()
    {
        await HostsFixture.PrepareAsync();
        var cloud = new ServedCloud();
        try
        {
            await cloud.ServeAsync();
            await cloud.MakeResourcesAsync();
            cloud.EnterControlNamespace();
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends serve with a signal.</summary>
    /// <returns>Its exit code, and how long it took.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> EndAsync(int signal)
    {
        long start = Stopwatch.GetTimestamp();
        Posix.Signal(_serve.Id, signal);
        await _serve.WaitForExitAsync().WaitAsync(s_patience);
        return (_serve.ExitCode, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Runs `down`.</summary>
    public Task<int> DownAsync() => DownCommand.Create().Parse(["--state", State.Path]).InvokeAsync();

    /// <summary>Every process of the cloud: recorded, or in one of its namespaces, except the coordinator.</summary>
    public async Task<IReadOnlyList<ProcessIdentity>> ProcessesAsync()
    {
        List<ProcessIdentity> processes =
            [.. Records.Names.Select(Records.Find).OfType<ProcessIdentity>().Where(found => found.Pid != _serve.Id)];
        foreach (string name in Namespaces())
        {
            string pids = await new CommandRunner().RunAsync("ip", ["netns", "pids", name], CancellationToken.None);
            processes.AddRange(pids.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(pid => ProcessIdentity.Of(int.Parse(pid, CultureInfo.InvariantCulture)))
                .OfType<ProcessIdentity>());
        }

        return [.. processes.Where(process => process != _coordinator?.Identity).Distinct()];
    }

    /// <summary>Names of the cloud's network namespaces.</summary>
    public IReadOnlyList<string> Namespaces() =>
        [.. Directory.EnumerateFiles("/run/netns", State.NamePrefix + "*").Select(path => Path.GetFileName(path))];

    /// <summary>Names of the interfaces that the coordinator sees.</summary>
    public async Task<IReadOnlyList<string>> ControlLinksAsync()
    {
        // 2: ens3@if3: <BROADCAST,...
        string links = await new CommandRunner().RunAsync(
            "nsenter",
            [$"--net=/proc/{_coordinator!.Identity.Pid}/ns/net", "ip", "-oneline", "link"],
            CancellationToken.None);
        return
        [
            .. links.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ')[1].TrimEnd(':').Split('@')[0]),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_serve.HasExited)
        {
            await EndAsync(Posix.SignalKill);
        }

        if (_coordinator is { } coordinator)
        {
            await coordinator.KillAsync();
        }

        await DownAsync();
        _serve.Dispose();
        _client.Dispose();
        Directory.Delete(State.Path, recursive: true);
    }

    private async Task ServeAsync()
    {
        _serve = Process.Start(new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "moodle-local-cloud.dll"), "serve", "--state", State.Path,
            "--cache", HostsFixture.Cache, "--latency-factor", "0",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _serve.OutputDataReceived += (_, line) => Hear(line.Data);
        _serve.ErrorDataReceived += (_, line) => Hear(line.Data);
        _serve.BeginOutputReadLine();
        _serve.BeginErrorReadLine();
        _client.BaseAddress = await _address.Task.WaitAsync(s_patience);
        _key = Credentials.ReadOrCreate(new DirectoryInfo(State.Path), "");
    }

    private void Hear(string? line)
    {
        const string sign = "listening on ";
        lock (_said)
        {
            _said.Add(line ?? "");
        }

        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"serve ended: {Said}"));
        }
        else if (line.StartsWith(sign, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[sign.Length..]));
        }
    }

    private async Task MakeResourcesAsync()
    {
        string compartment = Text((await SendAsync("GET", "/_local/health"))["compartmentId"]);
        string vcn = await MakeAsync("/20160918/vcns", "AVAILABLE", new JsonObject
        {
            ["compartmentId"] = compartment, ["cidrBlocks"] = new JsonArray("10.0.0.0/16"),
        });
        string subnet = await MakeAsync("/20160918/subnets", "AVAILABLE", new JsonObject
        {
            ["compartmentId"] = compartment, ["vcnId"] = vcn, ["cidrBlock"] = "10.0.0.0/24",
        });
        const string shape = "VM.Standard.E4.Flex";
        JsonNode images = await SendAsync("GET",
            $"/20160918/images?compartmentId={compartment}&operatingSystem=Oracle%20Linux&shape={shape}");
        JsonNode domains = await SendAsync("GET", $"/20160918/availabilityDomains?compartmentId={compartment}");
        string domain = Text(domains[0]!["name"]);
        await Task.WhenAll(
            MakeAsync("/20160918/instances", "RUNNING", new JsonObject
            {
                ["compartmentId"] = compartment, ["availabilityDomain"] = domain,
                ["displayName"] = "web-1", ["shape"] = shape, ["shapeConfig"] = new JsonObject { ["ocpus"] = 1 },
                ["sourceDetails"] = new JsonObject { ["sourceType"] = "image", ["imageId"] = Text(images[0]!["id"]) },
                ["createVnicDetails"] = new JsonObject { ["subnetId"] = subnet },
            }),
            MakeAsync("/20190415/dbSystems", "ACTIVE", new JsonObject
            {
                ["compartmentId"] = compartment, ["shapeName"] = "MySQL.8", ["subnetId"] = subnet,
                ["adminUsername"] = "dbadmin", ["adminPassword"] = "Th1s-is-a-t3st-only!",
            }),
            MakeExportAsync(compartment, domain, subnet));
    }

    private async Task MakeExportAsync(string compartment, string domain, string subnet)
    {
        string fileSystem = await MakeAsync("/20171215/fileSystems", "ACTIVE", new JsonObject
        {
            ["compartmentId"] = compartment, ["availabilityDomain"] = domain,
        });
        string target = await MakeAsync("/20171215/mountTargets", "ACTIVE", new JsonObject
        {
            ["compartmentId"] = compartment, ["availabilityDomain"] = domain, ["subnetId"] = subnet,
        });
        await MakeAsync("/20171215/exports", "ACTIVE", new JsonObject
        {
            ["exportSetId"] = Text((await SendAsync("GET", $"/20171215/mountTargets/{target}"))["exportSetId"]),
            ["fileSystemId"] = fileSystem, ["path"] = "/moodledata",
        });
    }

    private void EnterControlNamespace() => _coordinator = RecordedProcess.Start(
        new ProcessRecords(Path.Combine(State.Path, "coordinator")), "coordinator",
        ["nsenter", $"--net=/run/netns/{State.NamePrefix}control", "sleep", "600"],
        Path.Combine(State.Path, "sleep.log"), environment: []);

    private async Task<string> MakeAsync(string path, string state, JsonObject body)
    {
        string id = Text((await SendAsync("POST", path, body))["id"]);
        long start = Stopwatch.GetTimestamp();
        string? last = null;
        while (Stopwatch.GetElapsedTime(start) < s_patience)
        {
            last = (string?)(await SendAsync("GET", $"{path}/{id}"))["lifecycleState"];
            if (last == state)
            {
                return id;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{id} is {last} and not {state} after {s_patience}. serve said: {Said}");
    }

    private async Task<JsonNode> SendAsync(string method, string target, JsonObject? body = null)
    {
        using HttpRequestMessage request = ClientRequest.Create(
            _key, method, new Uri(_client.BaseAddress!, target), "date", body?.ToJsonString());
        using HttpResponseMessage response = await _client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {target}: {response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static string Text(JsonNode? node) => (string)node!;
}
