using MoodleNodeAgent.Agent.Executor;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>Link and executor as two parts of the test's process, over a real socket and real TLS.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mna-").FullName;
    private readonly TemporaryHost host = new();
    private CancellationTokenSource? linkStop;
    private CancellationTokenSource? executorStop;
    private Task link = Task.CompletedTask;
    private Task executor = Task.CompletedTask;

    public TestAgent(
        TestCoordinator coordinator, string? rootPem = null, string name = "localhost", string joinToken = "one-time")
    {
        Paths = new AgentPaths
        {
            Settings = Path.Join(folder, "settings"),
            State = Path.Join(folder, "state"),
            Socket = Path.Join(folder, "executor.sock"),
            IdentitySocket = Path.Join(folder, "identity.sock"),
        };
        Directory.CreateDirectory(Paths.Settings);
        File.WriteAllText(Path.Join(Paths.Settings, "ca.pem"), rootPem ?? coordinator.RootPem);
        File.Copy(TemporaryHost.PackagedPolicy(), Path.Join(Paths.Settings, "policy.toml"));
        File.WriteAllText(Path.Join(Paths.Settings, "agent.toml"), $"""
            node = "web-1"
            coordinator = "https://{name}:{coordinator.LinkPort}"
            enrolment = "https://{name}:{coordinator.EnrolmentPort}"
            join_token = "{joinToken}"
            """);
    }

    public AgentPaths Paths { get; }
    public Limits Limits { get; init; } = new()
    {
        Reconnect = TimeSpan.FromMilliseconds(200),
        ExecutorPause = TimeSpan.FromMilliseconds(20),
        ArtifactPause = TimeSpan.FromMilliseconds(20),
    };
    public TemporaryHost Host => host;

    public void Start()
    {
        StartExecutor();
        StartLink();
    }

    public void StartExecutor()
    {
        executorStop = new CancellationTokenSource();
        executor = ExecutorProcess.RunAsync(
            Paths, host.Root, Limits, TimeProvider.System, host.Log, new ServiceManager(null, null),
            executorStop.Token);
    }

    public void StartLink()
    {
        linkStop = new CancellationTokenSource();
        link = LinkProcess.RunAsync(Paths, "0.1.0", Limits, TimeProvider.System, host.Log, new ServiceManager(null, null),
            linkStop.Token);
    }

    public async Task StopExecutorAsync()
    {
        await (executorStop?.CancelAsync() ?? Task.CompletedTask);
        await executor;
    }

    public async Task StopLinkAsync()
    {
        await (linkStop?.CancelAsync() ?? Task.CompletedTask);
        await link;
    }

    public async ValueTask DisposeAsync()
    {
        await StopLinkAsync();
        await StopExecutorAsync();
        linkStop?.Dispose();
        executorStop?.Dispose();
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
