using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Tests.Resources;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Care for a site whose cloud is the local one's API and whose agents are scripted.</summary>
[Trait("Ring", "cloud")]
public sealed class CareTests
{
    private static readonly CareLimits Limits = new()
    {
        Drain = TimeSpan.Zero,
        Healthy = TimeSpan.FromSeconds(2),
        Interval = TimeSpan.FromMilliseconds(20),
    };

    private static readonly Artifact Next = new(new string('c', 64), 54321);
    private readonly List<string> said = [];

    [Fact]
    [Trait("Feature", "23")]
    [Trait("Feature", "24")]
    public async Task Rolling_work_drains_one_node_after_the_other_and_lets_each_in_again()
    {
        await using var bed = await AppliedAsync(nodes: 3);
        using var store = bed.OpenStore();
        var site = CareSite.Open(store, bed.Access());
        var before = bed.Fleet.Applied.Count();

        await RolloutOf(site, bed).RunAsync(new RollRequest { Work = RollWork.RestartServices }, CancellationToken.None);

        Assert.Equal(["web-1", "web-2", "web-3"], bed.Fleet.Applied.Skip(before).Select(run => run.Node));
        Assert.Equal(
            ["web-1 draining", "web-1 working", "web-1 waiting for its health", "web-1 serves again", "web-2 draining"],
            said.Take(5));
        Assert.Equal([false, false, false], await DrainsAsync(site));
    }

    [Fact]
    [Trait("Feature", "23")]
    public async Task When_a_node_fails_the_rest_is_not_touched_and_a_healthy_node_goes_back()
    {
        await using var bed = await AppliedAsync(nodes: 3);
        using var store = bed.OpenStore();
        var site = CareSite.Open(store, bed.Access());
        bed.Fleet.FailingTask = "start/httpd.service";

        var failure = await Assert.ThrowsAsync<CareException>(() => RolloutOf(site, bed).RunAsync(
            new RollRequest { Work = RollWork.RestartServices, MaxUnavailable = 2 }, CancellationToken.None));

        Assert.Contains("web-1: start/httpd.service failed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Stopped here; not touched: web-3.", failure.Message, StringComparison.Ordinal);
        Assert.Equal([false, false, false], await DrainsAsync(site));
    }

    [Fact]
    [Trait("Feature", "26")]
    public async Task When_a_batch_fails_it_goes_back_as_a_whole_and_the_rest_is_not_touched()
    {
        await using var bed = await AppliedAsync(nodes: 4);
        using var store = bed.OpenStore();
        var site = CareSite.Open(store, bed.Access());
        var next = site.Site with { Settings = new Dictionary<string, string> { ["greeting"] = "hello" } };
        Assert.Null(Rollout.Refusal(site.Site, next));
        var before = bed.Fleet.Applied.Count();
        bed.Fleet.FailsOn = ("web-2", "app/config", "hello");

        var failure = await Assert.ThrowsAsync<CareException>(() => RolloutOf(site, bed, next).RunAsync(
            new RollRequest { Work = RollWork.Application, MaxUnavailable = 2 }, CancellationToken.None));

        Assert.Contains("Gone back: web-1, web-2.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Stopped here; not touched: web-3, web-4.", failure.Message, StringComparison.Ordinal);
        var runs = bed.Fleet.Applied.Skip(before).ToList();
        Assert.DoesNotContain(runs, run => run.Node is "web-3" or "web-4");
        foreach (var node in (string[])["web-1", "web-2"])
        {
            var configs = runs.Where(run => run.Node == node).Select(
                run => run.Request.Spec.Tasks.Single(task => task.Id == "app/config").File.Content.ToStringUtf8()).ToList();
            Assert.Equal([true, false], configs.Select(config => config.Contains("hello", StringComparison.Ordinal)));
        }

        Assert.All(runs, run => Assert.Equal($"node/{run.Node}/app", run.Request.Part));
        Assert.Equal([false, false, false, false], await DrainsAsync(site));
    }

    [Fact]
    [Trait("Feature", "23")]
    public async Task Settings_are_rolled_out_node_after_node_and_another_change_is_refused()
    {
        await using var bed = await AppliedAsync(nodes: 2);
        using var store = bed.OpenStore();
        var site = CareSite.Open(store, bed.Access());
        var next = site.Site with { Settings = new Dictionary<string, string> { ["greeting"] = "hello" } };
        var before = bed.Fleet.Applied.Count();

        await RolloutOf(site, bed, next).RunAsync(new RollRequest { Work = RollWork.Application }, CancellationToken.None);

        Assert.All(bed.Fleet.Applied.Skip(before), run => Assert.Contains(
            "hello", run.Request.Spec.Tasks.Single(task => task.Id == "app/config").File.Content.ToStringUtf8(),
            StringComparison.Ordinal));
        Assert.Contains(
            "moodlectl apply", Rollout.Refusal(site.Site, next with { Database = next.Database with { Replicas = 1 } }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 9, "web-1 web-2|web-3")]
    [InlineData(1, 1, "web-1")]
    [InlineData(4, 2, "web-1 web-2|web-3 web-4")]
    public void A_batch_leaves_one_node_at_least_in_the_balancer(int nodes, int most, string batches)
    {
        List<string> all = [.. Enumerable.Range(1, nodes).Select(number => $"web-{number}")];

        Assert.Equal(batches, string.Join('|', Rollout.Batches(all, [], most).Select(batch => string.Join(' ', batch))));
        Assert.Throws<CareException>(() => Rollout.Batches(all, ["web-9"], most));
    }

    [Fact]
    [Trait("Feature", "27")]
    public async Task An_upgrade_closes_the_site_switches_all_nodes_and_touches_the_database_once()
    {
        await using var bed = await AppliedAsync(nodes: 2);
        using var store = bed.OpenStore();
        var site = CareSite.Open(store, bed.Access());
        var before = bed.Fleet.Applied.Count();

        await UpgradeOf(site, bed).RunAsync(NextSite(site), Next, "", CancellationToken.None);

        var runs = bed.Fleet.Applied.Skip(before).ToList();
        Assert.Single(runs, run => run.Request.Spec.Tasks.Any(task => task.Id == "upgrade/run"));
        int At(Func<TaskSpec, bool> which) => runs.FindIndex(run => run.Request.Spec.Tasks.Any(which));
        var closed = At(task => task.Id == "maintenance" && task.File.Content.Length > 0);
        var switched = At(task => task.Id == "app/code" && task.Archive.Sha256 == Next.Sha256);
        var upgraded = At(task => task.Id == "upgrade/run");
        var open = At(task => task.Id == "maintenance" && task.File.Content.Length == 0);
        Assert.True(closed < switched && switched < upgraded && upgraded < open, $"{closed} {switched} {upgraded} {open}");
        Assert.Equal("upgrade/nothing-pending", runs[upgraded].Request.Spec.Tasks[1].Id);
    }

    [Fact]
    [Trait("Feature", "27")]
    public async Task When_an_upgrade_fails_before_the_database_is_touched_it_goes_back_by_itself()
    {
        await using var bed = await AppliedAsync(nodes: 2);
        using var store = bed.OpenStore();
        var site = CareSite.Open(store, bed.Access());
        bed.Fleet.FailingTask = "cron/drain";

        var failure = await Assert.ThrowsAsync<CareException>(
            () => UpgradeOf(site, bed).RunAsync(NextSite(site), Next, "", CancellationToken.None));

        Assert.Contains("The site is as it was, on 4.4.", failure.Message, StringComparison.Ordinal);
        var last = bed.Fleet.Applied.Where(run => run.Node == "web-2").ToList();
        Assert.Equal(
            bed.Artifact.Sha256,
            last.SelectMany(run => run.Request.Spec.Tasks).Last(task => task.Id == "app/code").Archive.Sha256);
        Assert.Empty(last.SelectMany(run => run.Request.Spec.Tasks).Last(task => task.Id == "maintenance").File.Content);
        Assert.False(last.SelectMany(run => run.Request.Spec.Tasks).Last(task => task.Timer is not null).Timer.Absent);
    }

    [Fact]
    [Trait("Feature", "27")]
    public async Task When_the_database_cannot_be_brought_to_the_new_code_the_site_stays_closed_and_the_way_back_is_told()
    {
        await using var bed = await AppliedAsync(nodes: 2);
        using var store = bed.OpenStore();
        var site = CareSite.Open(store, bed.Access());
        bed.Fleet.FailingTask = "upgrade/run";

        var failure = await Assert.ThrowsAsync<CareException>(
            () => UpgradeOf(site, bed).RunAsync(NextSite(site), Next, "campus-1", CancellationToken.None));

        Assert.Contains("snapshot named campus-1", failure.Message, StringComparison.Ordinal);
        var last = bed.Fleet.Applied.SelectMany(run => run.Request.Spec.Tasks).Last(task => task.Id == "maintenance");
        Assert.NotEmpty(last.File.Content);
    }

    [Theory]
    [InlineData("4.5", true, null)]
    [InlineData("4.4", true, null)]
    [InlineData("5.0.2", true, null)]
    [InlineData("4.10", true, null)]
    [InlineData("4.3.9", true, "older than")]
    [InlineData("3.11", true, "older than")]
    [InlineData("4.5", false, "no upgrade by command")]
    public void A_downgrade_is_refused_before_anything_changes(string version, bool hasUpgrade, string? reason)
    {
        var now = CloudTestBed.Site();
        var next = now with { Release = now.Release with { Version = version } };

        var refusal = Upgrade.Refusal(now, next, hasUpgrade);

        Assert.Equal(reason is null, refusal is null);
        Assert.Contains(reason ?? "", refusal ?? "", StringComparison.Ordinal);
        Assert.NotNull(Upgrade.Refusal(now, next with { Name = "other" }, true));
    }

    [Fact]
    public async Task An_older_release_in_the_site_file_is_refused_by_plan_and_apply_before_anything_changes()
    {
        await using var bed = await AppliedAsync(nodes: 1);
        var before = bed.Fleet.Runs.Count;
        var older = CloudTestBed.Site(1) with { Release = CloudTestBed.Site().Release with { Version = "4.3.9" } };

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => bed.ApplyAsync(older));

        Assert.Contains("older than 4.4, which is installed", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, bed.Fleet.Runs.Count);
        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => deployment.PlanAsync(older, bed.Artifact, CancellationToken.None));
        Assert.Equal("4.4", SiteDeployment.SiteOf(store.Documents)!.Release.Version);
    }

    [Fact]
    [Trait("Feature", "30")]
    public async Task A_backup_has_both_halves_under_one_name()
    {
        await using var bed = await AppliedAsync(nodes: 1);
        using var store = bed.OpenStore();
        var data = new ScriptedData();
        var backups = new Backups(CareSite.Open(store, bed.Access()), data, Limits, TimeProvider.System);
        var marked = "";

        var name = await backups.CreateAsync(
            mark =>
            {
                marked = mark;
                return Task.CompletedTask;
            },
            said.Add, CancellationToken.None);

        Assert.Equal(name, marked);
        Assert.Equal([name], data.Marks);
        var backup = Assert.Single(await backups.ListAsync(CancellationToken.None));
        Assert.Equal((name, "ACTIVE", "ACTIVE"), (backup.Name, backup.DatabaseState, backup.SnapshotState));
        Assert.StartsWith("campus-", name, StringComparison.Ordinal);
        Assert.Equal("4.4", backup.Release);
    }

    [Fact]
    [Trait("Feature", "28")]
    public async Task A_switchover_gives_the_primary_role_to_another_domain_and_a_single_member_has_none_to_give_it_to()
    {
        await using var bed = await AppliedAsync(nodes: 1);
        using var store = bed.OpenStore();
        var site = CareSite.Open(store, bed.Access());
        var system = site.Resource(StepIds.DbSystem);
        var before = (await site.Cloud.MySql.GetDbSystemAsync(system, CancellationToken.None)).Value;

        var place = await new Switchover(site, Limits, TimeProvider.System).RunAsync(said.Add, CancellationToken.None);

        var after = (await site.Cloud.MySql.GetDbSystemAsync(system, CancellationToken.None)).Value;
        Assert.NotEqual((before.AvailabilityDomain, before.FaultDomain), (after.AvailabilityDomain, after.FaultDomain));
        Assert.Contains(place, new[] { after.AvailabilityDomain, after.FaultDomain });
        Assert.Equal(before.IpAddress, after.IpAddress);
    }

    [Fact]
    public async Task Care_before_there_is_a_site_says_so()
    {
        await using var bed = await CloudTestBed.StartAsync();
        using var store = bed.OpenStore();

        Assert.Contains(
            "moodlectl apply", Assert.Throws<CareException>(() => CareSite.Open(store, bed.Access())).Message,
            StringComparison.Ordinal);
    }

    private static async Task<CloudTestBed> AppliedAsync(int nodes)
    {
        var bed = await CloudTestBed.StartAsync();
        var (ended, _) = await bed.ApplyAsync(CloudTestBed.Site(nodes));
        Assert.True(ended.Error.Length == 0, ended.Error);
        return bed;
    }

    private static Sites.Site NextSite(CareSite site) =>
        site.Site with { Release = site.Site.Release with { Version = "4.5" } };

    private Rollout RolloutOf(CareSite site, CloudTestBed bed, Sites.Site? next = null) => new(
        site, next, new NodeWork(bed.Fleet, Limits, 1), new BalancerDrain(site, Limits, TimeProvider.System), bed.Fleet, Limits,
        (node, message) =>
        {
            lock (said)
            {
                said.Add($"{node} {message}");
            }
        });

    private Upgrade UpgradeOf(CareSite site, CloudTestBed bed) =>
        new(site, new NodeWork(bed.Fleet, Limits, 1), (_, message) => said.Add(message));

    private static async Task<List<bool>> DrainsAsync(CareSite site)
    {
        var set = await site.Cloud.Balancers.GetBackendSetAsync(
            site.Resource(StepIds.Balancer), BalancerStep.BackendSetOf(site.Site, 80), CancellationToken.None);
        return [.. set.Value.Backends!.Select(backend => backend.IsDrain == true)];
    }
}
