using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Journal;
using MoodleNodeAgent.Agent.Logging;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Drift;

/// <summary>Looks whether the node is still as it was applied: after a while, and when a watched file changes. Tells the
/// coordinator when it is there, and repairs what the site says; needs no coordinator for either.</summary>
internal sealed class DriftWatch(
    RunEngine engine, KeptParts kept, RunJournal journal, HostRoot root, Func<ExecutorMessage, Task> tell, Limits limits,
    TimeProvider time, ILogger log)
{
    private const int LongestDiff = 4096;
    private readonly Dictionary<string, DateTimeOffset> repaired = new(StringComparer.Ordinal);

    /// <summary>The last report; null: nothing was looked at yet.</summary>
    public DriftReport? Last { get; private set; }

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var files = new WatchedFiles(root);
        var seen = -1;
        var next = DateTimeOffset.MinValue;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var version = kept.Version;
                if (version != seen)
                {
                    seen = version;
                    next = DateTimeOffset.MinValue;
                    files.Watch(Watched(kept.All()).SelectMany(part => WatchedTasks.Files(part.Spec)).Distinct());
                }

                if (files.HaveChanged() || time.GetUtcNow() >= next)
                {
                    next = time.GetUtcNow() + limits.DriftInterval;
                    await LookAsync(stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Such as a full disk; the next look may do better.
                log.Warning("Cannot look for drift: {Reason}", exception.Message);
            }

            await Task.Delay(limits.DriftLook, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        var parts = Watched(kept.All());
        if (parts.Count == 0)
        {
            return;
        }

        var report = new DriftReport { Checked = Timestamp.FromDateTimeOffset(time.GetUtcNow()) };
        foreach (var part in parts)
        {
            var results = await engine.ObserveAsync(part.Spec, stopping);
            var drifted = results.Where(task => task.Status is TaskStatus.Changed or TaskStatus.Failed).ToList();
            report.Tasks.AddRange(drifted.Exists(task => task.Status == TaskStatus.Changed) && MayRepair(part)
                ? await RepairAsync(part, drifted, stopping)
                : drifted.Select(task => Entry(part, task, isRepaired: false)));
        }

        var before = Last;
        Last = report;
        if (before is null || !report.Tasks.Equals(before.Tasks))
        {
            if (report.Tasks.Count > 0)
            {
                log.ForEvent(LogEvents.Drift).Warning(
                    "Not as it was applied: {Tasks}", string.Join(", ", report.Tasks.Select(task => task.TaskId)));
            }

            await tell(new ExecutorMessage { DriftReport = report });
        }
    }

    /// <summary>The parts with what can be looked at.</summary>
    private static List<KeptPart> Watched(IReadOnlyList<KeptPart> parts)
    {
        var mounts = parts.SelectMany(part => WatchedTasks.Mounts(part.Spec)).ToList();
        return [.. parts.Select(part => new KeptPart { Part = part.Part, Spec = WatchedTasks.Of(part.Spec, mounts) })];
    }

    /// <summary>Two who fight over a file would else write it all the time.</summary>
    private bool MayRepair(KeptPart part) => kept.Repair
        && !(repaired.TryGetValue(part.Part, out var last) && time.GetUtcNow() < last + limits.DriftRepairPause);

    private async Task<IEnumerable<DriftedTask>> RepairAsync(
        KeptPart part, IReadOnlyList<TaskResult> drifted, CancellationToken stopping)
    {
        repaired[part.Part] = time.GetUtcNow();
        // A run as any other, so that it stands in the journal, and units follow what it changes.
        var request = new RunRequest
        {
            RunId = $"drift-{Guid.NewGuid():N}",
            Epoch = journal.Epoch(),
            Mode = RunMode.Apply,
            Spec = part.Spec,
        };
        if (engine.AnswerWithoutRunning(request) is { } refusal)
        {
            return drifted.Select(task => Entry(part, task, isRepaired: false, refusal.Error));
        }

        var result = await engine.RunAsync(request, _ => Task.CompletedTask, CancellationToken.None, stopping);
        await tell(new ExecutorMessage { RunResult = result });
        return result.Results
            .Where(task => task.Status is TaskStatus.Changed or TaskStatus.Failed)
            .Select(task => Entry(part, task, isRepaired: task.Status == TaskStatus.Changed));
    }

    private static DriftedTask Entry(KeptPart part, TaskResult task, bool isRepaired, string? error = null) => new()
    {
        Part = part.Part,
        TaskId = task.TaskId,
        Diff = task.Diff.Length <= LongestDiff ? task.Diff : task.Diff[..LongestDiff],
        Error = error ?? task.Error,
        Repaired = isRepaired,
    };
}
