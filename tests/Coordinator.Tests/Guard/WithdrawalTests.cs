using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Testing;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Guard;

[Trait("Feature", "61")]
public sealed class WithdrawalTests : IDisposable
{
    private static readonly Endpoint Replica = new("10.0.2.11", 3306);

    private readonly FakeTimeProvider time = new();
    private readonly GuardLimits limits = new();
    private readonly SiteStore store;
    private readonly ReadGuard guard;

    public WithdrawalTests()
    {
        store = SiteStore.InMemory(time, _ => { });
        guard = new ReadGuard(store, new Sessions(time), limits, time, NullLogger<ReadGuard>.Instance);
    }

    [Fact]
    public async Task A_withdrawal_lasts_until_the_list_went_out_and_the_pages_that_began_with_it_are_over() =>
        await LastsAsync(limits.Refresh + limits.Interval + limits.Drain);

    [Fact]
    public async Task When_a_node_is_not_connected_its_lease_is_waited_for()
    {
        SiteDeployment.Remember(store.Documents, ExampleSite.Of(1, 1), new Artifact(new string('b', 64), 1));

        await LastsAsync(limits.Refresh + limits.Interval + limits.Lease + limits.Drain);
    }

    public void Dispose()
    {
        guard.Dispose();
        store.Dispose();
    }

    private async Task LastsAsync(TimeSpan wanted)
    {
        var withdrawal = guard.WithdrawAsync(Replica, CancellationToken.None);
        time.Advance(wanted - TimeSpan.FromMilliseconds(1));
        Assert.False(withdrawal.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await withdrawal.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
