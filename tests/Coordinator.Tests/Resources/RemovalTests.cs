using System.Text.Json.Nodes;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

/// <summary>Deletion as an action of its own: what the site does not want any more, and the whole site.</summary>
[Trait("Ring", "cloud")]
public sealed class RemovalTests(CloudKeys keys) : IClassFixture<CloudKeys>
{
    [Fact]
    public async Task Fewer_nodes_and_replicas_are_planned_as_deletions_and_go_in_the_right_order()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        Assert.Equal("", (await cloud.ApplyAsync(CloudTestBed.Site(nodes: 3))).Error);
        var site = CloudTestBed.Site(nodes: 2, replicas: 1);

        var plan = await cloud.PlanAsync(site);
        var events = new EventList();
        var ended = await cloud.UseAsync((deployment, _) => deployment.ApplyAsync(
            site, new Artifact(new string('b', 64), 12345), events, CancellationToken.None));

        Assert.Equal(
            ["database/replica-2", "node/web-3/instance", "node/web-3/session"],
            plan.Steps.Where(step => step.Action == StepAction.Delete).Select(step => step.Step).Order());
        Assert.Equal("", ended.Error);
        var order = events.Events.Select(entry => entry.StepEnded?.Step).OfType<string>().ToList();
        Assert.True(order.IndexOf("balancer/backends") < order.IndexOf("node/web-3/session"));
        Assert.True(order.IndexOf("node/web-3/session") < order.IndexOf("node/web-3/instance"));
        Assert.True(order.IndexOf("node/web-1/app") < order.IndexOf("database/replica-2"));
        Assert.False(cloud.Fleet.IsConnected("web-3"));
        var census = await cloud.CensusAsync();
        Assert.Contains("instance 2", census);
        Assert.Contains("mysqlreplica 1", census);
        Assert.False((await cloud.ApplyAsync(site)).Changed);
    }

    [Fact]
    public async Task A_node_that_was_removed_and_comes_back_is_a_new_one()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await cloud.ApplyAsync(CloudTestBed.Site(nodes: 2));
        var before = (await cloud.LiveAsync()).Where(resource => resource.Kind == "instance").ToList();
        await cloud.ApplyAsync(CloudTestBed.Site(nodes: 1));

        Assert.Equal("", (await cloud.ApplyAsync(CloudTestBed.Site(nodes: 2))).Error);

        var after = (await cloud.LiveAsync()).Where(resource => resource.Kind == "instance").ToList();
        Assert.Equal(2, after.Count);
        Assert.Single(after.Select(resource => resource.Id).Intersect(before.Select(resource => resource.Id)));
    }

    [Fact]
    [Trait("Feature", "50")]
    public async Task A_destroy_leaves_nothing_but_the_final_backup()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await cloud.ApplyAsync();

        var ended = await cloud.DestroyAsync(withData: true);

        Assert.Equal("", ended.Error);
        Assert.Empty(await cloud.LiveAsync());
        Assert.Equal(1, await cloud.CountAsync("mysqlbackup"));
        Assert.True(await cloud.UseAsync((_, store) => Task.FromResult(store.Steps("campus").All.Count == 0)));
        var again = await cloud.DestroyAsync(withData: true);
        Assert.Equal("", again.Error);
        Assert.False(again.Changed);
    }

    [Fact]
    [Trait("Feature", "50")]
    public async Task A_destroy_that_says_nothing_of_the_data_keeps_it_and_the_next_apply_takes_it_up_again()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await cloud.ApplyAsync();
        var data = await DataAsync(cloud);

        Assert.Equal("", (await cloud.DestroyAsync(withData: false)).Error);

        Assert.Equal(
            [
                "filesystem 1", "mysqldbsystem 1", "natgateway 1", "routetable 1", "securitylist 1", "servicegateway 1",
                "subnet 1", "vcn 1",
            ],
            await cloud.CensusAsync());
        Assert.Equal("", (await cloud.ApplyAsync()).Error);
        Assert.Equal(data, await DataAsync(cloud));
        Assert.False((await cloud.ApplyAsync()).Changed);
    }

    [Fact]
    public async Task When_the_file_system_would_go_without_a_copy_the_destroy_is_refused()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await cloud.ApplyAsync();
        var before = await cloud.LiveAsync();

        var ended = await cloud.UseAsync((deployment, _) => deployment.DestroyAsync(
            new DestroyScope(WithData: true, WithoutCopy: false), new EventList(), CancellationToken.None));

        Assert.Contains("--no-storage-copy", ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, await cloud.LiveAsync());
    }

    [Theory]
    [InlineData("FAILED")]
    [InlineData("NEEDS_ATTENTION")]
    [Trait("Feature", "33")]
    public async Task When_a_replica_is_broken_it_is_replaced(string state)
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await cloud.ApplyAsync();
        var victim = (await cloud.LiveAsync()).First(resource => resource.Kind == "mysqlreplica").Id;
        await cloud.SetAsync("resources/" + victim, new JsonObject { ["lifecycleState"] = state });

        var plan = await cloud.PlanAsync(CloudTestBed.Site());
        var ended = await cloud.ApplyAsync();

        Assert.Single(plan.Steps, step => step.Action == StepAction.Replace);
        Assert.Equal("", ended.Error);
        var live = await cloud.LiveAsync();
        Assert.DoesNotContain(live, resource => resource.Id == victim);
        Assert.Equal(2, live.Count(resource => resource.Kind == "mysqlreplica"));
        Assert.False((await cloud.ApplyAsync()).Changed);
    }

    [Fact]
    public async Task When_a_step_has_two_resources_the_one_that_the_store_does_not_know_goes()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await cloud.ApplyAsync();
        var known = (await cloud.LiveAsync()).Single(resource => resource.Kind == "internetgateway").Id;
        var list = (await cloud.LiveAsync()).First(resource => resource.Kind == "securitylist").Id;
        await cloud.SetAsync("resources/" + list, new JsonObject
        {
            ["freeformTags"] = new JsonObject { [CloudSite.SiteTag] = "campus", [CloudSite.StepTag] = "network/old-list" },
        });

        var stranger = (await cloud.LiveAsync()).Last(resource => resource.Kind == "routetable").Id;
        await cloud.SetAsync("resources/" + stranger, new JsonObject
        {
            ["freeformTags"] = new JsonObject { [CloudSite.SiteTag] = "campus", [CloudSite.StepTag] = "network/internet-gateway" },
        });

        var plan = await cloud.PlanAsync(CloudTestBed.Site());

        Assert.Equal(
            [$"network/internet-gateway#{stranger[^8..]}", "network/old-list"],
            plan.Steps.Where(step => step.Action == StepAction.Delete).Select(step => step.Step).Order());
        Assert.Contains(await cloud.LiveAsync(), resource => resource.Id == known);
    }

    [Fact]
    [Trait("Feature", "33")]
    public async Task Drift_names_the_field_that_was_changed_and_what_was_deleted_behind_our_back()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await cloud.ApplyAsync();
        Assert.Empty((await DriftAsync(cloud)).Steps);
        var live = await cloud.LiveAsync();
        var table = live.First(resource => resource.Kind == "routetable").Id;
        var instance = live.First(resource => resource.Kind == "instance").Id;
        await cloud.SetAsync("resources/" + table, new JsonObject { ["routeRules"] = new JsonArray() });
        await cloud.DeleteAsync(instance);

        var drift = await DriftAsync(cloud);

        Assert.Contains(drift.Steps, step => step.Action == StepAction.Update
            && step.Differences.Any(difference => difference.StartsWith("routeRules:", StringComparison.Ordinal)));
        Assert.Contains(drift.Steps, step => step.Action == StepAction.Create
            && step.Step.EndsWith("/instance", StringComparison.Ordinal));
        Assert.Equal("", (await cloud.ApplyAsync()).Error);
        Assert.Empty((await DriftAsync(cloud)).Steps);
    }

    [Fact]
    public async Task When_a_work_request_fails_the_apply_says_so_at_once()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        await cloud.SetAsync("faults", Fault.EndsFailed.For("UpdateBackendSet"));

        var failed = await cloud.ApplyAsync();

        Assert.Contains("The backends of ocid1.networkloadbalancer", failed.Error, StringComparison.Ordinal);
        Assert.Contains("work request ocid1.networkloadbalancerworkrequest", failed.Error, StringComparison.Ordinal);
        Assert.Equal("", (await cloud.ApplyAsync()).Error);
    }

    [Fact]
    public async Task A_saved_plan_is_refused_when_the_world_has_moved_and_carried_out_when_it_has_not()
    {
        await using var cloud = await FaultyCloud.StartAsync(keys);
        var site = CloudTestBed.Site();
        await cloud.ApplyAsync(site);
        var wider = CloudTestBed.Site(nodes: 3);
        var stale = (await cloud.PlanAsync(wider)).Fingerprint;
        var list = (await cloud.LiveAsync()).First(resource => resource.Kind == "routetable").Id;
        await cloud.SetAsync("resources/" + list, new JsonObject { ["routeRules"] = new JsonArray() });
        var before = await cloud.LiveAsync();

        var refused = await ApplyPlanAsync(stale);

        Assert.Contains("does not hold any more", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, await cloud.LiveAsync());
        Assert.Equal("", (await ApplyPlanAsync((await cloud.PlanAsync(wider)).Fingerprint)).Error);

        Task<ApplyEnded> ApplyPlanAsync(string fingerprint) => cloud.UseAsync((deployment, _) => deployment.ApplyAsync(
            wider, new Artifact(new string('b', 64), 12345), fingerprint, new EventList(), CancellationToken.None));
    }

    private static Task<DriftReply> DriftAsync(FaultyCloud cloud) =>
        cloud.UseAsync((deployment, _) => deployment.DriftAsync(CancellationToken.None));

    private static async Task<IReadOnlyList<string>> DataAsync(FaultyCloud cloud) =>
    [
        .. (await cloud.LiveAsync()).Where(resource => resource.Kind is "mysqldbsystem" or "filesystem")
            .Select(resource => resource.Id).Order(StringComparer.Ordinal),
    ];
}
