using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The steps that delete: what is in the cloud and not in the site, or everything.</summary>
internal sealed class Removals(CloudSite cloud, IFleet fleet, IReadWithdrawal? reads = null)
{
    private const string SecurityList = "security list";

    private readonly List<Step> removals = [];

    /// <summary>Deletes what the graph does not know. A node first leaves the balancer; a replica goes once no node
    /// reads from it.</summary>
    /// <param name="steps">Steps of the site.</param>
    /// <param name="found">What is in the cloud.</param>
    /// <param name="states">What the store knows of steps.</param>
    /// <param name="journal">What the store knows of calls.</param>
    public IReadOnlyList<Step> Beyond(
        IReadOnlyList<Step> steps, IReadOnlyList<TaggedResource> found, IStepStates states, IJournal journal)
    {
        var wanted = steps.ToDictionary(step => step.Id);
        var extra = found.GroupBy(resource => resource.Step).SelectMany(
            group => wanted.ContainsKey(group.Key) ? Twins([.. group], states, journal) : group)
            .Where(resource => !resource.Kind.BearsData && resource.Kind != DataKinds.Export
                && !resource.Step.StartsWith(ControlSteps.Prefix, StringComparison.Ordinal)).ToList();
        var known = states.All.Select(record => record.Step)
            .Where(step => !wanted.ContainsKey(step)).Select(NodeRemovalStep.NodeOf).OfType<string>();
        var nodes = extra.Where(resource => resource.Kind.Name == "instance" && !wanted.ContainsKey(resource.Step))
            .Select(resource => NodeRemovalStep.NodeOf(resource.Step)).OfType<string>().Concat(known)
            .Where(node => !cloud.Site.Nodes.Names.Contains(node));
        AddNodes(nodes, extra, Done(steps, step => step.Id == StepIds.Backends));
        var readers = Done(steps, step => step is NodeRunStep);
        AddResources(
            extra, wanted.Keys,
            resource => resource.Kind.Name == "read replica" ? readers
                : resource.Kind.Name == "instance" ? []
                : Done(steps, step => step.Id == StepIds.Proof));
        return removals;
    }

    /// <summary>Deletes these, and nothing takes their place.</summary>
    public IReadOnlyList<Step> Of(IReadOnlyList<TaggedResource> found, IStepStates states)
    {
        var nodes = found.Where(resource => resource.Kind.Name == "instance").Select(resource => resource.Step)
            .Concat(states.All.Select(record => record.Step))
            .Select(NodeRemovalStep.NodeOf).OfType<string>();
        AddNodes(nodes, found, []);
        AddResources(found, [], _ => []);
        return removals;
    }

    private void AddNodes(
        IEnumerable<string> nodes, IReadOnlyList<TaggedResource> found, IReadOnlyList<Output<bool>> before)
    {
        foreach (var node in nodes.Distinct().Order(StringComparer.Ordinal).ToList())
        {
            var hasInstance = found.Any(resource => resource.Step == StepIds.Instance(node));
            removals.Add(new NodeRemovalStep(node, fleet, hasInstance, before));
        }
    }

    private void AddResources(
        IReadOnlyList<TaggedResource> found, IEnumerable<string> taken,
        Func<TaggedResource, IReadOnlyList<Output<bool>>> before)
    {
        var names = taken.Concat(removals.Select(step => step.Id)).ToHashSet();
        var made = new List<RemovalStep>();
        var freed = FreeSubnets(found);

        // Needed kinds first: a step names the steps before it.
        var pending = found.ToList();
        while (pending.Count > 0)
        {
            var turn = pending.Where(resource => !pending.Exists(
                other => resource.Kind.GoesAfter.Contains(other.Kind.Name))).ToList();
            foreach (var resource in turn)
            {
                var id = names.Add(resource.Step) ? resource.Step : $"{resource.Step}#{resource.Id[^8..]}";
                names.Add(id);
                var node = NodeRemovalStep.NodeOf(resource.Step);
                made.Add(new RemovalStep(
                    cloud, id, resource,
                    [
                        .. before(resource),
                        .. resource.Kind.Name == SecurityList ? freed : [],
                        .. removals.Where(step => node is not null && step.Id == $"node/{node}/session")
                            .Select(step => step.Done),
                        .. made.Where(step => resource.Kind.GoesAfter.Contains(step.Target.Kind.Name))
                            .Select(step => step.Done),
                    ],
                    reads));
            }

            pending.RemoveAll(turn.Contains);
        }

        removals.AddRange(made);
    }

    // A list cannot be deleted while a subnet that stays uses it.
    private IReadOnlyList<Output<bool>> FreeSubnets(IReadOnlyList<TaggedResource> found)
    {
        var lists = found.Where(resource => resource.Kind.Name == SecurityList).Select(resource => resource.Id).ToList();
        var freeing = cloud.Site.Adopted.Where(entry => entry.Key.StartsWith("network/subnet-", StringComparison.Ordinal))
            .DistinctBy(entry => entry.Value)
            .Select(entry => new SubnetRulesRemovalStep(cloud, $"{entry.Key}/rules", entry.Value, lists)).ToList();
        if (lists.Count == 0)
        {
            return [];
        }

        removals.AddRange(freeing);
        return [.. freeing.Select(step => step.Done)];
    }

    // Of a step that is wanted the resource that the store knows stays; without a store, the first one of the list.
    private static IEnumerable<TaggedResource> Twins(
        IReadOnlyList<TaggedResource> group, IStepStates states, IJournal journal)
    {
        var alive = group.Where(resource => !IsGoing(resource.State)).ToList();
        var known = states.Find(group[0].Step)?.Resource ?? journal.FindResource(group[0].Step);
        var kept = alive.Find(resource => resource.Id == known) ?? alive.FirstOrDefault();
        return alive.Where(resource => resource != kept);
    }

    private static bool IsGoing(string state) => state is LifecycleState.Terminating or LifecycleState.Deleting;

    private static IReadOnlyList<Output<bool>> Done(IEnumerable<Step> steps, Func<Step, bool> filter) =>
        [.. steps.Where(filter).Select(step => step.Done)];
}
