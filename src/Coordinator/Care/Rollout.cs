using System.Text.Json;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Work on many nodes without a failed request: each batch is drained, worked on, checked and let in again. A
/// batch that fails ends it, and all of it goes back to what was there; nodes that are healthy go back to the balancer, the
/// others stay out.</summary>
/// <param name="site">The site as its last apply left it.</param>
/// <param name="next">What the nodes shall become; null: what they are.</param>
/// <param name="work">Runs specs.</param>
/// <param name="drain">The balancer.</param>
/// <param name="fleet">All agents.</param>
/// <param name="limits">Bounds.</param>
/// <param name="say">Progress of a node.</param>
internal sealed class Rollout(
    CareSite site, Site? next, NodeWork work, BalancerDrain drain, IFleet fleet, CareLimits limits,
    Action<string, string> say)
{
    /// <summary>Why a site file cannot be rolled out; null: it can.</summary>
    public static string? Refusal(Site now, Site next) =>
        JsonSerializer.Serialize(next with { Settings = now.Settings }) == JsonSerializer.Serialize(now)
            ? null
            : "The site file differs from what the site is in more than settings, which is all that a node has of it by itself. "
                + "Use moodlectl apply, or moodlectl upgrade for another release.";

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
        await RunAsync(
            batches, node => NodeAsync(node, request.Work, cancellation), batch => BackAsync(batch, cancellation), cancellation);
    }

    /// <summary>One batch after the other; the first that fails ends it, once all of its nodes are through.</summary>
    /// <param name="batches">Nodes in batches.</param>
    /// <param name="workAsync">What is done on a node.</param>
    /// <param name="backAsync">Takes a batch that failed back and tells what became of it.</param>
    public static async Task RunAsync(
        IReadOnlyList<IReadOnlyList<string>> batches, Func<string, Task> workAsync,
        Func<IReadOnlyList<string>, Task<IReadOnlyList<string>>> backAsync, CancellationToken cancellation)
    {
        foreach (var (batch, index) in batches.Select((batch, index) => (batch, index)))
        {
            var runs = batch.Select(workAsync).ToList();
            await ((Task)Task.WhenAll(runs)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var failures = runs.Where(run => run.IsFaulted).Select(run => run.Exception!.InnerException!.Message).ToList();
            if (failures.Count > 0)
            {
                failures.AddRange(await backAsync(batch));
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
        catch (CareException failure) when (next is null)
        {
            await BackIfHealthyAsync(node, failure, cancellation);
            throw;
        }

        say(node, "waiting for its health");
        await drain.UndrainAsync(node, cancellation);
        say(node, "serves again");
    }

    // The whole batch becomes what it was: also a node on which the work succeeded.
    private async Task<IReadOnlyList<string>> BackAsync(IReadOnlyList<string> batch, CancellationToken cancellation)
    {
        if (next is null)
        {
            return [];
        }

        var backs = await Task.WhenAll(batch.Select(async node =>
        {
            try
            {
                say(node, "going back");
                await drain.DrainAsync(node, cancellation);
                await work.RunAsync(site.Product.Application(site.Site, node, site.Inputs(site.Artifact)), cancellation);
                await drain.UndrainAsync(node, cancellation);
                say(node, "serves again as before");
                return "";
            }
            catch (CareException sick)
            {
                return $"{node} could not go back and stays out of the balancer: {sick.Message}";
            }
        }));
        return [$"Gone back: {string.Join(", ", batch)}.", .. backs.Where(message => message.Length > 0)];
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
        RollWork.Application => site.Product.Application(next ?? site.Site, node, site.Inputs(site.Artifact)),
        RollWork.Reboot => new NodeSpec
        {
            Node = node,
            Tasks = { new TaskSpec { Id = "reboot", Reboot = new RebootTask() } },
        },
        _ => site.Product.Commands.Restart(site.Site, node),
    };
}
