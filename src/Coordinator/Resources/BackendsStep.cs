using System.Text.Json;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The nodes behind the balancer: all backends of a port in one call, once their software is there.</summary>
internal sealed class BackendsStep : Step
{
    private const int DefaultWeight = 1;

    private readonly CloudSite cloud;
    private readonly Input<string> balancer;
    private readonly IReadOnlyList<Input<string>> addresses;
    private readonly IReadOnlyList<Input<string>> instances;

    public BackendsStep(
        CloudSite cloud, string id, BalancerStep balancer, IReadOnlyList<InstanceStep> nodes,
        IEnumerable<Output<bool>> ready)
        : base(id)
    {
        this.cloud = cloud;
        this.balancer = Uses(balancer.ResourceId);
        addresses = Uses(nodes.Select(node => node.Address));
        instances = Uses(nodes.Select(node => node.ResourceId));
        Uses(ready);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(10);

    public override string? SerialKey => "balancer";

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        var differences = new List<Difference>();
        foreach (var port in cloud.Site.Balancer.Listeners)
        {
            var now = Text((await SetOfAsync(port, cancellation)).Backends ?? []);
            var wanted = Text(Wanted(port, []));
            if (now != wanted)
            {
                differences.Add(new Difference(BalancerStep.BackendSetOf(cloud.Site, port), now, wanted));
            }
        }

        return Observation.Of(differences);
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        await DrainAsync(context, cancellation);
        foreach (var port in cloud.Site.Balancer.Listeners)
        {
            var present = await SetOfAsync(port, cancellation);
            await ChangeAsync(context, port, present, Wanted(port, present.Backends ?? []), cancellation);
        }
    }

    internal override void Settle(StepContext context)
    {
        if (context.Journal.FindUnanswered(Id) is { } intent)
        {
            context.Journal.Succeed(intent, null);
        }
    }

    // Nodes that leave get no new connections; what they are in the middle of ends.
    private async Task DrainAsync(StepContext context, CancellationToken cancellation)
    {
        var isDraining = false;
        foreach (var port in cloud.Site.Balancer.Listeners)
        {
            var set = await SetOfAsync(port, cancellation);
            var present = set.Backends ?? [];
            var wanted = Wanted(port, present).Select(backend => backend.IpAddress).ToHashSet();
            var leaving = present.Where(backend => !wanted.Contains(AddressOf(backend))).ToList();
            if (leaving.Exists(backend => backend.IsDrain != true) && leaving.Count < present.Count)
            {
                context.Report($"draining {Text(leaving)}");
                await ChangeAsync(
                    context, port, set,
                    [.. present.Select(backend => leaving.Contains(backend) ? backend with { IsDrain = true } : backend)],
                    cancellation);
                isDraining = true;
            }
        }

        if (isDraining)
        {
            await Task.Delay(context.Limits.Drain, context.Time, cancellation);
        }
    }

    private async Task ChangeAsync(
        StepContext context, int port, BackendSet present, IReadOnlyList<Backend> backends, CancellationToken cancellation)
    {
        // An adopted balancer keeps what its owner set.
        var isAdopted = cloud.AdoptedFor(StepIds.Balancer) is not null;
        var details = new UpdateBackendSetDetails
        {
            Policy = isAdopted ? present.Policy : "FIVE_TUPLE",
            IsPreserveSource = isAdopted ? present.IsPreserveSource : true,
            IsFailOpen = isAdopted ? present.IsFailOpen : true,
            Backends = backends,
            HealthChecker = isAdopted ? present.HealthChecker : BalancerStep.HealthCheckOf(cloud, port),
        };
        Settle(context);
        var intent = context.Journal.Begin(
            Id, "UpdateBackendSet", JsonSerializer.SerializeToUtf8Bytes(details), context.Epoch);
        string? work;
        try
        {
            work = (await cloud.Clients.Balancers.UpdateBackendSetAsync(
                balancer.Value, BalancerStep.BackendSetOf(cloud.Site, port), details, intent.Token, null, cancellation))
                .WorkRequestId;
            context.Journal.Succeed(intent, null);
        }
        catch (OciException refusal) when (!refusal.MayHaveActed)
        {
            context.Journal.Fail(intent, refusal.Message);
            throw;
        }

        await WaitAsync(context, port, work, Marked(backends), cancellation);
    }

    private Task WaitAsync(
        StepContext context, int port, string? work, string wanted, CancellationToken cancellation) =>
        Polling.UntilAsync(
            context, $"the backends of {balancer.Value}", Expected, async () =>
            {
                var now = (await cloud.Clients.Balancers.GetNetworkLoadBalancerAsync(
                    balancer.Value, cancellation)).Value;
                if (now.LifecycleState is not (LifecycleState.Active or LifecycleState.Updating or LifecycleState.Creating))
                {
                    throw new InvalidOperationException(
                        $"{balancer.Value} ended as {now.LifecycleState}. Delete it in the cloud's console and apply "
                        + "again.");
                }

                var backends = now.BackendSets?.GetValueOrDefault(BalancerStep.BackendSetOf(cloud.Site, port))?.Backends ?? [];
                if (now.LifecycleState != LifecycleState.Active)
                {
                    return null;
                }

                if (Marked(backends) == wanted)
                {
                    return now;
                }

                // At rest again and not as asked for: the work request knows why.
                await RefuseFailureAsync(work, cancellation);
                return null;
            },
            cancellation);

    private async Task RefuseFailureAsync(string? work, CancellationToken cancellation)
    {
        if (work is null || (await cloud.Clients.Balancers.GetWorkRequestAsync(work, cancellation)).Value.Status
            is not (WorkRequestStatus.Failed or WorkRequestStatus.Canceled))
        {
            return;
        }

        var errors = await cloud.Clients.Balancers.ListWorkRequestErrorsAsync(
            work, cloud.Compartment, cancellation)
            .Select(error => error.Message).ToListAsync(cancellation);
        throw new InvalidOperationException(
            $"The backends of {balancer.Value} could not be changed: {string.Join(" ", errors)} (work request {work}). Apply "
            + "again.");
    }

    private async Task<BackendSet> SetOfAsync(int port, CancellationToken cancellation) =>
        (await cloud.Clients.Balancers.GetBackendSetAsync(
            balancer.Value, BalancerStep.BackendSetOf(cloud.Site, port), cancellation)).Value;

    // A node that somebody drains stays drained.
    private IReadOnlyList<Backend> Wanted(int port, IReadOnlyList<Backend> present) =>
    [
        .. addresses.Select(address =>
        {
            var known = present.FirstOrDefault(backend => AddressOf(backend) == address.Value && backend.Port == port);
            return new Backend
            {
                Name = $"{address.Value}:{port}",
                IpAddress = address.Value,
                Port = port,
                Weight = known?.Weight ?? DefaultWeight,
                IsDrain = known?.IsDrain ?? false,
                IsBackup = false,
                IsOffline = false,
            };
        }),
    ];

    // The console takes instances as backends: such a one may bear the instance's OCID alone.
    private string? AddressOf(Backend backend)
    {
        var target = Enumerable.Range(0, instances.Count)
            .FirstOrDefault(index => instances[index].Value == backend.TargetId, -1);
        return backend.IpAddress ?? (target < 0 ? backend.TargetId : addresses[target].Value);
    }

    private string Marked(IEnumerable<Backend> backends) =>
        string.Join(", ", backends.Select(backend => $"{AddressOf(backend)}:{backend.Port} {backend.IsDrain ?? false}")
            .Order(StringComparer.Ordinal));

    private string Text(IEnumerable<Backend> backends) =>
        string.Join(", ", backends.Select(backend => $"{AddressOf(backend)}:{backend.Port}")
            .Order(StringComparer.Ordinal));
}
