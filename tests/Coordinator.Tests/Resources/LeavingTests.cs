using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>What leaves a live site leaves its users first.</summary>
[Trait("Ring", "cloud")]
public sealed class LeavingTests
{
    [Fact]
    [Trait("Feature", "29")]
    [Trait("Feature", "61")]
    public async Task A_replica_is_out_of_the_reads_before_it_is_deleted()
    {
        await using var bed = await CloudTestBed.StartAsync();
        await ApplyAsync(bed, CloudTestBed.Site(replicas: 2));
        var cloud = bed.Access().Connect(CloudTestBed.Site().Cloud);
        var before = await ReplicasAsync(cloud);
        var reads = new Withdrawals(async () => await ReplicasAsync(cloud));
        bed.Reads = reads;

        await ApplyAsync(bed, CloudTestBed.Site(replicas: 1));

        var (withdrawn, present) = Assert.Single(reads.All);
        Assert.Contains(withdrawn.Address, present);
        Assert.Equal(before.Order(), present.Order());
        Assert.Equal(before.Except([withdrawn.Address]), await ReplicasAsync(cloud));
    }

    [Fact]
    [Trait("Feature", "22")]
    public async Task A_node_is_drained_at_the_balancer_before_it_leaves_it()
    {
        await using var bed = await CloudTestBed.StartAsync();
        await ApplyAsync(bed, CloudTestBed.Site(nodes: 3));
        var cloud = bed.Access().Connect(CloudTestBed.Site().Cloud);
        using var store = bed.OpenStore();
        var balancer = store.Steps("campus").Find(StepIds.Balancer)!.Resource!;
        var all = (await BackendsAsync(cloud, balancer)).Select(backend => backend.IpAddress).ToList();

        IReadOnlyList<Backend> drained = [];
        bed.Limits = bed.Limits with { Drain = TimeSpan.FromMilliseconds(7) };
        bed.Time = new WatchedTime(bed.Limits.Drain, () => drained = BackendsAsync(cloud, balancer).GetAwaiter().GetResult());
        await ApplyAsync(bed, CloudTestBed.Site(nodes: 2));

        var after = await BackendsAsync(cloud, balancer);
        Assert.Equal(3, drained.Count);
        Assert.Equal(
            all.Except(after.Select(backend => backend.IpAddress)),
            drained.Where(backend => backend.IsDrain == true).Select(backend => backend.IpAddress));
        Assert.Equal([false, false], after.Select(backend => backend.IsDrain ?? false));
    }

    private static async Task ApplyAsync(CloudTestBed bed, Site site)
    {
        var (ended, _) = await bed.ApplyAsync(site);
        Assert.True(ended.Error.Length == 0, ended.Error);
    }

    private static async Task<List<string>> ReplicasAsync(CloudClients cloud) =>
        await cloud.MySql.ListReplicasAsync(new ListReplicasQuery { CompartmentId = cloud.Tenancy }, CancellationToken.None)
            .Where(replica => replica.LifecycleState == "ACTIVE").Select(replica => replica.IpAddress!).ToListAsync();

    private static async Task<IReadOnlyList<Backend>> BackendsAsync(CloudClients cloud, string balancer) =>
        (await cloud.Balancers.GetBackendSetAsync(
            balancer, BalancerStep.BackendSetOf(CloudTestBed.Site(), 80), CancellationToken.None)).Value.Backends ?? [];

    private sealed class Withdrawals(Func<Task<List<string>>> look) : IReadWithdrawal
    {
        public List<(Endpoint Replica, List<string> Present)> All { get; } = [];

        public async Task WithdrawAsync(Endpoint replica, CancellationToken cancellation) =>
            All.Add((replica, await look()));
    }

    /// <summary>The system's clock, and a look at the world whenever a wait of this length begins.</summary>
    private sealed class WatchedTime(TimeSpan wait, Action look) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == wait)
            {
                look();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
