using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.VirtualNetwork;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "cloud")]
public sealed class RepeatedKillTests
{
    private const int MostKills = 200;

    [Fact]
    [Trait("Feature", "45")]
    [Trait("Feature", "46")]
    [Trait("Feature", "47")]
    public async Task When_killed_at_journal_writes_again_and_again_the_site_is_made_once()
    {
        await using var bed = await CloudTestBed.StartAsync();
        var site = CloudTestBed.Site();
        var clients = bed.Access().Connect(site.Cloud);
        var kills = 0;
        while (!await ApplyUntilKilledAsync(bed, clients, writes: 2 + (kills % 4), isWritten: kills % 2 == 0))
        {
            kills++;
            Assert.True(kills < MostKills, "The apply makes no progress.");
        }

        Assert.True(kills > 10, $"Only {kills} kills.");
        var compartment = clients.Tenancy;
        var none = CancellationToken.None;
        Assert.Single(await clients.Network.ListVcnsAsync(
            new ListVcnsQuery { CompartmentId = compartment }, none).ToListAsync());
        Assert.Equal(3, (await clients.Network.ListSubnetsAsync(
            new ListSubnetsQuery { CompartmentId = compartment }, none).ToListAsync()).Count);
        Assert.Equal(2, (await clients.Compute.ListInstancesAsync(
            new ListInstancesQuery { CompartmentId = compartment }, none).ToListAsync()).Count);
        Assert.Single(await clients.MySql.ListDbSystemsAsync(
            new ListDbSystemsQuery { CompartmentId = compartment }, none).ToListAsync());
        Assert.Equal(2, (await clients.MySql.ListReplicasAsync(
            new ListReplicasQuery { CompartmentId = compartment }, none).ToListAsync()).Count);
        Assert.Single(await clients.Balancers.ListNetworkLoadBalancersAsync(
            new ListNetworkLoadBalancersQuery { CompartmentId = compartment }, none).ToListAsync());

        var results = bed.Fleet.Applied.Select(run => run.Request).GroupBy(request => request.RunId);
        Assert.All(results, run => Assert.Single(run.Select(request => request.Spec.ToString()).Distinct()));
        var (ended, _) = await bed.ApplyAsync(site);
        Assert.True(ended.Error.Length == 0, ended.Error);
        Assert.False(ended.Changed);
        Assert.All(bed.Fleet.Applied, run => Assert.Equal(RunMode.Apply, run.Request.Mode));
    }

    private static async Task<bool> ApplyUntilKilledAsync(
        CloudTestBed bed, CloudClients clients, int writes, bool isWritten)
    {
        using var store = bed.OpenStore();
        var parts = new SiteParts
        {
            Fleet = bed.Fleet,
            Bootstrap = bed.Fleet,
            Databases = bed.Databases,
            Prover = bed.Prover,
            Secrets = store.Secrets,
            Control = new ControlSettings(),
        };
        var graph = SiteGraph.Build(new CloudSite(CloudTestBed.Site(), clients), parts, bed.Artifact);
        var context = new StepContext
        {
            Journal = new CountingJournal(store.Journal("campus"), writes, isWritten),
            States = store.Steps("campus"),
            Limits = new Limits { ShortestPoll = TimeSpan.FromMilliseconds(5) },
            Time = TimeProvider.System,
            Epoch = 1,
            Report = _ => { },
        };
        var plan = await new Planner(context).PlanAsync(graph, CancellationToken.None);
        var outcome = await new Apply(context, new EventList()).RunAsync(plan, CancellationToken.None);
        Assert.All(outcome.Errors, error => Assert.EndsWith(": Killed.", error, StringComparison.Ordinal));
        return outcome.Errors.Count == 0;
    }

    /// <summary>A journal of a process that is killed at its nth write: just after it, or just before. From then on
    /// nothing is written.</summary>
    private sealed class CountingJournal(IJournal real, int writes, bool isWritten) : IJournal
    {
        private readonly Lock gate = new();
        private int left = writes;

        public int Count => real.Count;

        public Intent Begin(string step, string operation, ReadOnlySpan<byte> body, long epoch)
        {
            lock (gate)
            {
                Spend();
                var intent = real.Begin(step, operation, body, epoch);
                return left == 0 ? throw new InvalidOperationException("Killed.") : intent;
            }
        }

        public void Succeed(Intent intent, string? resource) => End(() => real.Succeed(intent, resource));

        public void Fail(Intent intent, string error) => End(() => real.Fail(intent, error));

        public Intent? FindUnanswered(string step) => real.FindUnanswered(step);

        public string? FindResource(string step) => real.FindResource(step);

        private void End(Action write)
        {
            lock (gate)
            {
                Spend();
                write();
                if (left == 0)
                {
                    throw new InvalidOperationException("Killed.");
                }
            }
        }

        private void Spend()
        {
            if (left <= 0 || (left == 1 && !isWritten))
            {
                left = 0;
                throw new InvalidOperationException("Killed.");
            }

            left--;
        }
    }
}
