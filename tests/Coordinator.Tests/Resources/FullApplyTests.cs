using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "cloud")]
public sealed class FullApplyTests
{
    [Fact]
    [Trait("Feature", "1")]
    [Trait("Feature", "2")]
    [Trait("Feature", "5")]
    [Trait("Feature", "6")]
    [Trait("Feature", "8")]
    [Trait("Feature", "9")]
    [Trait("Feature", "63")]
    public async Task An_apply_creates_the_whole_site_and_shows_its_four_database_endpoints()
    {
        await using var bed = await CloudTestBed.StartAsync();

        var (ended, events) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.True(ended.Error.Length == 0, ended.Error);
        Assert.True(ended.Succeeded);
        Assert.True(ended.Changed);
        Assert.Equal(
            ["primary", "replica", "replica", "replica-balancer"],
            ended.Status.Database.Endpoints.Select(endpoint => endpoint.Role));
        Assert.All(ended.Status.Database.Endpoints, endpoint => Assert.StartsWith("10.0.2.", endpoint.Address, StringComparison.Ordinal));
        Assert.Equal(2u, ended.Status.Balancer.Healthy);
        Assert.Equal(2u, ended.Status.Balancer.Total);
        Assert.StartsWith("http://127.77.0.", ended.Status.SiteUrl, StringComparison.Ordinal);
        Assert.Matches(@"^10\.0\.1\.\d+:/moodledata$", ended.Status.Storage.Export);
        Assert.All(ended.Status.Nodes, node => Assert.True(node.Connected));
        Assert.All(ended.Status.Nodes, node => Assert.True(node.Tasks.Changed > 0));
        Assert.Single(bed.Prover.Proofs);
        Assert.NotEmpty(ended.Status.LongestPath);
        Assert.NotNull(events[0].Plan);
        Assert.All(
            events.Select(entry => entry.StepEnded).Where(step => step is not null),
            step => Assert.True(step.Succeeded, step.Error));
    }

    [Fact]
    public async Task A_second_apply_changes_nothing()
    {
        await using var bed = await CloudTestBed.StartAsync();
        await bed.ApplyAsync(CloudTestBed.Site());
        var applied = bed.Fleet.Applied.Count();

        var (ended, events) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.True(ended.Error.Length == 0, ended.Error);
        Assert.True(ended.Succeeded);
        Assert.False(ended.Changed);
        Assert.All(events[0].Plan.Steps, step => Assert.Equal(StepAction.None, step.Action));
        Assert.Equal(applied, bed.Fleet.Applied.Count());
        Assert.Single(bed.Prover.Proofs);
        Assert.True(ended.Status.Nodes.All(node => node.Tasks.Changed == 0));
        Assert.True(ended.Status.WallSeconds > 0, "the status keeps the times of the apply that changed something");
    }

    [Fact]
    [Trait("Feature", "65")]
    public async Task Packages_do_not_wait_for_the_database()
    {
        await using var bed = await CloudTestBed.StartAsync();
        using var store = bed.OpenStore();

        using var deployment = bed.Deployment(store);
        var plan = await deployment.PlanAsync(CloudTestBed.Site(), bed.Artifact, CancellationToken.None);

        var needs = plan.Steps.ToDictionary(step => step.Step, step => step.Needs.ToList());
        Assert.DoesNotContain(Closure("node/web-1/packages"), step => step.StartsWith("database/", StringComparison.Ordinal));
        Assert.Contains("database/system", Closure("node/web-1/app"));
        Assert.Contains("app/install", needs["balancer/backends"]);
        Assert.Contains("database/replica-1", needs["database/replica-2"]);

        // Of a cluster that nobody wants there is nothing to say.
        Assert.All(
            plan.Steps.Where(step => step.Step != "database/heatwave"),
            step => Assert.Equal(StepAction.Create, step.Action));
        Assert.True(plan.LongestPathSeconds < plan.Steps.Sum(step => step.ExpectedSeconds));

        IEnumerable<string> Closure(string step) => needs[step].Concat(needs[step].SelectMany(Closure)).Distinct();
    }

    [Fact]
    [Trait("Feature", "14")]
    public async Task A_plan_creates_nothing()
    {
        await using var bed = await CloudTestBed.StartAsync();
        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store);

        await deployment.PlanAsync(CloudTestBed.Site(), bed.Artifact, CancellationToken.None);

        Assert.Equal(0, store.Journal("campus").Count);
        Assert.Empty(store.Steps("campus").All);
        Assert.Empty(bed.Fleet.Runs);
    }

    [Fact]
    [Trait("Feature", "21")]
    public async Task Another_node_is_added_without_touching_the_others()
    {
        await using var bed = await CloudTestBed.StartAsync();
        await bed.ApplyAsync(CloudTestBed.Site());
        var before = bed.Fleet.Applied.Count();

        var (ended, _) = await bed.ApplyAsync(CloudTestBed.Site(nodes: 3));

        Assert.True(ended.Error.Length == 0, ended.Error);
        Assert.Equal(3u, ended.Status.Balancer.Healthy);
        Assert.All(bed.Fleet.Applied.Skip(before), run => Assert.Equal("web-3", run.Node));
    }

    [Fact]
    public async Task When_a_task_fails_the_apply_stops_in_order_and_the_next_one_goes_on()
    {
        await using var bed = await CloudTestBed.StartAsync();
        bed.Fleet.FailingTask = "packages";

        var (failed, _) = await bed.ApplyAsync(CloudTestBed.Site());
        bed.Fleet.FailingTask = null;
        var (ended, _) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.False(failed.Succeeded);
        Assert.Contains("Scripted failure.", failed.Error, StringComparison.Ordinal);
        Assert.True(ended.Error.Length == 0, ended.Error);
    }

    [Fact]
    public async Task A_field_that_cannot_be_changed_stops_the_apply_before_it_starts()
    {
        await using var bed = await CloudTestBed.StartAsync();
        await bed.ApplyAsync(CloudTestBed.Site());
        var site = CloudTestBed.Site();

        var (ended, events) = await bed.ApplyAsync(site with { Database = site.Database with { Shape = "MySQL.16" } });

        Assert.False(ended.Succeeded);
        Assert.False(ended.Changed);
        Assert.Contains("Set database.shape back to MySQL.8.", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(events, entry => entry.StepStarted is not null);
    }

    [Fact]
    [Trait("Feature", "40")]
    public async Task No_secret_is_in_the_plan_the_events_or_the_bytes_of_the_store()
    {
        await using var bed = await CloudTestBed.StartAsync();

        var (ended, events) = await bed.ApplyAsync(CloudTestBed.Site());

        Assert.True(ended.Error.Length == 0, ended.Error);
        List<string> values;
        using (var store = bed.OpenStore())
        {
            values = [.. store.Secrets.Names.Select(name => store.Secrets.Find(name)!.Reveal())];
        }

        Assert.Equal(4, values.Count);
        var shown = string.Concat(events.Select(entry => entry.ToString())) + ended;
        var bytes = string.Concat(Directory.EnumerateFiles(bed.StoreFolder)
            .Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.All(values, value => Assert.DoesNotContain(value, shown, StringComparison.Ordinal));
        Assert.All(values, value => Assert.DoesNotContain(value, bytes, StringComparison.Ordinal));
        Assert.DoesNotContain("token-of-web-1", bytes, StringComparison.Ordinal);
        Assert.Contains("network/vcn", bytes, StringComparison.Ordinal);
    }
}
