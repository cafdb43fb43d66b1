using MoodleNodeAgent.Coordinator.Operator;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>Looks for drift from time to time, while nothing is being applied. It tells what is new, and changes nothing.
/// </summary>
internal sealed class DriftWatch(
    ISiteLifecycle lifecycle, ApplyQueue queue, TimeProvider time, ILogger<DriftWatch> log, Limits? limits = null)
    : BackgroundService
{
    private string told = "";

    /// <summary>What the last look found; null: there was none yet.</summary>
    public DriftReply? Last { get; private set; }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (lifecycle.Site is not { } site || queue.Current is not null)
        {
            return;
        }

        try
        {
            var drift = await lifecycle.DriftAsync(cancellation);
            if (queue.Current is not null)
            {
                return;
            }

            Last = drift;
            var words = string.Join("; ", drift.Steps.Select(
                step => $"{step.Step} ({step.Action}) {string.Join(", ", step.Differences)}".TrimEnd()));
            if (words != told)
            {
                told = words;
                if (words.Length > 0)
                {
                    DeploymentLog.Drifted(log, site, words);
                }
                else
                {
                    DeploymentLog.DriftEnded(log, site);
                }
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            DeploymentLog.DriftUnknown(log, site, failure.Message);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer((limits ?? new Limits()).DriftWatch, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }
}
