using System.Diagnostics;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Telemetry;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>One apply, or what else takes the whole site, at a time. It belongs to the coordinator: it goes on when the
/// client who asked for it goes.</summary>
internal sealed class ApplyQueue(
    IDeployment deployment, Metrics metrics, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ApplyQueue> log)
    : IHostedService
{
    private readonly Lock _lock = new();
    private RunningApply? _current;
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;

    /// <summary>Raised when an apply has begun.</summary>
    public event Action<RunningApply>? Begun;

    /// <summary>The apply that runs; null: none.</summary>
    public RunningApply? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <summary>Stops what is under way at once; the next one goes on from its journal.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stop?.Cancel();
        }
    }

    /// <summary>Starts an apply.</summary>
    /// <exception cref="ApplyInProgressException">Another one has not ended.</exception>
    public RunningApply Start(Site site, Artifact artifact, string owner) => Start(
        site.Name, owner, (progress, stop) => deployment.ApplyAsync(site, artifact, progress, stop));

    /// <summary>Starts an apply, or what else takes the whole site.</summary>
    /// <param name="site">Name of the site.</param>
    /// <param name="owner">Who asked for it.</param>
    /// <param name="work">What is done; its end is the last event.</param>
    /// <exception cref="ApplyInProgressException">Another one has not ended.</exception>
    public RunningApply Start(
        string site, string owner, Func<IProgress<ApplyEvent>, CancellationToken, Task<ApplyEnded>> work)
    {
        RunningApply apply = Enter(site, owner, work);
        Begun?.Invoke(apply);
        return apply;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits until a running apply has stopped; the next one goes on from its journal.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _work.WaitAsync(cancellationToken);

    private RunningApply Enter(
        string site, string owner, Func<IProgress<ApplyEvent>, CancellationToken, Task<ApplyEnded>> work)
    {
        lock (_lock)
        {
            if (_current is { } other)
            {
                throw new ApplyInProgressException(
                    $"Site {other.Site} is locked by {other.Owner} since {other.Start:u}: one apply at a time. "
                    + "Wait for its end, then try again.");
            }

            var apply = new RunningApply(site, owner, time.GetUtcNow());
            _current = apply;
            OperatorLog.ApplyStarted(log, site, owner);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            CancellationToken stop = _stop.Token;
            _work = Task.Run(() => WorkAsync(apply, work, stop), CancellationToken.None);
            return apply;
        }
    }

    private async Task WorkAsync(
        RunningApply apply, Func<IProgress<ApplyEvent>, CancellationToken, Task<ApplyEnded>> work,
        CancellationToken stop)
    {
        ApplyEnded ended;
        using Activity? span = Traces.Source.StartActivity("apply");
        span?.SetTag("mna.site", apply.Site);
        try
        {
            ended = await work(apply, stop);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            ended = new ApplyEnded { Error = "The coordinator was stopped. Start it again and repeat the apply; it goes on." };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ended = new ApplyEnded { Error = "It was stopped. Repeat the command: it goes on from where it was." };
        }
        catch (ApplyInProgressException failure)
        {
            ended = new ApplyEnded { Error = failure.Message };
        }
        catch (Exception failure)
        {
            OperatorLog.ApplyBroke(log, apply.Site, failure);
            ended = new ApplyEnded
            {
                Error = $"{failure.Message} The coordinator's log has the details; apply again to go on.",
            };
        }

        lock (_lock)
        {
            _current = null;
            _stop?.Dispose();
            _stop = null;
        }

        if (!ended.Succeeded)
        {
            span.Fail(ended.Error);
        }

        metrics.Applied(ended.Succeeded, time.GetUtcNow() - apply.Start);
        OperatorLog.ApplyEnded(log, apply.Site, ended.Succeeded, ended.Changed, ended.Error);
        apply.End(ended);
    }
}
