using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>What a task found or did.</summary>
/// <param name="Output">What a command printed that was asked to tell.</param>
internal sealed record TaskOutcome(TaskStatus Status, string Diff, string Output = "");

/// <summary>The typed, idempotent unit of work.</summary>
internal abstract class NodeTask
{
    /// <summary>Check: observe and compare. Apply: observe, compare, converge, observe again.</summary>
    /// <param name="beforeChange">Called once before the first write.</param>
    public abstract Task<TaskOutcome> RunAsync(
        RunMode mode, TaskContext context, Action beforeChange, CancellationToken cancellation);
}

/// <summary>The same shape for each kind of task.</summary>
/// <typeparam name="TState">What the task observes.</typeparam>
internal abstract class NodeTask<TState> : NodeTask
{
    /// <summary>Reads what is. Writes nothing.</summary>
    protected abstract Task<TState> ObserveAsync(TaskContext context, CancellationToken cancellation);

    /// <summary>What differs from the spec, one "key: old -> new" or diff each; empty when all is as wanted. Pure.</summary>
    protected abstract IReadOnlyList<string> Compare(TState state, TaskContext context);

    /// <summary>Changes what differs, and only that.</summary>
    protected abstract Task ConvergeAsync(TState state, TaskContext context, CancellationToken cancellation);

    /// <summary>Outcome of a task with nothing to do. Default: ok.</summary>
    protected virtual TaskOutcome Settled => new(TaskStatus.Ok, "");

    /// <summary>Whether observing again tells that the change is done. Default true.</summary>
    protected virtual bool Verifiable => true;

    /// <summary>What the change printed, where the spec asks for it. Default: nothing.</summary>
    protected virtual string Output => "";

    public sealed override async Task<TaskOutcome> RunAsync(
        RunMode mode, TaskContext context, Action beforeChange, CancellationToken cancellation)
    {
        var state = await ObserveAsync(context, cancellation);
        var differences = Compare(state, context);
        if (differences.Count == 0)
        {
            return Settled;
        }

        var diff = Cap(string.Join('\n', differences), context.Limits.Diff);
        if (mode == RunMode.Check)
        {
            return new TaskOutcome(TaskStatus.Changed, diff);
        }

        beforeChange();
        await ConvergeAsync(state, context, cancellation);
        if (Verifiable)
        {
            var left = Compare(await ObserveAsync(context, cancellation), context);
            if (left.Count > 0)
            {
                throw new TaskException(
                    "not-converged",
                    "Cannot reach the spec: after the change this still differs: "
                    + Cap(string.Join("; ", left), context.Limits.ErrorTail));
            }
        }

        return new TaskOutcome(TaskStatus.Changed, diff, Output);
    }

    private static string Cap(string text, int characters) =>
        text.Length <= characters ? text : $"{text[..characters]}\n... {text.Length - characters} characters left out ...";
}
