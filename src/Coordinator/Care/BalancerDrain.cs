using System.Globalization;
using System.Net;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Takes nodes out of the balancer and puts them back, without cutting anybody off.</summary>
internal sealed class BalancerDrain(CareSite site, CareLimits limits, TimeProvider time)
{
    private readonly string balancer = site.Resource(StepIds.Balancer);

    /// <summary>No new connections for the node; waits until the old ones had their time.</summary>
    public async Task DrainAsync(string node, CancellationToken cancellation)
    {
        if (await SetAsync(node, drain: true, cancellation))
        {
            await Task.Delay(limits.Drain, time, cancellation);
        }
    }

    /// <summary>Waits until the balancer finds the node healthy, then lets connections in again.</summary>
    public async Task UndrainAsync(string node, CancellationToken cancellation)
    {
        await HealthyAsync(node, cancellation);
        await SetAsync(node, drain: false, cancellation);
    }

    /// <summary>Waits until the balancer finds the node healthy on every port.</summary>
    /// <exception cref="CareException">It does not.</exception>
    public async Task HealthyAsync(string node, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var sick = "";
            foreach (var port in site.Site.Balancer.Listeners)
            {
                var health = (await site.Cloud.Balancers.GetBackendHealthAsync(
                    balancer, BalancerStep.BackendSetOf(site.Site, port), NameOf(node, port), cancellation)).Value;
                if (health.Status != "OK")
                {
                    sick = string.Create(CultureInfo.InvariantCulture, $"{health.Status} on port {port}");
                }
            }

            if (sick.Length == 0)
            {
                return;
            }

            if (time.GetElapsedTime(start) > limits.Healthy)
            {
                throw new CareException(
                    $"The balancer does not find {node} healthy: {sick}. Ask the node itself: curl "
                    + $"http://{site.AddressOf(node)}:{site.Site.Balancer.Listeners[0]}{site.Site.Balancer.Health.Path}");
            }

            await Task.Delay(limits.Interval, time, cancellation);
        }
    }

    private async Task<bool> SetAsync(string node, bool drain, CancellationToken cancellation)
    {
        var changed = false;
        foreach (var port in site.Site.Balancer.Listeners)
        {
            var (set, name) = (BalancerStep.BackendSetOf(site.Site, port), NameOf(node, port));
            var start = time.GetTimestamp();
            while ((await site.Cloud.Balancers.GetBackendAsync(balancer, set, name, cancellation)).Value.IsDrain != drain)
            {
                changed = true;
                try
                {
                    await site.Cloud.Balancers.UpdateBackendAsync(
                        balancer, set, name, new UpdateBackendDetails { IsDrain = drain }, Guid.NewGuid().ToString("N"),
                        null, cancellation);
                }
                catch (OciException busy) when (busy.Status == HttpStatusCode.Conflict && time.GetElapsedTime(start) < limits.Healthy)
                {
                    // Another change of the balancer is under way; this one is asked for again.
                }

                await Task.Delay(limits.Interval / 4, time, cancellation);
            }
        }

        return changed;
    }

    private string NameOf(string node, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{site.AddressOf(node)}:{port}");
}
