using System.Text.Json;
using MoodleNodeAgent.Coordinator.Care;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>The deployment of the coordinator's one site.</summary>
internal sealed partial class SiteDeployment(
    SiteStore store, ICloudAccess access, SiteParts parts, Limits limits, TimeProvider time)
    : IDeployment, ISiteLifecycle, IDisposable
{
    private const string DocumentKind = "deployment";
    private const string DocumentId = "site";

    private readonly Slots gate = new(1);
    private CancellationTokenSource? drain;

    public async Task<PlanReply> PlanAsync(Site site, Artifact artifact, CancellationToken cancellation)
    {
        RefuseOther(site);
        var cloud = new CloudSite(site, access.Connect(site.Cloud));
        var context = Context(site, store.Applies(site.Name).Epoch);
        try
        {
            var graph = await GraphAsync(site, artifact, context, cancellation);
            var reply = (await new Planner(context).PlanAsync(graph, cancellation)).ToReply(site.Name);
            PlanPricing.Add(reply, site, Remembered()?.Site);
            return reply;
        }
        catch (OciException refusal) when (MissingRights.IsMissingRight(refusal))
        {
            throw new InvalidOperationException(new MissingRights(cloud).Explain(refusal), refusal);
        }
    }

    public Task<IReadOnlyList<SiteFileProblem>> CheckAsync(Site site, CancellationToken cancellation) =>
        new ExistingResources(new CloudSite(site, access.Connect(site.Cloud))).CheckAsync(cancellation);

    public Task<ApplyEnded> ApplyAsync(
        Site site, Artifact artifact, IProgress<ApplyEvent> progress, CancellationToken cancellation) =>
        ApplyAsync(site, artifact, "", progress, cancellation);

    public Task<ApplyEnded> ApplyAsync(
        Site site, Artifact artifact, string expectedPlan, IProgress<ApplyEvent> progress,
        CancellationToken cancellation) =>
        AloneAsync(
            site, "apply", async (context, token) =>
            {
                var before = Remembered()?.Site;
                Remember(site, artifact);
                CommitSecrets();
                var rights = new MissingRights(new CloudSite(site, access.Connect(site.Cloud)));
                var plan = await rights.WaitAsync(
                    context with { Report = message => ReportAll(progress, message) },
                    async () => await new Planner(context).PlanAsync(
                        await GraphAsync(site, artifact, context, token), token),
                    token);
                var reply = plan.ToReply(site.Name);
                if (expectedPlan.Length > 0 && expectedPlan != reply.Fingerprint)
                {
                    throw new InvalidOperationException(
                        "The plan does not hold any more: the cloud, the nodes or the release have changed since it was "
                        + "saved. Make a new one with moodlectl plan, and look at it again.");
                }

                PlanPricing.Add(reply, site, before);
                return await CarryOutAsync(plan, reply, context, progress, token);
            },
            cancellation);

    public async Task<SiteStatus> StatusAsync(CancellationToken cancellation)
    {
        if (Remembered() is not { } known)
        {
            return new SiteStatus();
        }

        var states = store.Steps(known.Site.Name);
        var status = new StatusReport(known.Site, states, parts.Fleet, time);
        return await status.ReadAsync(
            access, store.Applies(known.Site.Name).LastThatChanged, cancellation);
    }

    public void Drain() => drain?.Cancel();

    public void Dispose() => drain?.Dispose();

    /// <summary>The site that was applied last; null: none yet.</summary>
    internal static Site? SiteOf(IDocumentStore documents) => Remembered(documents)?.Site;

    /// <summary>The site that was applied last with its release archive; null: none yet.</summary>
    internal static (Site Site, Artifact Artifact)? LastOf(IDocumentStore documents) =>
        Remembered(documents) is { } known ? (known.Site, known.Artifact) : null;

    /// <summary>Notes what the site is from now on.</summary>
    internal static void Remember(IDocumentStore documents, Site site, Artifact artifact) =>
        documents.Put(DocumentKind, DocumentId, JsonSerializer.SerializeToUtf8Bytes(new Known(site, artifact)));

    // One apply or destroy at a time: within this process by the gate, beyond it by the lease.
    private async Task<ApplyEnded> AloneAsync(
        Site site, string what, Func<StepContext, CancellationToken, Task<ApplyRecord>> work,
        CancellationToken cancellation)
    {
        if (!gate.TryEnter())
        {
            throw new ApplyInProgressException($"An apply of {site.Name} is under way. Wait for its end.");
        }

        try
        {
            RefuseOther(site);
            var applies = store.Applies(site.Name);
            var start = applies.TryStart(Environment.MachineName, limits.Lease)
                ?? throw new ApplyInProgressException(LockedBy(site.Name, applies.Lease!));
            return await UnderLeaseAsync(site, what, applies, start, work, cancellation);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<ApplyEnded> UnderLeaseAsync(
        Site site, string what, IApplies applies, ApplyStart start,
        Func<StepContext, CancellationToken, Task<ApplyRecord>> work, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var record = ApplyRecord.Nothing;
        var draining = new CancellationTokenSource();
        drain = draining;
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        using (time.CreateTimer(_ => Renew(applies, start, stop), null, limits.Lease / 3, limits.Lease / 3))
        {
            try
            {
                record = await work(Context(site, start.Epoch) with { Drain = draining.Token }, stop.Token);
            }
            catch (OperationCanceledException)
            {
                record = record with { Error = $"The {what} was stopped. Repeat it: it goes on from where it was." };
            }
            catch (Exception exception)
            {
                record = record with { Error = StoreFailure.Explain(exception) };
            }
        }

        drain = null;
        draining.Dispose();
        record = record with { WallSeconds = time.GetElapsedTime(began).TotalSeconds };
        try
        {
            applies.End(start, record);
        }
        catch (Exception exception) when (StoreFailure.Is(exception))
        {
            // The lease ends by itself; what was done is in the journal or found by its tags.
            record = record with { Succeeded = false, Error = record.Error ?? StoreFailure.Explain(exception) };
        }

        return new ApplyEnded
        {
            Succeeded = record.Succeeded,
            Changed = record.Changed,
            Error = record.Error ?? "",
            Status = await StatusAsync(CancellationToken.None),
        };
    }

    private static async Task<ApplyRecord> CarryOutAsync(
        Plan plan, PlanReply reply, StepContext context, IProgress<ApplyEvent> progress, CancellationToken cancellation)
    {
        progress.Report(new ApplyEvent { Plan = reply });
        if (plan.Obstacles is { Count: > 0 } obstacles)
        {
            throw new InvalidOperationException(string.Join('\n', obstacles));
        }

        var outcome = await new Apply(context, progress).RunAsync(plan, cancellation);
        var path = plan.Graph.LongestPath(step => outcome.Seconds.GetValueOrDefault(step));
        return new ApplyRecord
        {
            Succeeded = outcome.Errors.Count == 0,
            Changed = outcome.Changed,
            WallSeconds = 0,
            LongestPathSeconds = path.Seconds,
            LongestPath = [.. path.Steps.Select(step => step.Id)],
            Durations = outcome.Seconds.ToDictionary(entry => entry.Key.Id, entry => entry.Value),
            Error = outcome.Errors.Count == 0 ? null : string.Join('\n', outcome.Errors),
        };
    }

    private static void ReportAll(IProgress<ApplyEvent> progress, string message) =>
        progress.Report(new ApplyEvent { StepProgress = new StepProgress { Step = "plan", Message = message } });

    private async Task<Graph> GraphAsync(
        Site site, Artifact artifact, StepContext context, CancellationToken cancellation)
    {
        var cloud = new CloudSite(site, access.Connect(site.Cloud));
        var found = await new TagScan(cloud).ReadAsync(cancellation);
        return SiteGraph.Build(cloud, parts, artifact, found, context.States, context.Journal);
    }

    // Committed before anything can use them.
    private void CommitSecrets()
    {
        foreach (var name in (string[])[SecretNames.AppAdmin, SecretNames.AppKey, SecretNames.DatabaseAdmin, SecretNames.DatabaseApp])
        {
            parts.Secrets.GetOrCreate(name);
        }
    }

    private void Renew(IApplies applies, ApplyStart start, CancellationTokenSource stop)
    {
        try
        {
            applies.Renew(start, limits.Lease);
        }
        catch (LeaseLostException)
        {
            stop.Cancel();
        }
        catch (Exception exception) when (StoreFailure.Is(exception))
        {
            // The next journal write says so where it can be told.
        }
    }

    private static string LockedBy(string site, LeaseState lease) =>
        $"Site {site} is locked by {lease.Owner} since {lease.Since:u} (lease epoch {lease.Epoch}). Wait for its end; if "
        + "that coordinator is gone for good, moodlectl lease free.";

    private StepContext Context(Site site, long epoch) => new()
    {
        Journal = store.Journal(site.Name),
        States = store.Steps(site.Name),
        Limits = limits,
        Time = time,
        Epoch = epoch,
        Report = _ => { },
    };

    private void RefuseOther(Site site)
    {
        if (Remembered()?.Site.Name is { } owned && owned != site.Name)
        {
            throw new InvalidOperationException(
                $"This coordinator owns the site {owned}; {site.Name} needs a coordinator of its own. "
                + "Start one with another state folder.");
        }

        if (Remembered()?.Site is { } now && now.Product == site.Product
            && Upgrade.IsOlder(site.Release.Version, now.Release.Version)
            && store.Steps(site.Name).Find(StepIds.Install) is not null)
        {
            throw new InvalidOperationException(
                $"{site.Product} {site.Release.Version} is older than {now.Release.Version}, which is installed, and a database "
                + "never goes back. Write the release that is installed, or a later one for moodlectl upgrade.");
        }
    }

    private void Remember(Site site, Artifact artifact) => Remember(store.Documents, site, artifact);

    private Known? Remembered() => Remembered(store.Documents);

    private static Known? Remembered(IDocumentStore documents) =>
        documents.Get(DocumentKind, DocumentId) is { } content ? JsonSerializer.Deserialize<Known>(content) : null;

    private sealed record Known(Site Site, Artifact Artifact);
}
