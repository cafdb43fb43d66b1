using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Another version of the agent on all nodes, one batch after the other. No node leaves the balancer: the site does
/// not need its agents to answer users. A node whose new agent does not report gets the version before back by itself, and
/// the nodes after it are not touched.</summary>
internal sealed class AgentRollout(
    IReadOnlyList<string> nodes, NodeWork work, IBootstrap packages, Sessions sessions, Action<string, string> say)
{
    private const string TaskId = "agent";

    /// <summary>Does the work.</summary>
    /// <exception cref="CareException">A node is unknown or away, or its agent went back to the version before.</exception>
    public Task RunAsync(RollRequest request, CancellationToken cancellation) => Rollout.RunAsync(
        Rollout.Batches(nodes, request.Nodes, (int)Math.Max(1, request.MaxUnavailable)),
        node => NodeAsync(node, request, cancellation),
        // Each agent goes back by itself, and those that came up may stay.
        _ => Task.FromResult<IReadOnlyList<string>>([]),
        cancellation);

    private async Task NodeAsync(string node, RollRequest request, CancellationToken cancellation)
    {
        string version = request.AgentVersion.Length > 0 ? request.AgentVersion : NewestFor(node);
        say(node, $"its agent becomes {version}");
        var spec = new NodeSpec
        {
            Node = node,
            Tasks =
            {
                new TaskSpec
                {
                    Id = TaskId,
                    AgentUpgrade = new AgentUpgradeTask { Version = version, Window = request.AgentWindow },
                },
            },
        };
        await work.RunAsync(spec, cancellation);
        say(node, $"its agent is {version}");
    }

    private string NewestFor(string node)
    {
        string architecture = sessions.Find(node)?.Hello?.Facts?.Architecture
            ?? throw new CareException(
                $"{node} is not connected, so that the version for it is not known. Look at \"journalctl -u "
                + "moodle-node-agent-link\" there.");
        try
        {
            return packages.PackageFor(architecture).Version;
        }
        catch (FileNotFoundException failure)
        {
            throw new CareException(failure.Message, failure);
        }
    }
}
