using System.Net;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Guard;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Deletes a resource that the site does not want any more, and waits until it is gone. A deletion is safe to
/// repeat, so that its intent needs no token: what a killed apply left is seen in the resource's state.</summary>
internal sealed class RemovalStep : Step
{
    private readonly CloudSite cloud;
    private readonly TaggedResource resource;
    private readonly IReadWithdrawal? reads;

    /// <param name="cloud">The site in its cloud.</param>
    /// <param name="id">Step path; the resource's own, unless that is taken.</param>
    /// <param name="resource">What to delete.</param>
    /// <param name="before">What has to be done first.</param>
    /// <param name="reads">Told before a replica goes; null: nobody reads from it.</param>
    public RemovalStep(
        CloudSite cloud, string id, TaggedResource resource, IEnumerable<Output<bool>> before,
        IReadWithdrawal? reads = null)
        : base(id)
    {
        this.cloud = cloud;
        this.resource = resource;
        this.reads = reads;
        Uses(before);
    }

    /// <summary>What is deleted.</summary>
    public TaggedResource Target => resource;

    public override TimeSpan Expected => resource.Kind.Expected;

    public override string? SerialKey => resource.Kind.SerialKey;

    internal override string? IrreversibleBy(StepAction action) => resource.Kind.Name switch
    {
        "DB system" => "the data is gone but for its backups",
        "file system" => "the files are gone, and their snapshots with them",
        "network load balancer" => "its public address is given back",
        _ => null,
    };

    internal override bool IsRemoval => true;

    internal override Observation Unobserved => new(
        StepAction.Delete, [new Difference(resource.Kind.Name, resource.Id, "gone")]);

    internal override IReadOnlyList<string> Forgets(StepContext context) =>
        context.States.Find(resource.Step)?.Resource == resource.Id ? [resource.Step] : [];

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation) =>
        await StateAsync(cancellation) is null ? Observation.Nothing : Unobserved;

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        if (reads is not null && resource.Kind.Model == typeof(Replica))
        {
            await WithdrawAsync(reads, context, cancellation);
        }

        await DeleteAsync(cloud, context, Id, resource, cancellation);
    }

    internal override void Settle(StepContext context)
    {
        if (context.Journal.FindUnanswered(Id) is { } intent)
        {
            context.Journal.Succeed(intent, null);
        }
    }

    /// <summary>Deletes one resource under the name of a step.</summary>
    public static async Task DeleteAsync(
        CloudSite cloud, StepContext context, string step, TaggedResource resource, CancellationToken cancellation)
    {
        var kind = resource.Kind;
        if (context.Journal.FindUnanswered(step) is { } left)
        {
            context.Journal.Succeed(left, null);
        }

        var intent = context.Journal.Begin(
            step, "Delete", JsonSerializer.SerializeToUtf8Bytes(new { resource.Id }), context.Epoch);
        var said = "";
        await Polling.UntilAsync(
            context, $"the end of {resource.Id}", kind.Expected, async () =>
            {
                var state = await StateAsync(cloud, resource, cancellation);
                if (state is null or LifecycleState.Terminating or LifecycleState.Deleting)
                {
                    Say(state ?? "gone");
                    return state is null ? "gone" : null;
                }

                Say(state);
                if (!IsPassing(state))
                {
                    await AskAsync(cloud, resource, intent, context, cancellation);
                }

                return null;
            },
            cancellation);
        if (kind.ProveAsync is not null)
        {
            context.Report(await kind.ProveAsync(cloud, resource.Id, cancellation));
        }

        context.Journal.Succeed(intent, null);

        void Say(string word)
        {
            if (word != said)
            {
                said = word;
                context.Report(word);
            }
        }
    }

    private static async Task AskAsync(
        CloudSite cloud, TaggedResource resource, Store.Intent intent, StepContext context,
        CancellationToken cancellation)
    {
        try
        {
            if (resource.Kind.UnlockAsync is { } unlock && await IsLockedAsync(cloud, resource, unlock, cancellation))
            {
                return;
            }

            await resource.Kind.DeleteAsync(cloud, resource.Id, cancellation);
        }
        catch (OciException refusal) when (refusal.Status == HttpStatusCode.Conflict)
        {
            // What was in it is on its way out: the next look tells.
            context.Report(refusal.ServiceMessage);
        }
        catch (OciException refusal) when (refusal.IsNotFound)
        {
            // Gone between two looks.
        }
        catch (OciException refusal) when (!refusal.MayHaveActed)
        {
            context.Journal.Fail(intent, refusal.Message);
            throw;
        }
    }

    // The change that unlocks takes its time, and the resource says so by its state; the deletion is asked for then.
    private static async Task<bool> IsLockedAsync(
        CloudSite cloud, TaggedResource resource, Func<CloudSite, string, CancellationToken, Task> unlock,
        CancellationToken cancellation)
    {
        await unlock(cloud, resource.Id, cancellation);
        return await StateAsync(cloud, resource, cancellation) is { } state && IsPassing(state);
    }

    private static bool IsPassing(string state) => state is LifecycleState.Provisioning or LifecycleState.Creating
        or LifecycleState.Updating or LifecycleState.Starting or LifecycleState.Stopping;

    private async Task WithdrawAsync(IReadWithdrawal reads, StepContext context, CancellationToken cancellation)
    {
        try
        {
            if (await resource.Kind.GetAsync(cloud, resource.Id, cancellation) is Replica
                { LifecycleState: LifecycleState.Active, IpAddress: { Length: > 0 } address } replica)
            {
                context.Report("waiting until no page reads from it");
                await reads.WithdrawAsync(new Endpoint(address, replica.Port ?? ReplicaStep.DefaultPort), cancellation);
            }
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            // Gone already, and the guard has seen so.
        }
    }

    private Task<string?> StateAsync(CancellationToken cancellation) => StateAsync(cloud, resource, cancellation);

    private static async Task<string?> StateAsync(
        CloudSite cloud, TaggedResource resource, CancellationToken cancellation)
    {
        try
        {
            var state = (await resource.Kind.GetAsync(cloud, resource.Id, cancellation)).LifecycleState;
            return TagScan.IsGone(state) ? null : state;
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            return null;
        }
    }
}
