using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "cloud")]
public sealed class HeatWaveTests
{
    private const string Step = "database/heatwave";

    [Fact]
    [Trait("Feature", "64")]
    public async Task A_cluster_is_added_changed_in_size_and_removed()
    {
        await using var bed = await CloudTestBed.StartAsync();
        Assert.True((await bed.ApplyAsync(With(0))).Ended.Succeeded);
        Assert.Null(await ClusterAsync(bed));

        var added = await bed.ApplyAsync(With(1));
        Assert.True(added.Ended.Error.Length == 0, added.Ended.Error);
        Assert.Equal(["cluster: none -> 1 × HeatWave.32GB"], Differences(added.Events, StepAction.Create));
        Assert.Equal(1, (await ClusterAsync(bed))?.ClusterSize);

        var resized = await bed.ApplyAsync(With(3));
        Assert.True(resized.Ended.Error.Length == 0, resized.Ended.Error);
        Assert.Equal(["clusterSize: 1 -> 3"], Differences(resized.Events, StepAction.Update));
        Assert.Equal(3, (await ClusterAsync(bed))?.ClusterSize);

        Assert.False((await bed.ApplyAsync(With(3))).Ended.Changed);

        var removed = await bed.ApplyAsync(With(0));
        Assert.True(removed.Ended.Error.Length == 0, removed.Ended.Error);
        Assert.Equal(["cluster: 3 × HeatWave.32GB -> none"], Differences(removed.Events, StepAction.Delete));
        Assert.Null(await ClusterAsync(bed));
        Assert.False((await bed.ApplyAsync(With(0))).Ended.Changed);
    }

    [Fact]
    public async Task A_destroy_that_keeps_the_data_ends_the_cluster()
    {
        await using var bed = await CloudTestBed.StartAsync();
        Assert.True((await bed.ApplyAsync(With(1))).Ended.Succeeded);

        using var store = bed.OpenStore();
        using var deployment = bed.Deployment(store);
        var ended = await deployment.DestroyAsync(
            new DestroyScope(WithData: false, WithoutCopy: false), new EventList(), CancellationToken.None);

        Assert.True(ended.Error.Length == 0, ended.Error);
        Assert.Null(await ClusterAsync(bed));
    }

    private static Site With(int heatWave)
    {
        var site = CloudTestBed.Site(nodes: 1, replicas: 1);
        return site with { Database = site.Database with { HeatWave = new HeatWaveSpec { Nodes = heatWave } } };
    }

    private static IEnumerable<string> Differences(IEnumerable<ApplyEvent> events, StepAction action) =>
        events.First(entry => entry.Plan is not null).Plan.Steps
            .Single(step => step.Step == Step && step.Action == action).Differences;

    private static async Task<HeatWaveCluster?> ClusterAsync(CloudTestBed bed)
    {
        var clients = bed.Access().Connect(CloudTestBed.Site().Cloud);
        var system = await clients.MySql.ListDbSystemsAsync(
            new ListDbSystemsQuery { CompartmentId = clients.Tenancy }, CancellationToken.None).SingleAsync();
        try
        {
            return (await clients.MySql.GetHeatWaveClusterAsync(system.Id, CancellationToken.None)).Value;
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            return null;
        }
    }
}
