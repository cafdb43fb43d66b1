using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Takes a node out of the fleet: its session is closed, its certificate revoked, and what was known of its
/// work forgotten.</summary>
internal sealed class NodeRemovalStep : Step
{
    private readonly string node;
    private readonly IFleet fleet;
    private readonly bool hasInstance;

    /// <param name="node">Name such as "web-3".</param>
    /// <param name="fleet">All agents.</param>
    /// <param name="hasInstance">Whether there is an instance to remove.</param>
    /// <param name="before">What has to be done first: the balancer sends nobody to it.</param>
    public NodeRemovalStep(string node, IFleet fleet, bool hasInstance, IEnumerable<Output<bool>> before)
        : base($"node/{node}/session")
    {
        this.node = node;
        this.fleet = fleet;
        this.hasInstance = hasInstance;
        Uses(before);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(1);

    internal override bool IsRemoval => true;

    internal override Observation Unobserved => new(
        StepAction.Delete, [new Difference("identity", node, "revoked")]);

    internal override IReadOnlyList<string> Forgets(StepContext context) =>
    [
        .. context.States.All.Select(record => record.Step)
            .Where(step => NodeOf(step) == node && step != StepIds.Instance(node)),
    ];

    /// <summary>The node that a step is about; null: none.</summary>
    public static string? NodeOf(string step) =>
        step.Split('/') is ["node", var name, ..] ? name : null;

    internal override Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation) =>
        Task.FromResult(hasInstance || fleet.IsConnected(node) || Forgets(context).Count > 0
            ? Unobserved
            : Observation.Nothing);

    internal override Task ActAsync(StepContext context, Observation observation, CancellationToken cancellation) =>
        fleet.RemoveAsync(node, cancellation);
}
