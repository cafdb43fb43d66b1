using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Drift;
using MoodleNodeAgent.Agent.Executor.Journal;
using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Agent.Logging;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>Runs node specs, one at a time, each run id once.</summary>
internal sealed class RunEngine(
    RunJournal journal, ChangeLedger ledger, SuspendedRuns suspended, KeptParts kept, TaskContext context,
    TaskCatalogue catalogue)
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Runs that go on after a reboot, as long as the local policy still allows them.</summary>
    public IReadOnlyList<RunRequest> TakeSuspended() =>
        [.. suspended.Take().Where(request => journal.Find(request.RunId) is { Result: null }
            && context.Policy.Check(request.Spec).Count == 0)];

    /// <summary>The answer to a run that must not run: from the journal, or a refusal. Null: it may run.</summary>
    public RunResult? AnswerWithoutRunning(RunRequest request)
    {
        if (!RunJournal.IsRunId(request.RunId))
        {
            return Refused(request, $"Cannot run \"{request.RunId}\": a run id has 1 to 128 letters, digits, . _ : -");
        }

        if (journal.Find(request.RunId) is { Result: { } earlier })
        {
            return earlier;
        }

        if (request.Mode is not (RunMode.Check or RunMode.Apply) || request.Spec is null)
        {
            return Refused(request, $"Cannot run {request.RunId}: it has no spec, or neither mode check nor apply.");
        }

        if (!journal.TryAdvance(request.Epoch))
        {
            return Refused(
                request,
                $"Cannot run {request.RunId}: its epoch {request.Epoch} is lower than {journal.Epoch()}, "
                + "which this node has seen. Another coordinator owns the site now.");
        }

        var refusals = context.Policy.Check(request.Spec);
        return refusals.Count == 0 ? null : Refused(request, string.Join('\n', refusals));
    }

    /// <summary>Journals the run, runs its tasks in order, journals the result.</summary>
    /// <param name="cancelled">Ends the run before its next task.</param>
    /// <param name="stopping">Ends the executor: the run stays unfinished and will be told as interrupted.</param>
    public async Task<RunResult> RunAsync(
        RunRequest request, Func<TaskEvent, Task> tell, CancellationToken cancelled, CancellationToken stopping)
    {
        await turn.WaitAsync(stopping);
        try
        {
            return await RunAloneAsync(request, tell, cancelled, stopping);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Checks tasks between runs, without a journal and without a word in the log.</summary>
    public async Task<IReadOnlyList<TaskResult>> ObserveAsync(NodeSpec spec, CancellationToken stopping)
    {
        await turn.WaitAsync(stopping);
        try
        {
            // The node's owner may have tightened the policy since.
            if (context.Policy.Check(spec) is { Count: > 0 } refusals)
            {
                return [new TaskResult { TaskId = spec.Tasks[0].Id, Status = TaskStatus.Failed, Error = string.Join('\n', refusals) }];
            }

            using var limit = new CancellationTokenSource(context.Limits.Run, context.Time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
            var quiet = context with { Log = Serilog.Core.Logger.None, BootIdAtBegin = RebootConverger.BootId(context.Root) };
            List<TaskResult> results = [];
            foreach (var task in spec.Tasks)
            {
                results.Add(await RunTaskAsync(RunMode.Check, task, [], quiet, ending.Token, stopping));
            }

            return results;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<RunResult> RunAloneAsync(
        RunRequest request, Func<TaskEvent, Task> tell, CancellationToken cancelled, CancellationToken stopping)
    {
        // Present and unfinished: it goes on after a reboot, or in the next version of the agent.
        var entry = journal.Find(request.RunId) ?? new JournalEntry
        {
            RunId = request.RunId,
            Epoch = request.Epoch,
            Mode = request.Mode,
            SpecSha256 = Convert.ToHexStringLower(SHA256.HashData(request.Spec.ToByteArray())),
            Started = Timestamp.FromDateTimeOffset(context.Time.GetUtcNow()),
            BootId = RebootConverger.BootId(context.Root),
        };
        journal.Save(entry);
        var log = context.Log.ForRun(request.RunId);
        log.ForEvent(LogEvents.RunBegun).Information("Run begun: {Mode}, {Count} tasks", request.Mode, request.Spec.Tasks.Count);

        var result = new RunResult { RunId = request.RunId, Status = RunStatus.Succeeded, Results = { entry.Done } };
        using var timer = new CancellationTokenSource(request.Timeout?.ToTimeSpan() ?? context.Limits.Run, context.Time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping);
        var changed = new HashSet<string>(ledger.Read(), StringComparer.Ordinal);
        var runContext = context with
        {
            Changed = changed,
            RunId = request.RunId,
            BootIdAtBegin = entry.BootId,
            Suspension = new RunSuspension(request, entry, result, journal, suspended),
        };
        for (var index = entry.Done.Count; index < request.Spec.Tasks.Count; index++)
        {
            var task = request.Spec.Tasks[index];
            if (result.Status == RunStatus.Succeeded && cancelled.IsCancellationRequested)
            {
                result.Status = RunStatus.Cancelled;
            }

            var taskEvent = new TaskEvent { RunId = request.RunId, Index = (uint)index, TaskId = task.Id };
            TaskResult taskResult;
            if (result.Status == RunStatus.Succeeded)
            {
                await tell(taskEvent.Clone());
                taskResult = await RunTaskAsync(
                    request.Mode, task, changed, runContext with { Log = log.ForTask(task.Id) }, ending.Token, stopping);
                // Not a result: a stopping executor must not journal what it did not finish.
                stopping.ThrowIfCancellationRequested();
            }
            else
            {
                taskResult = new TaskResult { TaskId = task.Id, Status = TaskStatus.Skipped };
            }

            if (taskResult.Status == TaskStatus.Failed)
            {
                result.Status = RunStatus.Failed;
            }

            result.Results.Add(taskResult);
            taskEvent.Result = taskResult;
            await tell(taskEvent);
        }

        if (result.Status == RunStatus.Succeeded && request.Mode == RunMode.Apply)
        {
            ledger.Remove(request.Spec.Tasks.Select(task => task.Id));
            if (request.Part.Length > 0)
            {
                kept.Save(new KeptPart { Part = request.Part, Spec = request.Spec });
            }
        }

        entry.Done.Clear();
        entry.Result = result;
        journal.Save(entry);
        log.ForEvent(LogEvents.RunEnded).Information("Run ended: {Status}", result.Status);
        return result;
    }

    private async Task<TaskResult> RunTaskAsync(
        RunMode mode, TaskSpec task, HashSet<string> changed, TaskContext taskContext, CancellationToken ending,
        CancellationToken stopping)
    {
        var log = taskContext.Log;
        var began = context.Time.GetTimestamp();
        var result = new TaskResult { TaskId = task.Id };
        try
        {
            var outcome = await catalogue.Create(task).RunAsync(
                mode, taskContext, () => ledger.Add(task.Id), ending);
            result.Status = outcome.Status;
            result.Diff = outcome.Diff;
            result.Output = outcome.Output;
            if (outcome.Status == TaskStatus.Changed)
            {
                changed.Add(task.Id);
                log.ForEvent(LogEvents.TaskChanged).Information("{Verb:l}", mode == RunMode.Check ? "Would change" : "Changed");
            }
        }
        catch (TaskException failure)
        {
            Fail(result, failure.Code, failure.Message, log);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The unit is stopped, or the host goes down: nothing of this is a result.
            throw;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            Fail(result, "run-too-slow", $"Cannot finish task {task.Id}: the time of the whole run is over.", log);
        }
        catch (IOException exception) when (DiskFault.Of(exception, task) is { } fault)
        {
            Fail(result, fault.Code, fault.Message, log);
        }
        catch (Exception exception)
        {
            Fail(result, "unexpected", $"Cannot finish task {task.Id}: {exception.Message}", log);
        }

        result.DurationMilliseconds = (long)context.Time.GetElapsedTime(began).TotalMilliseconds;
        return result;
    }

    private static void Fail(TaskResult result, string code, string message, ILogger log)
    {
        result.Status = TaskStatus.Failed;
        result.ErrorCode = code;
        result.Error = message;
        // One line: journald gives each line of standard output an entry of its own.
        log.ForEvent(LogEvents.TaskFailed).Error("Task failed ({Code:l}): {Reason:l}", code, message.ReplaceLineEndings(" | "));
    }

    private static RunResult Refused(RunRequest request, string why) =>
        new() { RunId = request.RunId, Status = RunStatus.Refused, Error = why };
}
