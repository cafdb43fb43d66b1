using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>A deployment that does what the test says.</summary>
internal sealed class FakeDeployment : IDeployment
{
    public Func<Site, Artifact, IProgress<ApplyEvent>, CancellationToken, Task<ApplyEnded>> Apply { get; set; } =
        (_, _, _, _) => Task.FromResult(new ApplyEnded { Succeeded = true });

    public SiteStatus Status { get; set; } = new();

    public Task<PlanReply> PlanAsync(Site site, Artifact artifact, CancellationToken cancellation) =>
        Task.FromResult(new PlanReply
        {
            Steps = { new PlannedStep { Step = $"site/{site.Name}/{artifact.Size}", Action = StepAction.Create } },
        });

    public Task<ApplyEnded> ApplyAsync(
        Site site, Artifact artifact, IProgress<ApplyEvent> progress, CancellationToken cancellation) =>
        Apply(site, artifact, progress, cancellation);

    public Task<SiteStatus> StatusAsync(CancellationToken cancellation) => Task.FromResult(Status);
}
