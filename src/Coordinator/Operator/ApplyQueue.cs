using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>One apply at a time. It belongs to the coordinator: it goes on when the client who asked for it goes.
/// </summary>
internal sealed class ApplyQueue(
    TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ApplyQueue> log)
    : IHostedService
{
    private readonly Lock _lock = new();
    private RunningApply? _current;
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;

    /// <summary>Whether something is under way.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _current is not null;
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

    /// <summary>Starts an apply, or what else takes the whole site.</summary>
    /// <exception cref="ApplyInProgressException">Another one has not ended.</exception>
    public RunningApply Start(
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
            _work = Task.Run(() => WorkAsync(apply, site, work, stop));
            return apply;
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits until a running apply has stopped; the next one goes on from its journal.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _work.WaitAsync(cancellationToken);

    private async Task WorkAsync(
        RunningApply apply, string site, Func<IProgress<ApplyEvent>, CancellationToken, Task<ApplyEnded>> work,
        CancellationToken stop)
    {
        ApplyEnded ended;
        try
        {
            ended = await work(apply, stop);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            ended = new ApplyEnded { Error = "The coordinator was stopped. Start it again and repeat the apply; it goes on." };
        }
        catch (ApplyInProgressException failure)
        {
            ended = new ApplyEnded { Error = failure.Message };
        }
        catch (Exception failure)
        {
            OperatorLog.ApplyBroke(log, site, failure);
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

        OperatorLog.ApplyEnded(log, site, ended.Succeeded, ended.Changed, ended.Error);
        apply.End(ended);
    }
}
