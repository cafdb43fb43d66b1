using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Oci;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Waits until the node's agent has enrolled and dialled in.</summary>
internal sealed class NodeSessionStep : Step
{
    private readonly string node;
    private readonly IFleet fleet;
    private readonly CloudSite cloud;
    private readonly Input<string> instance;

    public NodeSessionStep(CloudSite cloud, string id, string node, InstanceStep instance, IFleet fleet)
        : base(id)
    {
        this.cloud = cloud;
        this.node = node;
        this.fleet = fleet;
        this.instance = Uses(instance.ResourceId);
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
        var began = context.Time.GetTimestamp();
        while (true)
        {
            var left = context.Limits.Session - context.Time.GetElapsedTime(began);
            try
            {
                await fleet.WaitForSessionAsync(
                    node, left < context.Limits.ConsoleLook ? left : context.Limits.ConsoleLook, cancellation);
                return;
            }
            catch (TimeoutException exception)
            {
                var (told, hasFailed) = await LookAsync(context, cancellation);
                if (hasFailed || context.Time.GetElapsedTime(began) >= context.Limits.Session)
                {
                    throw new TimeoutException(
                        $"The agent of {node} did not dial in. {told}\nThen terminate {instance.Value} in the cloud's "
                        + "console, or mend the node, and apply again.", exception);
                }

                context.Report(told);
            }
        }
    }

    // The console is a help, not a need: without it the wait goes on.
    private async Task<(string Told, bool HasFailed)> LookAsync(StepContext context, CancellationToken cancellation)
    {
        try
        {
            var diagnosis = await new BootWatch(cloud).LookAsync(context, instance.Value, cancellation);
            return ($"{diagnosis}", diagnosis.HasFailed);
        }
        catch (Exception failure) when (failure is OciException or TimeoutException)
        {
            return ($"Its console cannot be read: {failure.Message}", false);
        }
    }
}
