using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>Takes the site for this machine before anything of it is made.</summary>
internal sealed class ClaimStep : Step
{
    private readonly SiteClaim claim;
    private readonly ControlParts parts;

    public ClaimStep(CloudSite cloud, ControlParts parts, Output<string> bucket)
        : base(ControlSteps.Claim)
    {
        claim = new SiteClaim(cloud, parts);
        this.parts = parts;
        Uses(bucket);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(1);

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation) =>
        await claim.IsOursAsync(ProvedHost.Read(parts.Documents)?.Instance, cancellation)
            ? Observation.Nothing
            : Observation.Missing;

    internal override Task ActAsync(StepContext context, Observation observation, CancellationToken cancellation) =>
        claim.TakeAsync(context.Time.GetUtcNow(), cancellation);
}
