using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Work on many nodes without a failed request: each batch is drained, worked on, checked and let in again. A
/// batch that fails ends it; nodes that are healthy all the same go back to the balancer, the others stay out.</summary>
internal sealed class Rollout(
    CareSite site, NodeWork work, BalancerDrain drain, IFleet fleet, CareLimits limits, Action<string, string> say)
{
    /// <summary>Nodes in batches; one node at least stays in the balancer.</summary>
    /// <exception cref="CareException">A node is not the site's.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Batches(
        IReadOnlyList<string> all, IReadOnlyCollection<string> wanted, int maxUnavailable)
    {
        if (wanted.FirstOrDefault(node => !all.Contains(node)) is { } unknown)
        {
            throw new CareException($"There is no node \"{unknown}\". Known: {string.Join(", ", all)}.");
        }

        var size = Math.Clamp(maxUnavailable, 1, Math.Max(1, all.Count - 1));
        return [.. all.Where(node => wanted.Count == 0 || wanted.Contains(node)).Chunk(size)];
    }

    /// <summary>Does the work.</summary>
    public async Task RunAsync(RollRequest request, CancellationToken cancellation)
    {
        var batches = Batches(site.Site.Nodes.Names, request.Nodes, (int)Math.Max(1, request.MaxUnavailable));
        await RunAsync(batches, node => NodeAsync(node, request.Work, cancellation), cancellation);
    }

    /// <summary>One batch after the other; the first that fails ends it, once all of its nodes are through.</summary>
    public static async Task RunAsync(
        IReadOnlyList<IReadOnlyList<string>> batches, Func<string, Task> workAsync, CancellationToken cancellation)
    {
        foreach (var (batch, index) in batches.Select((batch, index) => (batch, index)))
        {
            var runs = batch.Select(workAsync).ToList();
            await ((Task)Task.WhenAll(runs)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var failures = runs.Where(run => run.IsFaulted).Select(run => run.Exception!.InnerException!.Message).ToList();
            if (failures.Count > 0)
            {
                var left = batches.Skip(index + 1).SelectMany(rest => rest).ToList();
                throw new CareException(
                    string.Join('\n', failures)
                    + (left.Count > 0 ? $"\nStopped here; not touched: {string.Join(", ", left)}." : ""));
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task NodeAsync(string node, RollWork kind, CancellationToken cancellation)
    {
        say(node, "draining");
        await drain.DrainAsync(node, cancellation);
        try
        {
            say(node, "working");
            await work.RunAsync(SpecOf(node, kind), cancellation);
            if (kind == RollWork.Reboot)
            {
                await fleet.WaitForSessionAsync(node, limits.Return, cancellation);
                await work.RunAsync(site.Product.Commands.Serving(site.Site, node), cancellation);
            }
        }
        catch (CareException failure)
        {
            await BackIfHealthyAsync(node, failure, cancellation);
            throw;
        }

        say(node, "waiting for its health");
        await drain.UndrainAsync(node, cancellation);
        say(node, "serves again");
    }

    // What failed may have left the node as good as it was; one that is not stays drained, so that no user meets it.
    private async Task BackIfHealthyAsync(string node, CareException failure, CancellationToken cancellation)
    {
        try
        {
            await drain.UndrainAsync(node, cancellation);
        }
        catch (CareException sick)
        {
            throw new CareException($"{failure.Message}\n{node} stays out of the balancer: {sick.Message}", failure);
        }
    }

    private NodeSpec SpecOf(string node, RollWork kind) => kind switch
    {
        RollWork.Application => site.Product.Application(site.Site, node, site.Inputs(site.Artifact)),
        RollWork.Reboot => new NodeSpec
        {
            Node = node,
            Tasks = { new TaskSpec { Id = "reboot", Reboot = new RebootTask() } },
        },
        _ => site.Product.Commands.Restart(site.Site, node),
    };
}
