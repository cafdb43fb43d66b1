using System.Collections.Concurrent;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Telemetry;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>How an apply went.</summary>
internal sealed record ApplyOutcome
{
    public required bool Changed { get; init; }

    /// <summary>Message of each failed step.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Measured seconds of each step that did something.</summary>
    public required IReadOnlyDictionary<Step, double> Seconds { get; init; }
}

/// <summary>Carries a plan out: each step starts as soon as its inputs are there. After a failure no step is started;
/// those in flight end and are recorded.</summary>
internal sealed class Apply(StepContext context, IProgress<ApplyEvent> progress)
{
    private readonly ConcurrentDictionary<string, Slots> serial = new();
    private readonly ConcurrentDictionary<Step, double> seconds = new();
    private readonly ConcurrentQueue<string> errors = new();

    private enum Ending
    {
        NotStarted,
        Unchanged,
        Changed,
        Failed,
    }

    public async Task<ApplyOutcome> RunAsync(Plan plan, CancellationToken cancellation)
    {
        var running = new Dictionary<Step, Task<Ending>>();
        foreach (var step in plan.Graph.Steps)
        {
            running[step] = RunAsync(
                step, plan.Observations[step], [.. step.Needs.Select(need => running[need])], cancellation);
        }

        var endings = await Task.WhenAll(running.Values);
        cancellation.ThrowIfCancellationRequested();
        if (errors.IsEmpty && endings.Contains(Ending.NotStarted))
        {
            context.Drain.ThrowIfCancellationRequested();
        }

        return new ApplyOutcome
        {
            Changed = endings.Contains(Ending.Changed),
            Errors = [.. errors],
            Seconds = seconds,
        };
    }

    private async Task<Ending> RunAsync(
        Step step, Observation planned, IReadOnlyList<Task<Ending>> needs, CancellationToken cancellation)
    {
        var before = await Task.WhenAll(needs);
        if (!errors.IsEmpty || cancellation.IsCancellationRequested || context.Drain.IsCancellationRequested
            || before.Any(ending => ending is Ending.Failed or Ending.NotStarted))
        {
            return Ending.NotStarted;
        }

        // Off the caller's thread, so that independent steps really start together.
        await Task.Yield();
        var start = context.Time.GetTimestamp();
        var worked = false;
        using var span = Traces.Source.StartActivity(step.Id);
        var hasNewInputs = before.Contains(Ending.Changed);
        var at = ContextFor(step) with { HasNewInputs = hasNewInputs };
        try
        {
            var isFresh = planned.WasObserved && !hasNewInputs;
            var observation = isFresh ? planned : await step.ObserveAsync(at, cancellation);
            worked = observation.Action != StepAction.None;

            // What the plan said is what the log says, also where nothing is left to do by then.
            if (worked || planned.Action != StepAction.None)
            {
                Refuse(observation);
                progress.Report(new ApplyEvent
                {
                    StepStarted = new StepStarted
                    {
                        Step = step.Id,
                        Action = planned.Action == StepAction.None ? observation.Action : planned.Action,
                    },
                });
            }

            if (worked)
            {
                await ActAsync(step, at, observation, cancellation);
                seconds[step] = context.Time.GetElapsedTime(start).TotalSeconds;
            }
            else
            {
                step.Settle(at);
            }

            step.MarkDone();
            Record(step);
            Report(step, start, worked, null);
            return worked ? Ending.Changed : Ending.Unchanged;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Ending.NotStarted;
        }
        catch (Exception exception)
        {
            var message = $"{step.Id}: {StoreFailure.Explain(exception)}";
            errors.Enqueue(message);
            span.Fail(exception.Message);
            seconds[step] = context.Time.GetElapsedTime(start).TotalSeconds;
            Report(step, start, worked, message);
            return Ending.Failed;
        }
    }

    private static void Refuse(Observation observation)
    {
        if (observation.Differences.FirstOrDefault(difference => difference.Obstacle is not null) is { } blocked)
        {
            throw new InvalidOperationException($"Cannot change {blocked.Field}: {blocked.Obstacle}");
        }
    }

    private async Task ActAsync(
        Step step, StepContext at, Observation observation, CancellationToken cancellation)
    {
        if (step.SerialKey is not { } key)
        {
            await step.ActAsync(at, observation, cancellation);
            return;
        }

        await serial.GetOrAdd(key, _ => new Slots(1)).RunAsync(
            async () =>
            {
                await step.ActAsync(at, observation, cancellation);
                return true;
            },
            cancellation);
    }

    private void Record(Step step)
    {
        if (step.IsRemoval)
        {
            foreach (var gone in step.Forgets(context))
            {
                context.States.Remove(gone);
            }

            return;
        }

        var known = context.States.Find(step.Id);
        var record = new StepRecord
        {
            Step = step.Id,
            Resource = step.Resource,
            Outputs = step.Outputs.ToDictionary(output => output.Name, output => output.ToJson()),
            SpecHash = step.SpecHash,
            Seconds = seconds.TryGetValue(step, out var measured) ? measured : known?.Seconds,
        };
        if (known is null || !Same(known, record))
        {
            context.States.Save(record);
        }
    }

    private static bool Same(StepRecord left, StepRecord right) =>
        left.Resource == right.Resource && left.SpecHash == right.SpecHash && left.Seconds.Equals(right.Seconds)
        && left.Outputs.Count == right.Outputs.Count
        && left.Outputs.All(output => right.Outputs.TryGetValue(output.Key, out var other)
            && output.Value.GetRawText() == other.GetRawText());

    private StepContext ContextFor(Step step) => context with
    {
        Report = message => progress.Report(new ApplyEvent
        {
            StepProgress = new StepProgress { Step = step.Id, Message = message },
        }),
    };

    private void Report(Step step, long start, bool changed, string? error) =>
        progress.Report(new ApplyEvent
        {
            StepEnded = new StepEnded
            {
                Step = step.Id,
                Succeeded = error is null,
                Changed = changed,
                Seconds = context.Time.GetElapsedTime(start).TotalSeconds,
                Error = error ?? "",
            },
        });
}
