using System.Globalization;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Waits until the balancer finds every backend healthy.</summary>
internal sealed class BackendHealthStep : Step
{
    private readonly CloudSite cloud;
    private readonly Input<string> balancer;

    public BackendHealthStep(CloudSite cloud, string id, BalancerStep balancer, BackendsStep backends)
        : base(id)
    {
        this.cloud = cloud;
        this.balancer = Uses(balancer.ResourceId);
        Uses(backends.Done);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(20);

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        var sick = await SickAsync(cancellation);
        return sick.Length == 0 ? Observation.Nothing : Observation.Of([new Difference("health", sick, "OK")]);
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        var said = "";
        try
        {
            await Polling.UntilAsync(
                context, "healthy backends", Expected, context.Limits.Health, async () =>
                {
                    var sick = await SickAsync(cancellation);
                    if (sick != said && sick.Length > 0)
                    {
                        said = sick;
                        context.Report(sick);
                    }

                    return sick.Length == 0 ? "OK" : null;
                },
                cancellation);
        }
        catch (TimeoutException exception)
        {
            var health = cloud.Site.Balancer.Health;
            throw new TimeoutException(
                $"Cannot call the site healthy: {said} after {context.Limits.Health.TotalMinutes} min. The health check "
                + $"asks each node for {health.Path} and expects {health.Status}; look at the node's web server log, or "
                + "change balancer.health.", exception);
        }
    }

    private async Task<string> SickAsync(CancellationToken cancellation)
    {
        var sick = new List<string>();
        foreach (var port in cloud.Site.Balancer.Listeners)
        {
            var health = (await cloud.Clients.Balancers.GetBackendSetHealthAsync(
                balancer.Value, BalancerStep.BackendSetOf(cloud.Site, port), cancellation)).Value;
            var healthy = HealthyOf(health);
            if (healthy < cloud.Site.Nodes.Count)
            {
                sick.Add(string.Create(
                    CultureInfo.InvariantCulture, $"port {port}: {healthy} of {cloud.Site.Nodes.Count} backends OK"));
            }
        }

        return string.Join(", ", sick);
    }

    /// <summary>Number of backends whose checks all pass.</summary>
    public static int HealthyOf(BackendSetHealth health) =>
        (health.TotalBackendCount ?? 0) - (health.WarningStateBackendNames?.Count ?? 0)
        - (health.CriticalStateBackendNames?.Count ?? 0) - (health.UnknownStateBackendNames?.Count ?? 0);
}
