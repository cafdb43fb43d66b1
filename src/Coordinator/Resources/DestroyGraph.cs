using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The steps that end a site.</summary>
/// <param name="Graph">All deletions, and the proof that nothing is left.</param>
/// <param name="Kept">Steps whose resources stay: the data, and what the data stands in.</param>
internal sealed record DestroyGraph(Graph Graph, IReadOnlySet<string> Kept)
{
    /// <summary>Graph for what was found of the site.</summary>
    /// <param name="cloud">The site in its cloud.</param>
    /// <param name="parts">What its steps work with.</param>
    /// <param name="site">The site's own graph: by its edges the data keeps what it needs.</param>
    /// <param name="found">What is in the cloud.</param>
    /// <param name="states">What the store knows.</param>
    /// <param name="withData">Whether the data goes as well.</param>
    public static DestroyGraph Build(
        CloudSite cloud, SiteParts parts, Graph site, IReadOnlyList<TaggedResource> found, IStepStates states,
        bool withData)
    {
        var data = withData ? [] : found.Where(resource => resource.Kind.BearsData).Select(resource => resource.Step);
        var control = ControlOf(parts, site, found);
        var kept = Closure(site, [.. data, .. control]);
        var steps = new Removals(cloud, parts.Fleet).Of(
            [.. found.Where(resource => !kept.Contains(resource.Step))], states);

        // A cluster costs by the hour and holds no data of its own: it does not stay with the DB system.
        var clusters = found.Where(resource => resource.Kind == DataKinds.DbSystem && kept.Contains(resource.Step))
            .Take(1).Select(resource => new HeatWaveStep(cloud, resource.Id));
        return new DestroyGraph(Graph.Of([.. steps, new TagScanStep(cloud, kept, steps), .. clusters]), kept);
    }

    // The control host does not delete the ground that it stands on; whoever launched it does, last of all.
    private static IEnumerable<string> ControlOf(SiteParts parts, Graph site, IReadOnlyList<TaggedResource> found)
    {
        if (parts.Launch is null)
        {
            var control = found.Select(resource => resource.Step)
                .Where(step => step.StartsWith(ControlSteps.Prefix, StringComparison.Ordinal)).ToList();
            return control.Count > 0 ? [.. control, "network/subnet-public"] : [];
        }

        var foreign = found.Where(resource => site.Steps.All(step => step.Id != resource.Step)).ToList();
        return foreign.Count == 0 ? [] : throw new InvalidOperationException(
            "The control host goes last, and there is more of the site: "
            + string.Join(", ", foreign.Select(resource => resource.Step)) + ". Destroy the site itself first.");
    }

    private static HashSet<string> Closure(Graph site, IEnumerable<string> steps)
    {
        var kept = new HashSet<string>();
        var next = new Queue<string>(steps);
        while (next.TryDequeue(out var id))
        {
            if (kept.Add(id) && site.Steps.FirstOrDefault(step => step.Id == id) is { } known)
            {
                foreach (var need in known.Needs)
                {
                    next.Enqueue(need.Id);
                }
            }
        }

        return kept;
    }
}
