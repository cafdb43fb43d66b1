using System.Security.Cryptography;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>Puts the link together.</summary>
internal static class LinkProcess
{
    public static async Task RunAsync(
        AgentPaths paths, string version, Limits limits, TimeProvider time, ILogger log, ServiceManager manager,
        CancellationToken stopping)
    {
        var settings = LinkSettings.Load(Path.Join(paths.Settings, "agent.toml"));
        var state = Path.Join(paths.State, "link");
        Directory.CreateDirectory(
            state, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var channels = new CoordinatorChannels(
            CoordinatorChannels.LoadRoots(Path.Join(paths.Settings, "ca.pem")), limits);
        var enroller = new Enroller(
            settings, channels, new IdentityClient(paths.IdentitySocket, limits), Path.Join(state, "identity.pem"), version,
            limits, time, log);
        var executor = new ExecutorClient(paths.Socket, limits, time, log);
        var hello = new Hello
        {
            Node = settings.Node,
            AgentVersion = version,
            Facts = HostFacts.Read(new HostRoot("/")),
        };
        // Each agent needs jitter of its own, also when hosts boot from one image at the same moment.
        var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        // Ready to dial. Whether the coordinator answers is not this service's to promise.
        manager.Ready();
        await new LinkService(
            settings, channels, enroller, executor, hello, random, limits, time, log).RunAsync(stopping);
    }
}
