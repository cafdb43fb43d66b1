using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "cloud")]
public sealed class CrashTests
{
    public enum Moment
    {
        AfterIntent,
        BeforeOutcome,
        AfterOutcome,
    }

    [Theory]
    [InlineData(Moment.AfterIntent)]
    [InlineData(Moment.BeforeOutcome)]
    [InlineData(Moment.AfterOutcome)]
    [Trait("Feature", "45")]
    [Trait("Feature", "46")]
    public async Task When_killed_at_a_journal_write_the_next_apply_creates_nothing_twice(Moment moment)
    {
        await using var bed = await CloudTestBed.StartAsync();
        var cloud = new CloudSite(CloudTestBed.Site(), bed.Access().Connect(CloudTestBed.Site().Cloud));
        using (var store = bed.OpenStore())
        {
            var journal = new DyingJournal(store.Journal("campus"), moment);
            var outcome = await RunAsync(store, journal, cloud);
            Assert.Equal(["network/vcn: Killed."], outcome.Errors);
        }

        using var again = bed.OpenStore();
        var second = await RunAsync(again, again.Journal("campus"), cloud);

        Assert.Empty(second.Errors);
        var vcns = await cloud.Clients.Network.ListVcnsAsync(
            new ListVcnsQuery { CompartmentId = cloud.Compartment }, CancellationToken.None).ToListAsync();
        var vcn = Assert.Single(vcns);
        Assert.Equal(vcn.Id, again.Steps("campus").Find("network/vcn")!.Resource);
        Assert.Null(again.Journal("campus").FindUnanswered("network/vcn"));
    }

    [Fact]
    public async Task A_coordinator_that_lost_its_store_finds_the_resources_by_their_tags()
    {
        await using var bed = await CloudTestBed.StartAsync();
        var cloud = new CloudSite(CloudTestBed.Site(), bed.Access().Connect(CloudTestBed.Site().Cloud));
        using (var store = bed.OpenStore())
        {
            await RunAsync(store, store.Journal("campus"), cloud);
        }

        Directory.Delete(bed.StoreFolder, recursive: true);
        using var anew = bed.OpenStore();
        var outcome = await RunAsync(anew, anew.Journal("campus"), cloud);

        Assert.False(outcome.Changed);
        Assert.NotNull(anew.Steps("campus").Find("network/vcn")!.Resource);
    }

    private static async Task<ApplyOutcome> RunAsync(SiteStore store, IJournal journal, CloudSite cloud)
    {
        var context = new StepContext
        {
            Journal = journal,
            States = store.Steps("campus"),
            Limits = new Limits { ShortestPoll = TimeSpan.FromMilliseconds(5) },
            Time = TimeProvider.System,
            Epoch = 1,
            Report = _ => { },
        };
        var plan = await new Planner(context).PlanAsync(
            Graph.Of([new VcnStep(cloud, "network/vcn")]), CancellationToken.None);
        return await new Apply(context, new EventList()).RunAsync(plan, CancellationToken.None);
    }

    /// <summary>A journal of a process that ends at one moment.</summary>
    private sealed class DyingJournal(IJournal real, Moment moment) : IJournal
    {
        public int Count => real.Count;

        public Intent Begin(string step, string operation, ReadOnlySpan<byte> body, long epoch)
        {
            var intent = real.Begin(step, operation, body, epoch);
            return moment == Moment.AfterIntent ? throw new InvalidOperationException("Killed.") : intent;
        }

        public void Succeed(Intent intent, string? resource)
        {
            if (moment == Moment.AfterOutcome)
            {
                real.Succeed(intent, resource);
            }

            throw new InvalidOperationException("Killed.");
        }

        public void Fail(Intent intent, string error) => real.Fail(intent, error);

        public Intent? FindUnanswered(string step) => real.FindUnanswered(step);

        public string? FindResource(string step) => real.FindResource(step);
    }
}
