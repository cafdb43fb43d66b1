using System.Text.Json;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The HeatWave cluster of a DB system: added, changed in size and removed. It has no OCID and bears no tags; a DB
/// system has at most one, so that none is ever made twice.</summary>
internal sealed class HeatWaveStep : Step
{
    private readonly CloudSite cloud;
    private readonly HeatWaveSpec wanted;
    private readonly Func<string> system;

    /// <summary>The cluster as the site wants it; a new one after the replicas, since the DB system takes one change at a
    /// time and the site needs these first.</summary>
    public HeatWaveStep(CloudSite cloud, DbSystemStep system, IEnumerable<ReplicaStep> replicas)
        : base(StepIds.HeatWave)
    {
        this.cloud = cloud;
        wanted = cloud.Site.Database.HeatWave;
        var id = Uses(system.ResourceId);
        this.system = () => id.Value;
        if (wanted.Nodes > 0)
        {
            Uses(replicas.Select(replica => replica.Done));
        }
    }

    /// <summary>The end of the cluster of a DB system that stays.</summary>
    public HeatWaveStep(CloudSite cloud, string system)
        : base(StepIds.HeatWave)
    {
        this.cloud = cloud;
        wanted = new HeatWaveSpec();
        this.system = () => system;
    }

    public override TimeSpan Expected => wanted.Nodes > 0 ? TimeSpan.FromMinutes(12) : TimeSpan.FromMinutes(3);

    public override string? SerialKey => "database";

    // Nothing is said of a cluster that nobody wants, as long as there is no DB system.
    internal override Observation Unobserved => wanted.Nodes > 0 ? Observation.Missing : Observation.Nothing;

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        var now = await FindAsync(cancellation);
        if (wanted.Nodes == 0)
        {
            return now is null
                ? Observation.Nothing
                : new Observation(StepAction.Delete, [new Difference("cluster", Text(now), "none")]);
        }

        return now?.LifecycleState switch
        {
            null or LifecycleState.Deleting => new Observation(
                StepAction.Create, [new Difference("cluster", "none", Text(wanted.Nodes, wanted.Shape))]),
            LifecycleState.Failed => new Observation(
                StepAction.Replace, [new Difference("lifecycleState", LifecycleState.Failed, "another one, ready")]),
            LifecycleState.Creating or LifecycleState.Updating => Observation.Of(
                [new Difference("lifecycleState", now.LifecycleState, "ready")]),
            _ => Observation.Of([.. Compare(now)]),
        };
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        await UntilAtRestAsync(context, cancellation);
        var now = await FindAsync(cancellation);
        if (now is not null && (wanted.Nodes == 0 || now.LifecycleState == LifecycleState.Failed))
        {
            await ChangeAsync(context, "DeleteHeatWaveCluster", new { }, _ =>
                cloud.Clients.MySql.DeleteHeatWaveClusterAsync(system(), null, cancellation));
            await UntilAtRestAsync(context, cancellation);
            now = null;
        }

        if (wanted.Nodes > 0 && now is null)
        {
            var details = new AddHeatWaveClusterDetails { ShapeName = wanted.Shape, ClusterSize = wanted.Nodes };
            await ChangeAsync(context, "AddHeatWaveCluster", details, token =>
                cloud.Clients.MySql.AddHeatWaveClusterAsync(system(), details, token, null, cancellation));
        }
        else if (now is not null && Compare(now).Any())
        {
            var details = new UpdateHeatWaveClusterDetails { ShapeName = wanted.Shape, ClusterSize = wanted.Nodes };
            await ChangeAsync(context, "UpdateHeatWaveCluster", details, _ =>
                cloud.Clients.MySql.UpdateHeatWaveClusterAsync(system(), details, null, cancellation));
        }

        Settle(context);
        var ended = await UntilAtRestAsync(context, cancellation);
        if (wanted.Nodes > 0 && (ended?.LifecycleState != LifecycleState.Active || Compare(ended).Any()))
        {
            var words = ended is null ? "gone" : $"{ended.LifecycleState}, {Text(ended)} {ended.LifecycleDetails}".TrimEnd();
            throw new InvalidOperationException($"The HeatWave cluster of {system()} ended as {words}. Apply again.");
        }
    }

    // What a killed apply asked for is seen in the cluster itself.
    internal override void Settle(StepContext context)
    {
        if (context.Journal.FindUnanswered(Id) is { } intent)
        {
            context.Journal.Succeed(intent, null);
        }
    }

    private IEnumerable<Difference> Compare(HeatWaveCluster now)
    {
        if (now.ShapeName != wanted.Shape)
        {
            yield return new Difference("shapeName", $"{now.ShapeName}", wanted.Shape);
        }

        if (now.ClusterSize != wanted.Nodes)
        {
            yield return new Difference("clusterSize", $"{now.ClusterSize}", $"{wanted.Nodes}");
        }
    }

    private async Task ChangeAsync<T>(StepContext context, string operation, T details, Func<string, Task> call)
    {
        Settle(context);
        var intent = context.Journal.Begin(
            Id, operation, JsonSerializer.SerializeToUtf8Bytes(details), context.Epoch);
        try
        {
            await call(intent.Token);
            context.Journal.Succeed(intent, null);
        }
        catch (OciException refusal) when (!refusal.MayHaveActed)
        {
            context.Journal.Fail(intent, refusal.Message);
            throw;
        }
    }

    // Neither the DB system nor its cluster is on its way to another state.
    private async Task<HeatWaveCluster?> UntilAtRestAsync(StepContext context, CancellationToken cancellation)
    {
        var said = "";
        HeatWaveCluster? last = null;
        await Polling.UntilAsync(
            context, $"the HeatWave cluster of {system()}", Expected, async () =>
            {
                var now = (await cloud.Clients.MySql.GetDbSystemAsync(system(), cancellation)).Value;
                last = await FindAsync(now, cancellation);
                if (last?.LifecycleState is { } state && state != said)
                {
                    said = state;
                    context.Report(state);
                }

                return now.LifecycleState == LifecycleState.Active && last?.LifecycleState
                    is not (LifecycleState.Creating or LifecycleState.Updating or LifecycleState.Deleting) ? now : null;
            },
            cancellation);
        return last;
    }

    private async Task<HeatWaveCluster?> FindAsync(CancellationToken cancellation) => await FindAsync(
        (await cloud.Clients.MySql.GetDbSystemAsync(system(), cancellation)).Value, cancellation);

    private async Task<HeatWaveCluster?> FindAsync(DbSystem now, CancellationToken cancellation)
    {
        if (now is { HeatWaveCluster: null, IsHeatWaveClusterAttached: not true })
        {
            return null;
        }

        try
        {
            var cluster = (await cloud.Clients.MySql.GetHeatWaveClusterAsync(system(), cancellation)).Value;
            return cluster.LifecycleState == LifecycleState.Deleted ? null : cluster;
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            // Gone between the two looks.
            return null;
        }
    }

    private static string Text(HeatWaveCluster cluster) => Text(cluster.ClusterSize ?? 0, $"{cluster.ShapeName}");

    private static string Text(int nodes, string shape) => $"{nodes} × {shape}";
}
