namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The changes under way: their latency, their work in the data plane, and how they end.</summary>
internal sealed partial class Cloud
{
    /// <summary>Puts the resource into its state between, starts the work in the data plane, and leaves the rest to
    /// <see cref="Settle"/>.</summary>
    public void Start(Change change)
    {
        Resource resource = change.Resource;
        resource.State = change.During;
        Resource queue = change.Queue ?? resource;
        Task<WorkResult> work = RunAsync(queue.Work, NextFailure, change.Work);
        NextFailure = null;
        queue.Work = work;
        _pending.Add(new PendingChange(change, Now + change.Takes, work));
    }

    /// <summary>Ends every change whose latency is over and whose work is done; forgets what was deleted long
    /// ago.</summary>
    public void Settle()
    {
        while (true)
        {
            if (_pending.Count == 0)
            {
                break;
            }

            DateTimeOffset now = Now;
            PendingChange? next = _pending
                .Where(pending => pending.Due <= now && pending.Work.IsCompletedSuccessfully)
                .MinBy(pending => pending.TimeDone);
            if (next is null)
            {
                break;
            }

            _pending.Remove(next);
            Finish(next);
        }

        ForgetWhatIsLongGone();
    }

    /// <summary>When the next change is over whose work is done; null: nothing is under way.</summary>
    public DateTimeOffset? NextDue => _pending.Where(pending => pending.Work.IsCompleted)
        .Select(pending => (DateTimeOffset?)pending.Due).Min();

    // A look at every resource is too much for every call.
    private void ForgetWhatIsLongGone()
    {
        DateTimeOffset time = Now;
        if (time < _nextSweep)
        {
            return;
        }

        _nextSweep = time + SweepInterval;
        if (_order.Count >= _nextTrim)
        {
            // Filling a cloud leaves more garbage than resources, and the collector is in no hurry to give it back.
            _nextTrim = _order.Count + ResourcesBetweenTrims;
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        foreach (Resource gone in _order.Where(gone => gone.TimeEnded + gone.Kind.Linger <= time).ToList())
        {
            _order.Remove(gone);
            _resources.Remove(gone.Id);
        }
    }

    private void Finish(PendingChange pending)
    {
        Change change = pending.Change;
        Resource resource = change.Resource;
        Resource queue = change.Queue ?? resource;
        if (queue.Work == pending.Work)
        {
            queue.Work = Task.CompletedTask;
        }

        string? failure = pending.Work.Result.Failure;
        // A deletion may begin while the creation is under way: then the creation's end is no news any more.
        bool isLast = resource.State == change.During;
        if (failure is null && isLast)
        {
            change.Then?.Invoke();
            resource.State = change.After;
        }
        else if (isLast)
        {
            resource.State = change.IfFailed ?? resource.Kind.Failed;
            resource.Document["lifecycleDetails"] = failure;
        }

        if (resource.State == resource.Kind.Deleted)
        {
            resource.TimeEnded = pending.TimeDone;
            Addresses.Release(resource.Id);
            change.Released?.Invoke();
        }

        if (change.Request is { } request)
        {
            request.TimeFinished = pending.TimeDone;
            request.Failure = isLast ? failure : failure ?? "Another change of the resource took over.";
        }
    }

    private async Task<WorkResult> RunAsync(Task before, string? fault, Func<CancellationToken, Task>? work)
    {
        await before;
        if (fault is not null)
        {
            return new WorkResult(Now, fault);
        }

        if (work is null)
        {
            return new WorkResult(DateTimeOffset.MinValue, null);
        }

        try
        {
            await (Options.IsWorkImmediate ? work(_ending.Token) : Task.Run(() => work(_ending.Token)));
            return new WorkResult(Now, null);
        }
        catch (Exception exception)
        {
            return new WorkResult(Now, exception.Message);
        }
    }

    private sealed record WorkResult(DateTimeOffset TimeEnded, string? Failure);

    private sealed record PendingChange(Change Change, DateTimeOffset Due, Task<WorkResult> Work)
    {
        public DateTimeOffset TimeDone => Work.Result.TimeEnded > Due ? Work.Result.TimeEnded : Due;
    }
}
