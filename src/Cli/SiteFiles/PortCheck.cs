using System.Net;
using System.Net.Sockets;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>Before the local cloud creates a balancer: whether its ports are free on this machine.</summary>
internal static class PortCheck
{
    // No balancer is ever given this address, so only a listener on all addresses stands in the way here.
    private static readonly IPAddress Probe = IPAddress.Parse("127.77.255.254");

    /// <summary>The listeners' ports that something else listens on already.</summary>
    public static IReadOnlyList<Sites.Problem> Find(SiteFileResult result, Site site, PlanReply plan) =>
        site.Cloud.Provider == "local" && CreatesBalancer(plan)
            ? [.. site.Balancer.Listeners.Where(port => !IsFree(port)).Select(port => result.ProblemAt(
                "balancer.listeners",
                $"port {port} is in use on this machine. Stop what listens there, or write another port.",
                isWarning: false))]
            : [];

    // A balancer that exists already holds the ports itself.
    private static bool CreatesBalancer(PlanReply plan) =>
        plan.Steps.Any(step => step is { Step: "balancer/nlb", Action: StepAction.Create });

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As servers do, so that connections of a server that ended a moment ago do not count.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(Probe, port));
            socket.Listen();
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException)
        {
            // Such as a port below 1024 without the right to it: the local cloud has that right.
            return true;
        }
    }
}
