using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>The end of a site, its drift and its lease.</summary>
internal sealed partial class SiteDeployment
{
    public string? Site => Remembered()?.Site.Name;

    public LeaseState? Lease => Site is { } site ? store.Applies(site).Lease : null;

    public bool FreeLease(long epoch) => Site is { } site && store.Applies(site).Free(epoch);

    public async Task<PlanReply> PlanDestroyAsync(DestroyScope scope, CancellationToken cancellation)
    {
        var known = KnownSite();
        var context = Context(known.Site, store.Applies(known.Site.Name).Epoch);
        var destroy = await DestroyGraphAsync(known, scope, context, cancellation);
        var reply = (await new Planner(context).PlanAsync(destroy.Graph, cancellation)).ToReply(known.Site.Name);
        PlanPricing.Add(reply, null, known.Site);
        return reply;
    }

    public Task<ApplyEnded> DestroyAsync(
        DestroyScope scope, IProgress<ApplyEvent> progress, CancellationToken cancellation)
    {
        var known = KnownSite();
        return AloneAsync(
            known.Site, "destroy", async (context, token) =>
            {
                var destroy = await DestroyGraphAsync(known, scope, context, token);
                var plan = await new Planner(context).PlanAsync(destroy.Graph, token);
                var reply = plan.ToReply(known.Site.Name);
                PlanPricing.Add(reply, null, known.Site);
                var record = await CarryOutAsync(plan, reply, context, progress, token);
                if (record.Succeeded)
                {
                    Forget(context, destroy.Kept);
                }

                return record;
            },
            cancellation);
    }

    public async Task<DriftReply> DriftAsync(CancellationToken cancellation)
    {
        var known = KnownSite();
        var plan = await PlanAsync(known.Site, known.Artifact, cancellation);
        var reply = new DriftReply { Site = known.Site.Name, Time = Journal.Format(time.GetUtcNow()) };
        reply.Steps.AddRange(plan.Steps.Where(step => step.Action != StepAction.None));
        return reply;
    }

    private Known KnownSite() => Remembered() ?? throw new InvalidOperationException(
        "This coordinator has no site. If its store was lost, apply the site's file once: what is in the cloud is found by "
        + "its tags.");

    private async Task<DestroyGraph> DestroyGraphAsync(
        Known known, DestroyScope scope, StepContext context, CancellationToken cancellation)
    {
        var cloud = new CloudSite(known.Site, access.Connect(known.Site.Cloud));
        var found = await new TagScan(cloud).ReadAsync(cancellation);
        if (scope is { WithData: true, WithoutCopy: false }
            && found.FirstOrDefault(resource => resource.Kind == DataKinds.FileSystem) is { } fileSystem)
        {
            throw new InvalidOperationException(
                $"Cannot delete the file system {fileSystem.Id}: its snapshots would die with it, and no copy of it is made "
                + $"yet. Copy {known.Site.Storage.Mount} from a node to where it is safe, then destroy with "
                + "--no-storage-copy.");
        }

        return DestroyGraph.Build(
            cloud, parts, SiteGraph.Build(cloud, parts, known.Artifact), found, context.States, scope.WithData);
    }

    // What is remembered of steps without a resource would be taken for done by the next apply.
    private static void Forget(StepContext context, IReadOnlySet<string> kept)
    {
        foreach (var record in context.States.All.Where(record => !kept.Contains(record.Step)))
        {
            context.States.Remove(record.Step);
        }
    }
}
