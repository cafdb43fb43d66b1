using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MoodleNodeAgent.LocalCloud.Networking;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>Network load balancers: a TCP proxy in this process stands in for OCI's packet balancer. It listens at the
/// public address in the machine and in each guest place, and at the private address in its own place, from which it
/// also connects to the backends.</summary>
/// <remarks>Limit of the stand-in: clients come from loopback addresses, which cannot be the source of packets inside
/// the VCN, so backends see the balancer's private address even where the source is to be preserved.</remarks>
internal sealed class BalancingDriver(IVirtualNetwork network, TimeProvider time, ILogger<BalancingDriver> logger)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TcpBalancer> _balancers = new(StringComparer.Ordinal);
    private int _toldOfSources;

    /// <inheritdoc cref="IDataPlane.ApplyLoadBalancerAsync"/>
    public async Task ApplyLoadBalancerAsync(LoadBalancerSpec loadBalancer, CancellationToken cancellation)
    {
        if (loadBalancer.BackendSets.Any(set => set.IsPreserveSource) && Interlocked.Exchange(ref _toldOfSources, 1) == 0)
        {
            logger.LogWarning(
                "Backends see the balancer's private address: this TCP proxy, which stands in for OCI's network load "
                + "balancer, cannot preserve the source of loopback clients");
        }

        NetworkPlace place = await network.AttachAsync(
            loadBalancer.LoadBalancerId, loadBalancer.VcnId, loadBalancer.PrivateAddress, cancellation);
        TcpBalancer balancer = _balancers.GetOrAdd(
            loadBalancer.LoadBalancerId,
            id => new TcpBalancer($"network load balancer {id}", place, time, logger));
        balancer.Apply([.. loadBalancer.Listeners.SelectMany(listener => Doors(loadBalancer, listener, place))],
            loadBalancer.BackendSets);
    }

    /// <inheritdoc cref="IDataPlane.DeleteLoadBalancerAsync"/>
    public async Task DeleteLoadBalancerAsync(string loadBalancerId, CancellationToken cancellation)
    {
        if (_balancers.TryRemove(loadBalancerId, out TcpBalancer? balancer))
        {
            await balancer.DisposeAsync();
        }

        await network.DetachAsync(loadBalancerId, cancellation);
    }

    /// <inheritdoc cref="IDataPlane.GetBackendHealth"/>
    public IReadOnlyList<HealthCheck> GetBackendHealth(
        string loadBalancerId, string backendSetName, string backendName) =>
        _balancers.TryGetValue(loadBalancerId, out TcpBalancer? balancer)
            ? balancer.Find(backendSetName, backendName)?.Health.Results ?? []
            : [];

    public async ValueTask DisposeAsync()
    {
        foreach (TcpBalancer balancer in _balancers.Values)
        {
            await balancer.DisposeAsync();
        }
    }

    private IEnumerable<BalancerListener> Doors(
        LoadBalancerSpec loadBalancer, ListenerSpec listener, NetworkPlace place)
    {
        BalancerListener At(NetworkPlace? where, string address) => new()
        {
            Place = where,
            Address = address,
            Port = listener.Port,
            BackendSetName = listener.BackendSetName,
        };

        yield return At(place, loadBalancer.PrivateAddress);
        if (loadBalancer.PublicAddress is { } publicAddress)
        {
            yield return At(null, publicAddress);
            foreach (NetworkPlace guest in network.Guests)
            {
                yield return At(guest, publicAddress);
            }
        }
    }
}
