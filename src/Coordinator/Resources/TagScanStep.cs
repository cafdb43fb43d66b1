using MoodleNodeAgent.Coordinator.Deployment;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Proves by the tags that a destroy left nothing behind but what is to be kept.</summary>
internal sealed class TagScanStep : Step
{
    private readonly CloudSite cloud;
    private readonly IReadOnlySet<string> kept;

    /// <param name="cloud">The site in its cloud.</param>
    /// <param name="kept">Steps whose resources stay.</param>
    /// <param name="removals">All deletions.</param>
    public TagScanStep(CloudSite cloud, IReadOnlySet<string> kept, IEnumerable<Step> removals)
        : base(StepIds.TagScan)
    {
        this.cloud = cloud;
        this.kept = kept;
        Uses(removals.Select(step => step.Done));
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(1);

    internal override bool IsRemoval => true;

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        var left = await LeftAsync(cancellation);
        return Observation.Of(
            [.. left.Select(resource => new Difference(resource.Kind.Name, $"{resource.Id} ({resource.Step})", "gone"))]);
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        var left = await LeftAsync(cancellation);
        if (left.Count > 0)
        {
            throw new InvalidOperationException(
                "These are still there: " + string.Join(", ", left.Select(resource => $"{resource.Kind.Name} {resource.Id}"))
                + ". Destroy again: it goes on from here.");
        }
    }

    private async Task<IReadOnlyList<TaggedResource>> LeftAsync(CancellationToken cancellation) =>
        [.. (await new TagScan(cloud).ReadAsync(cancellation)).Where(resource => !kept.Contains(resource.Step))];
}
