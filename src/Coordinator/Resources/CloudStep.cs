using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>One OCI resource. Every kind has the same shape: describe, create, get, list, compare, update, outputs. A
/// call is journaled before it is made, so that a killed apply repeats it under the same token and body.</summary>
internal abstract class CloudStep<TDetails, TResource> : Step
    where TDetails : class
    where TResource : class, IOciResource
{
    private static readonly JsonSerializerOptions BodyFormat = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private TResource? found;

    protected CloudStep(CloudSite cloud, string id)
        : base(id)
    {
        Cloud = cloud;
        ResourceId = Produces<string>("id");
    }

    /// <summary>OCID of the resource.</summary>
    public Output<string> ResourceId { get; }

    internal override string? Resource => found?.Id;

    protected CloudSite Cloud { get; }

    /// <summary>Whether the resource was there before: its settings are its owner's.</summary>
    internal bool IsAdopted => Cloud.AdoptedFor(Id) is not null;

    /// <summary>Whether the site's data is in it: once it was ready, no apply makes another one in its place.</summary>
    protected virtual bool BearsData => false;

    /// <summary>Whether one that is broken after it was ready makes room for another. Default: only one that never was
    /// ready does, since nothing depends on it yet.</summary>
    protected virtual bool IsReplacedWhenBroken => false;

    protected virtual string DisplayName => Cloud.DisplayName(Id);

    protected IReadOnlyDictionary<string, string> Tags => Cloud.Tags(Id);

    /// <summary>Name of the creating call, such as "CreateVcn".</summary>
    protected abstract string Operation { get; }

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        found = await FindAsync(context, cancellation);
        if (found is null)
        {
            return LostData(context) is { } lost ? Observation.Of([lost]) : Observation.Missing;
        }

        switch (ConditionOf(found))
        {
            case Condition.Broken:
                return CanReplace(context, found)
                    ? new Observation(
                        StepAction.Replace, [new Difference("lifecycleState", found.LifecycleState, "another one, ready")])
                    : Observation.Of([Broken(context, found)]);
            case Condition.Pending:
                return Observation.Of([new Difference("lifecycleState", found.LifecycleState, "ready")]);
            default:
                await ReadOutputsAsync(found, cancellation);
                ResourceId.Set(found.Id);
                return Observation.Of([.. Compare(found)]);
        }
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        if (observation.Action == StepAction.Replace && found is { } broken)
        {
            Settle(context);
            var kind = SiteKind.Of(typeof(TResource));
            await RemovalStep.DeleteAsync(
                Cloud, context, Id, new TaggedResource(kind, broken.Id, Id, broken.LifecycleState), cancellation);
            found = null;
        }

        if (found is null)
        {
            found = await CreateOnceAsync(context, cancellation);
        }
        else if (ConditionOf(found) == Condition.Ready && observation.Differences.Count > 0)
        {
            await JournaledAsync(
                context, "Update of " + Operation, JsonSerializer.SerializeToUtf8Bytes(observation.Differences),
                () => UpdateAsync(found, cancellation));
        }
        else
        {
            Settle(context);
        }

        found = await WaitOrReplaceAsync(context, found, cancellation);
        await ReadOutputsAsync(found, cancellation);
        ResourceId.Set(found.Id);
    }

    internal override void Settle(StepContext context)
    {
        // The call of a killed apply was carried out: the resource is here.
        if (context.Journal.FindUnanswered(Id) is { } intent)
        {
            context.Journal.Succeed(intent, found?.Id);
        }
    }

    protected abstract Task<TDetails> DescribeAsync(CancellationToken cancellation);

    protected abstract Task<OciResponse<TResource>> CreateAsync(
        TDetails details, string token, CancellationToken cancellation);

    protected abstract Task<OciResponse<TResource>> GetAsync(string resource, CancellationToken cancellation);

    protected abstract Task<IAsyncEnumerable<TResource>> ListAsync(CancellationToken cancellation);

    /// <summary>Whether one of the list is this step's.</summary>
    protected virtual bool IsOurs(TResource resource) => Cloud.Owns(Id, resource.FreeformTags);

    protected virtual IEnumerable<Difference> Compare(TResource actual) => [];

    protected virtual Task UpdateAsync(TResource actual, CancellationToken cancellation) =>
        throw new NotSupportedException($"{Id} cannot be changed in place.");

    protected virtual Task ReadOutputsAsync(TResource resource, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Waits before the creating call for what it needs beyond its inputs.</summary>
    protected virtual Task PrepareAsync(StepContext context, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Whether a refused creation should be tried again in another place; the step has moved on to it.</summary>
    protected virtual Task<bool> TryElsewhereAsync(
        StepContext context, OciException refusal, CancellationToken cancellation) => Task.FromResult(false);

    /// <summary>Whether another one should be made after this one ended before it was ready; the step has moved on to
    /// another place.</summary>
    protected virtual Task<bool> TryAgainAsync(
        StepContext context, TResource ended, CancellationToken cancellation) => Task.FromResult(false);

    protected virtual Condition ConditionOf(TResource resource) => resource.LifecycleState switch
    {
        LifecycleState.Available or LifecycleState.Active or LifecycleState.Running => Condition.Ready,
        LifecycleState.Failed or LifecycleState.NeedsAttention => Condition.Broken,
        LifecycleState.Terminating or LifecycleState.Terminated or LifecycleState.Deleting
            or LifecycleState.Deleted => Condition.Gone,
        _ => Condition.Pending,
    };

    /// <summary>A field that this kind of resource keeps for life.</summary>
    protected static Difference Fixed(string field, object? actual, object? wanted, string setting) =>
        new(field, $"{actual}", $"{wanted}", $"it is fixed at creation. Set {setting} back to {actual}.");

    private async Task<TResource?> FindAsync(StepContext context, CancellationToken cancellation)
    {
        if (Cloud.AdoptedFor(Id) is { } adopted)
        {
            return await GetAdoptedAsync(adopted, cancellation);
        }

        if ((context.States.Find(Id)?.Resource ?? context.Journal.FindResource(Id)) is { } known)
        {
            try
            {
                var resource = Cloud.TakeListed<TResource>(known) ?? (await GetAsync(known, cancellation)).Value;
                if (ConditionOf(resource) != Condition.Gone)
                {
                    return resource;
                }
            }
            catch (OciException exception) when (exception.IsNotFound)
            {
                // Deleted by somebody; the tags tell whether there is another.
            }
        }

        var listed = await (await ListAsync(cancellation))
            .FirstOrDefaultAsync(
                resource => IsOurs(resource) && ConditionOf(resource) != Condition.Gone,
                cancellation);

        // Lists leave fields out.
        return listed is null ? null : (await GetAsync(listed.Id, cancellation)).Value;
    }

    private async Task<TResource> GetAdoptedAsync(string adopted, CancellationToken cancellation)
    {
        try
        {
            var resource = (await GetAsync(adopted, cancellation)).Value;
            if (ConditionOf(resource) != Condition.Gone)
            {
                return resource;
            }
        }
        catch (OciException exception) when (exception.IsNotFound)
        {
            // Told below, with the place in the site file.
        }

        throw new InvalidOperationException(
            $"{adopted}, which the site file adopts as {Id}, is gone or not for us to see. Restore it, or take the line out "
            + "of adopt: an apply then makes a new one.");
    }

    private async Task<TResource> CreateOnceAsync(StepContext context, CancellationToken cancellation)
    {
        if (await ReplayAsync(context, cancellation) is { } replayed)
        {
            return replayed;
        }

        while (true)
        {
            try
            {
                return await new MissingRights(Cloud).WaitAsync(
                    context, () => CreateHereAsync(context, cancellation), cancellation);
            }
            catch (OciException refusal)
            {
                context.Report(refusal.Message);
                if (!await HasPredecessorLeftAsync(context, refusal, cancellation)
                    && !await TryElsewhereAsync(context, refusal, cancellation))
                {
                    throw;
                }
            }
        }
    }

    // One that somebody deleted holds its name until it is gone: the next one is refused as long.
    private async Task<bool> HasPredecessorLeftAsync(
        StepContext context, OciException refusal, CancellationToken cancellation)
    {
        if (refusal.Status != HttpStatusCode.Conflict)
        {
            return false;
        }

        var leaving = await (await ListAsync(cancellation))
            .Where(resource => IsOurs(resource) && IsLeaving(resource)).Select(resource => resource.Id)
            .ToListAsync(cancellation);
        foreach (var resource in leaving)
        {
            await Polling.UntilAsync(
                context, $"the end of {resource}", SiteKind.Of(typeof(TResource)).Expected,
                async () => await IsLeavingAsync(resource, cancellation) ? null : "gone", cancellation);
        }

        return leaving.Count > 0;
    }

    private async Task<bool> IsLeavingAsync(string resource, CancellationToken cancellation)
    {
        try
        {
            return IsLeaving((await GetAsync(resource, cancellation)).Value);
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            return false;
        }
    }

    private static bool IsLeaving(TResource resource) =>
        resource.LifecycleState is LifecycleState.Terminating or LifecycleState.Deleting;

    private async Task<TResource> CreateHereAsync(StepContext context, CancellationToken cancellation)
    {
        await PrepareAsync(context, cancellation);
        var details = await DescribeAsync(cancellation);
        var body = JsonSerializer.SerializeToUtf8Bytes(details, BodyFormat);
        var intent = context.Journal.Begin(Id, Operation, body, context.Epoch);
        try
        {
            return await CallAsync(context, intent, details, cancellation);
        }
        catch (OciException refusal) when (refusal.IsOutOfHostCapacity)
        {
            // A server error in name only: nothing was made, and the next call needs a token of its own.
            context.Journal.Fail(intent, refusal.Message);
            throw;
        }
    }

    private async Task<TResource> WaitOrReplaceAsync(
        StepContext context, TResource made, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await WaitAsync(context, made.Id, cancellation);
            }
            catch (ResourceEndedException ended)
            {
                context.Report(ended.Message);
                if (!await TryAgainAsync(context, made, cancellation))
                {
                    throw;
                }
            }

            made = await CreateOnceAsync(context, cancellation);
        }
    }

    private async Task<TResource?> ReplayAsync(StepContext context, CancellationToken cancellation)
    {
        if (context.Journal.FindUnanswered(Id) is not { } intent)
        {
            return null;
        }

        if (intent.Operation != Operation || context.Time.GetUtcNow() - intent.Started > context.Limits.RetryToken)
        {
            context.Journal.Fail(intent, "Never answered; no resource with the step's tags was found.");
            return null;
        }

        try
        {
            context.Report("Repeating the call that a killed apply left unanswered");
            var details = JsonSerializer.Deserialize<TDetails>(intent.Body, BodyFormat)!;
            return await CallAsync(context, intent, details, cancellation);
        }
        catch (OciException refusal) when (!refusal.MayHaveActed || refusal.IsOutOfHostCapacity)
        {
            context.Journal.Fail(intent, refusal.Message);
            return null;
        }
    }

    private async Task<TResource> CallAsync(
        StepContext context, Intent intent, TDetails details, CancellationToken cancellation)
    {
        try
        {
            var resource = (await CreateAsync(details, intent.Token, cancellation)).Value;
            context.Journal.Succeed(intent, resource.Id);
            return resource;
        }
        catch (OciException refusal) when (!refusal.MayHaveActed)
        {
            context.Journal.Fail(intent, refusal.Message);
            throw;
        }
    }

    private async Task JournaledAsync(StepContext context, string operation, byte[] body, Func<Task> call)
    {
        // A put is safe to repeat: what a killed apply left unanswered is closed by the new comparison.
        Settle(context);
        var intent = context.Journal.Begin(Id, operation, body, context.Epoch);
        try
        {
            await call();
            context.Journal.Succeed(intent, null);
        }
        catch (OciException refusal) when (!refusal.MayHaveActed)
        {
            context.Journal.Fail(intent, refusal.Message);
            throw;
        }
    }

    private async Task<TResource> WaitAsync(StepContext context, string resource, CancellationToken cancellation)
    {
        var said = "";
        return await Polling.UntilAsync(
            context, $"{Id} ({resource})", Expected, async () =>
            {
                var now = (await GetAsync(resource, cancellation)).Value;
                if (now.LifecycleState != said)
                {
                    said = now.LifecycleState;
                    context.Report(said);
                }

                return ConditionOf(now) switch
                {
                    Condition.Ready => now,
                    Condition.Pending => null,
                    Condition.Gone => throw new ResourceEndedException(
                        $"{resource} ended as {now.LifecycleState}. Apply again: another one is made."),
                    _ => throw new InvalidOperationException(
                        $"{resource} ended as {now.LifecycleState}. {RemedyFor(context, now)}"),
                };
            },
            cancellation);
    }

    private Difference Broken(StepContext context, TResource resource) => new(
        "lifecycleState", resource.LifecycleState, "ready",
        $"{resource.Id} is {resource.LifecycleState}. {RemedyFor(context, resource)}");

    private bool CanReplace(StepContext context, TResource resource) =>
        !BearsData && (IsReplacedWhenBroken || context.States.Find(Id)?.Resource != resource.Id);

    private string RemedyFor(StepContext context, TResource resource) => CanReplace(context, resource)
        ? "Apply again: another one takes its place."
        : BearsData && context.States.Find(Id)?.Resource is not null
        ? "It bears the site's data and is never replaced: see its work requests in the cloud's console, have it "
            + "repaired, and apply again."
        : "Delete it in the cloud's console and apply again.";

    private Difference? LostData(StepContext context) =>
        BearsData && context.States.Find(Id)?.Resource is { } lost
            ? new Difference(
                "lifecycleState", "gone", "ready",
                $"{lost}, which bears the site's data, is gone, and an empty one is no replacement. Restore it from a "
                + $"backup, give what was restored the tags {string.Join(", ", Tags.Select(tag => $"{tag.Key}={tag.Value}"))}, "
                + "and apply again.")
            : null;
}

/// <summary>What a lifecycle state means for us.</summary>
internal enum Condition
{
    /// <summary>On its way.</summary>
    Pending,

    /// <summary>Fit for use.</summary>
    Ready,

    /// <summary>Will never be fit.</summary>
    Broken,

    /// <summary>Deleted, or about to be.</summary>
    Gone,
}
