using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Waits until the node's agent has enrolled and dialled in.</summary>
internal sealed class NodeSessionStep : Step
{
    private readonly string node;
    private readonly IFleet fleet;

    public NodeSessionStep(string id, string node, InstanceStep instance, IFleet fleet)
        : base(id)
    {
        this.node = node;
        this.fleet = fleet;
        Uses(instance.Done);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(90);

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        if (fleet.IsConnected(node))
        {
            return Observation.Nothing;
        }

        // A coordinator that has just started finds its agents on their way back.
        if (context.States.Find(Id) is not null && !context.HasNewInputs)
        {
            try
            {
                await fleet.WaitForSessionAsync(node, context.Limits.Reconnect, cancellation);
                return Observation.Nothing;
            }
            catch (TimeoutException)
            {
                // Planned as work: an apply waits longer.
            }
        }

        return Observation.Missing;
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        context.Report("Waiting for the agent to dial in");
        try
        {
            await fleet.WaitForSessionAsync(node, context.Limits.Session, cancellation);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(
                $"The agent of {node} did not dial in within {context.Limits.Session.TotalMinutes} min of the launch. "
                + "Look at /var/log/cloud-init-output.log on the node: it shows whether the package was downloaded and "
                + "installed.", exception);
        }
    }
}
