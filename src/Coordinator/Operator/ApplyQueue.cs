using System.Diagnostics;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Telemetry;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>One apply at a time. It belongs to the coordinator: it goes on when the client who asked for it goes.
/// </summary>
internal sealed class ApplyQueue(
    IDeployment deployment, Metrics metrics, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ApplyQueue> log)
    : IHostedService
{
    private readonly Lock _lock = new();
    private RunningApply? _current;
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

    /// <summary>Starts an apply.</summary>
    /// <exception cref="ApplyInProgressException">Another one has not ended.</exception>
    public RunningApply Start(Site site, Artifact artifact, string owner)
    {
        RunningApply apply = Enter(site, artifact, owner);
        Begun?.Invoke(apply);
        return apply;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits until a running apply has stopped; the next one goes on from its journal.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _work.WaitAsync(cancellationToken);

    private RunningApply Enter(Site site, Artifact artifact, string owner)
    {
        lock (_lock)
        {
            if (_current is { } other)
            {
                throw new ApplyInProgressException(
                    $"Site {other.Site} is locked by {other.Owner} since {other.Start:u}: one apply at a time. "
                    + "Wait for its end, then try again.");
            }

            var apply = new RunningApply(site.Name, owner, time.GetUtcNow());
            _current = apply;
            OperatorLog.ApplyStarted(log, site.Name, owner);
            _work = Task.Run(() => WorkAsync(apply, site, artifact));
            return apply;
        }
    }

    private async Task WorkAsync(RunningApply apply, Site site, Artifact artifact)
    {
        ApplyEnded ended;
        using Activity? span = Traces.Source.StartActivity("apply");
        span?.SetTag("mna.site", site.Name);
        try
        {
            ended = await deployment.ApplyAsync(site, artifact, apply, lifetime.ApplicationStopping);
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
            OperatorLog.ApplyBroke(log, site.Name, failure);
            ended = new ApplyEnded
            {
                Error = $"{failure.Message} The coordinator's log has the details; apply again to go on.",
            };
        }

        lock (_lock)
        {
            _current = null;
        }

        if (!ended.Succeeded)
        {
            span.Fail(ended.Error);
        }

        metrics.Applied(ended.Succeeded, time.GetUtcNow() - apply.Start);
        OperatorLog.ApplyEnded(log, site.Name, ended.Succeeded, ended.Changed, ended.Error);
        apply.End(ended);
    }
}
