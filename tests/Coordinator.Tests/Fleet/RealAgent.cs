using System.Net;
using System.Net.Sockets;
using MoodleNodeAgent.Agent;
using MoodleNodeAgent.Agent.Executor;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Link;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog.Core;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Link and executor of a real agent against a real coordinator, with a forwarder between them; its host is a
/// temporary folder, its policy allows free commands.</summary>
internal sealed class RealAgent : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mna-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly Logger _log = new Serilog.LoggerConfiguration().CreateLogger();
    private readonly ServiceManager _manager = new(null, null);
    private readonly TestCoordinator _coordinator;
    private Task _executor = Task.CompletedTask;
    private Task _link = Task.CompletedTask;

    private RealAgent(TestCoordinator coordinator)
    {
        _coordinator = coordinator;
        Way = new Forwarder(coordinator.AgentPort);
    }

    public Forwarder Way { get; }

    public Limits Limits { get; init; } = new()
    {
        Reconnect = TimeSpan.FromMilliseconds(200),
        ExecutorPause = TimeSpan.FromMilliseconds(20),
        // The shortest that HTTP/2 pings can be.
        Ping = TimeSpan.FromSeconds(1),
        PingAnswer = TimeSpan.FromSeconds(1),
        Connect = TimeSpan.FromSeconds(2),
        Call = TimeSpan.FromSeconds(2),
        ProcessOutput = 64 * 1024,
        Grace = TimeSpan.FromSeconds(1),
    };

    /// <summary>Folder that free commands may write in.</summary>
    public string Folder => Path.Combine(_folder, "work");

    /// <summary>Thumbprints of the roots in ca.pem.</summary>
    public IReadOnlyList<string> TrustedRoots() =>
        [.. CoordinatorChannels.LoadRoots(Path.Combine(_folder, "settings", "ca.pem")).Select(root => root.Thumbprint)];

    public static async Task<RealAgent> StartAsync(TestCoordinator coordinator, string node)
    {
        var agent = new RealAgent(coordinator);
        await agent.StartAsync(node);
        await coordinator.Fleet.WaitForSessionAsync(node, TimeSpan.FromSeconds(30), CancellationToken.None);
        return agent;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _link;
        await _executor;
        await Way.DisposeAsync();
        _stop.Dispose();
        _manager.Dispose();
        await _log.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync(string node)
    {
        var paths = new AgentPaths
        {
            Settings = Path.Combine(_folder, "settings"),
            State = Path.Combine(_folder, "state"),
            Socket = Path.Combine(_folder, "executor.sock"),
        };
        Directory.CreateDirectory(paths.Settings);
        Directory.CreateDirectory(Path.Combine(paths.State, "link"));
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Path.Combine(_folder, "root", "etc"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "root", "etc", "passwd"), "root:x:0:0::/root:/bin/sh\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "root", "etc", "group"), "root:x:0:\n");
        await File.WriteAllTextAsync(Path.Combine(paths.Settings, "policy.toml"), "free_commands = true\n");
        await File.WriteAllTextAsync(
            Path.Combine(paths.Settings, "ca.pem"), _coordinator.Authority.Root.ExportCertificatePem());
        _executor = ExecutorProcess.RunAsync(
            paths, new HostRoot(Path.Combine(_folder, "root")), Limits, TimeProvider.System, _log, _manager, _stop.Token);

        var settings = new LinkSettings
        {
            Node = node,
            Coordinator = $"https://{TestCoordinator.ServerName}:{Way.Port}",
            Enrolment = $"https://{TestCoordinator.ServerName}:{_coordinator.EnrolmentPort}",
            JoinToken = await _coordinator.Fleet.IssueJoinTokenAsync(node, CancellationToken.None),
        };
        string roots = Path.Combine(paths.Settings, "ca.pem");
        var channels = new CoordinatorChannels(() => CoordinatorChannels.LoadRoots(roots), Limits) { Connect = ConnectAsync };
        var enroller = new Enroller(
            settings, channels, new IdentityClient(paths.IdentitySocket, Limits),
            Path.Combine(paths.State, "link", "identity.pem"), "0.1.0", Limits, TimeProvider.System, _log);
        var hello = new Hello { Node = node, AgentVersion = "0.1.0", Facts = new Facts { OperatingSystem = "test" } };
        _link = new LinkService(
            settings, channels, enroller, new ExecutorClient(paths.Socket, Limits, TimeProvider.System, _log), hello,
            new Random(1), Limits, TimeProvider.System, _log).RunAsync(_stop.Token);
    }

    // The site's name is known to no name server here.
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint server, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
