using System.Security.Cryptography;
using Grpc.Core;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>Puts the link together.</summary>
internal static class LinkProcess
{
    private const string LinkUser = "mna-link";

    /// <summary>Enrols once with a join token, for a host that the coordinator did not launch. The link, which finds the
    /// certificate then, needs no token.</summary>
    /// <param name="token">One line, such as an operator types in; never part of a command line.</param>
    public static async Task JoinAsync(
        AgentPaths paths, string version, TextReader token, Limits limits, TimeProvider time, ILogger log,
        CancellationToken cancellation)
    {
        var settings = LinkSettings.Load(Path.Join(paths.Settings, "agent.toml"));
        settings.JoinToken = (await token.ReadLineAsync(cancellation))?.Trim() ?? "";
        if (settings.JoinToken.Length == 0)
        {
            throw new InvalidDataException(
                "Cannot join: there is no token on standard input. Make one with \"moodlectl token create NODE\".");
        }

        var state = Path.Join(paths.State, "link");
        Directory.CreateDirectory(
            state, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var channels = new CoordinatorChannels(
            () => CoordinatorChannels.LoadRoots(Path.Join(paths.Settings, "ca.pem")), limits);
        var enroller = new Enroller(
            settings, channels, new IdentityClient(paths.IdentitySocket, limits), Path.Join(state, "identity.pem"), version,
            limits, time, log);
        try
        {
            await enroller.EnrolAsync(cancellation);
        }
        catch (RpcException exception)
        {
            throw new InvalidDataException($"Cannot join as {settings.Node}: {exception.Status.Detail}", exception);
        }
        finally
        {
            GiveToLink(state);
        }
    }

    public static async Task RunAsync(
        AgentPaths paths, string version, Limits limits, TimeProvider time, ILogger log, ServiceManager manager,
        CancellationToken stopping)
    {
        var settings = LinkSettings.Load(Path.Join(paths.Settings, "agent.toml"));
        var state = Path.Join(paths.State, "link");
        Directory.CreateDirectory(
            state, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var channels = new CoordinatorChannels(
            () => CoordinatorChannels.LoadRoots(Path.Join(paths.Settings, "ca.pem")), limits);
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

    /// <summary>What root made here belongs to the link's user.</summary>
    private static void GiveToLink(string state)
    {
        var accounts = new Accounts(new HostRoot("/"));
        if (Native.Status("/proc/self")?.Uid != 0 || accounts.UserId(LinkUser) is not { } user
            || accounts.GroupId(LinkUser) is not { } group)
        {
            return;
        }

        foreach (var path in Directory.GetFiles(state).Append(state))
        {
            Native.ChangeOwner(path, user, group);
        }
    }
}
