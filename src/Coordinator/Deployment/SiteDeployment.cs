using System.Text.Json;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>The deployment of the coordinator's one site.</summary>
internal sealed class SiteDeployment(
    SiteStore store, ICloudAccess access, SiteParts parts, Limits limits, TimeProvider time) : IDeployment, IDisposable
{
    private const string DocumentKind = "deployment";
    private const string DocumentId = "site";

    private readonly SemaphoreSlim gate = new(1);

    public async Task<PlanReply> PlanAsync(Site site, Artifact artifact, CancellationToken cancellation)
    {
        RefuseOther(site);
        var graph = SiteGraph.Build(new CloudSite(site, access.Connect(site.Cloud)), parts, artifact);
        var context = Context(site, store.Applies(site.Name).Epoch);
        return (await new Planner(context).PlanAsync(graph, cancellation)).ToReply();
    }

    public async Task<ApplyEnded> ApplyAsync(
        Site site, Artifact artifact, IProgress<ApplyEvent> progress, CancellationToken cancellation)
    {
        if (!await gate.WaitAsync(0, cancellation))
        {
            throw new ApplyInProgressException($"An apply of {site.Name} is under way. Wait for its end.");
        }

        try
        {
            RefuseOther(site);
            var applies = store.Applies(site.Name);
            var start = applies.TryStart(Environment.MachineName, limits.Lease)
                ?? throw new ApplyInProgressException(
                    $"Another coordinator is applying {site.Name}. Wait for its end.");
            Remember(site, artifact);
            return await ApplyAsync(site, artifact, applies, start, progress, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<SiteStatus> StatusAsync(CancellationToken cancellation)
    {
        if (Remembered() is not { } known)
        {
            return new SiteStatus();
        }

        var states = store.Steps(known.Site.Name);
        var status = new StatusReport(known.Site, states, parts.Fleet);
        return await status.ReadAsync(
            access, store.Applies(known.Site.Name).LastThatChanged, cancellation);
    }

    public void Dispose() => gate.Dispose();

    /// <summary>The site that was applied last; null: none yet.</summary>
    internal static Site? SiteOf(IDocumentStore documents) => Remembered(documents)?.Site;

    private async Task<ApplyEnded> ApplyAsync(
        Site site, Artifact artifact, IApplies applies, ApplyStart start, IProgress<ApplyEvent> progress,
        CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var renewal = RenewAsync(applies, start, stop.CancelAsync, stop.Token);
        var record = new ApplyRecord
        {
            Succeeded = false,
            Changed = false,
            WallSeconds = 0,
            LongestPathSeconds = 0,
            LongestPath = [],
            Durations = new Dictionary<string, double>(),
        };
        try
        {
            record = await RunAsync(site, artifact, Context(site, start.Epoch), progress, stop.Token);
        }
        catch (OperationCanceledException)
        {
            record = record with { Error = "The apply was stopped. Apply again: it goes on from where it was." };
        }
        catch (Exception exception)
        {
            record = record with { Error = exception.Message };
        }
        finally
        {
            await stop.CancelAsync();
            await renewal;
        }

        record = record with { WallSeconds = time.GetElapsedTime(began).TotalSeconds };
        applies.End(start, record);
        return new ApplyEnded
        {
            Succeeded = record.Succeeded,
            Changed = record.Changed,
            Error = record.Error ?? "",
            Status = await StatusAsync(CancellationToken.None),
        };
    }

    private async Task<ApplyRecord> RunAsync(
        Site site, Artifact artifact, StepContext context, IProgress<ApplyEvent> progress,
        CancellationToken cancellation)
    {
        // Committed before anything can use them.
        foreach (var name in (string[])[SecretNames.AppAdmin, SecretNames.AppKey, SecretNames.DatabaseAdmin, SecretNames.DatabaseApp])
        {
            parts.Secrets.GetOrCreate(name);
        }

        var graph = SiteGraph.Build(new CloudSite(site, access.Connect(site.Cloud)), parts, artifact);
        var plan = await new Planner(context).PlanAsync(graph, cancellation);
        progress.Report(new ApplyEvent { Plan = plan.ToReply() });
        if (plan.Obstacles is { Count: > 0 } obstacles)
        {
            throw new InvalidOperationException(string.Join('\n', obstacles));
        }

        var outcome = await new Apply(context, progress).RunAsync(plan, cancellation);
        var path = graph.LongestPath(step => outcome.Seconds.GetValueOrDefault(step));
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

    private async Task RenewAsync(
        IApplies applies, ApplyStart start, Func<Task> stopAsync, CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(limits.Lease / 3, time);
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                applies.Renew(start, limits.Lease);
            }
        }
        catch (OperationCanceledException)
        {
            // The apply has ended.
        }
        catch (LeaseLostException)
        {
            await stopAsync();
        }
    }

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
    }

    private void Remember(Site site, Artifact artifact) =>
        store.Documents.Put(
            DocumentKind, DocumentId, JsonSerializer.SerializeToUtf8Bytes(new Known(site, artifact)));

    private Known? Remembered() => Remembered(store.Documents);

    private static Known? Remembered(IDocumentStore documents) =>
        documents.Get(DocumentKind, DocumentId) is { } content ? JsonSerializer.Deserialize<Known>(content) : null;

    private sealed record Known(Site Site, Artifact Artifact);
}
