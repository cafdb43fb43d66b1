using System.Net;
using System.Threading.Channels;
using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.LocalCloud.Commands;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>The local cloud's API without latency, in this process, and a coordinator's deployment over it.</summary>
internal sealed class CloudTestBed : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-deployment-");
    private readonly CancellationTokenSource stop = new();
    private Task cloud = Task.CompletedTask;

    public ScriptedFleet Fleet { get; } = new();

    public ScriptedDatabase Databases { get; } = new();

    public ScriptedProver Prover { get; } = new();

    /// <summary>Clock of the deployment.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Told of replicas before they are deleted; null: nobody is.</summary>
    public IReadWithdrawal? Reads { get; set; }

    public Limits Limits { get; set; } = new()
    {
        ShortestPoll = TimeSpan.FromMilliseconds(5),
        LongestPoll = TimeSpan.FromMilliseconds(50),
        LeastPatience = TimeSpan.FromSeconds(30),
        Health = TimeSpan.FromSeconds(30),
        Capacity = TimeSpan.FromMilliseconds(100),
        CapacityPause = TimeSpan.FromMilliseconds(1),
        LongestCapacityPause = TimeSpan.FromMilliseconds(20),
        Rights = TimeSpan.Zero,
        Drain = TimeSpan.Zero,
    };

    public Artifact Artifact { get; } = new(new string('b', 64), 12345);

    /// <summary>Where the cloud listens.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    public string ConfigFile => Path.Combine(folder.FullName, "cloud", "oci", "config");

    /// <summary>Folder of the store; another one is another machine. Default: that of the first.</summary>
    public string StoreFolder { get => field ?? Path.Combine(folder.FullName, "store"); set; }

    /// <summary>Set for a coordinator that launches the site's control host and does nothing else. Default: it is not one.
    /// </summary>
    public Func<SiteStore, ControlParts>? Launch { get; set; }

    /// <param name="credentials">Key and profile of an earlier cloud, because making a key takes longer than an apply.
    /// </param>
    /// <param name="controlAddress">Address that no instance gets; empty: none.</param>
    public static async Task<CloudTestBed> StartAsync(
        DirectoryInfo? credentials = null, string controlAddress = "10.0.0.5")
    {
        var bed = new CloudTestBed();
        if (credentials is not null)
        {
            var own = Directory.CreateDirectory(Path.GetDirectoryName(bed.ConfigFile)!);
            foreach (var file in credentials.EnumerateFiles())
            {
                file.CopyTo(Path.Combine(own.FullName, file.Name));
            }
        }

        await bed.StartCloudAsync(controlAddress);
        return bed;
    }

    public static Site Site(int nodes = 2, int replicas = 2) => ExampleSite.Of(nodes, replicas);

    /// <summary>A coordinator that has just started on the store as it is.</summary>
    public SiteStore OpenStore() => SiteStore.Open(StoreFolder, TimeProvider.System);

    public ICloudAccess Access() => new ProfileCloudAccess(
        new ProfileSettings
        {
            ConfigFile = ConfigFile,
            Endpoint = Endpoint,
        },
        TimeProvider.System);

    public SiteDeployment Deployment(SiteStore store, ICloudAccess? access = null) => new(
        store, access ?? Access(), new SiteParts
        {
            Fleet = Fleet,
            Bootstrap = Fleet,
            Databases = Databases,
            Prover = Prover,
            Secrets = store.Secrets,
            Control = new ControlSettings(),
            Reads = Reads,
            Launch = Launch?.Invoke(store),
        },
        Limits,
        Time);

    /// <summary>Applies with a coordinator of its own.</summary>
    public async Task<(ApplyEnded Ended, List<ApplyEvent> Events)> ApplyAsync(Site site, ICloudAccess? access = null)
    {
        using var store = OpenStore();
        using var deployment = Deployment(store, access);
        var events = new EventList();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var ended = await deployment.ApplyAsync(site, Artifact, events, patience.Token);
        if (patience.IsCancellationRequested)
        {
            var started = events.Events.Select(entry => entry.StepStarted?.Step).OfType<string>();
            var done = events.Events.Select(entry => entry.StepEnded?.Step).OfType<string>();
            var words = events.Events.Select(entry => entry.StepProgress).Where(word => word is not null).TakeLast(8);
            Assert.Fail($"Stuck in {string.Join(", ", started.Except(done))}: {string.Join(" | ", words)}");
        }

        return (ended, [.. events.Events]);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await cloud;
        stop.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task StartCloudAsync(string controlAddress)
    {
        var lines = Channel.CreateUnbounded<string>();
        var output = new LineWriter(lines.Writer);
        cloud = CloudHost.RunAsync(
            new ServeOptions
            {
                State = new DirectoryInfo(Path.Combine(folder.FullName, "cloud")),
                Listen = new IPEndPoint(IPAddress.Loopback, 0),
                IsApiOnly = true,
                LatencyFactor = 0,
                ControlAddress = controlAddress,
                PublicAddresses = "127.77.0.0/24",
                Cache = new DirectoryInfo(Path.Combine(folder.FullName, "cache")),
            },
            output, stop.Token);

        // Sample: "listening on http://127.0.0.1:40123"
        var line = await lines.Reader.ReadAsync(stop.Token);
        Endpoint = new Uri(line.Split(' ')[^1]);
    }
}

internal sealed class EventList : IProgress<ApplyEvent>
{
    private readonly Lock gate = new();

    public List<ApplyEvent> Events { get; } = [];

    public void Report(ApplyEvent value)
    {
        lock (gate)
        {
            Events.Add(value);
        }
    }
}

internal sealed class LineWriter(ChannelWriter<string> lines) : StringWriter
{
    public override Task WriteLineAsync(string? value) => lines.WriteAsync(value ?? "").AsTask();
}
