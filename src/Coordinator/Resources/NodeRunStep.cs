using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>How the tasks of a run ended.</summary>
internal sealed record TaskTally(int Ok, int Changed, int Failed, int Skipped)
{
    public static TaskTally Of(IEnumerable<TaskResult> results)
    {
        var statuses = results.Select(result => result.Status).ToList();
        return new TaskTally(
            statuses.Count(status => status == TaskStatus.Ok), statuses.Count(status => status == TaskStatus.Changed),
            statuses.Count(status => status == TaskStatus.Failed),
            statuses.Count(status => status == TaskStatus.Skipped));
    }
}

/// <summary>One stage of a node's work: a node spec, checked to observe and applied to act. The run id is journaled, so
/// that a killed apply asks for the same run again and the agent answers from its own journal.</summary>
internal sealed class NodeRunStep : Step
{
    private const int MostDetailLines = 20;

    private readonly string node;
    private readonly IFleet fleet;
    private readonly Func<NodeSpec> spec;

    /// <param name="id">Step path.</param>
    /// <param name="node">Name such as "web-1".</param>
    /// <param name="fleet">All agents.</param>
    /// <param name="expected">Usual duration.</param>
    /// <param name="takeInputs">Takes what the spec is made of, and gives the maker of the spec.</param>
    public NodeRunStep(string id, string node, IFleet fleet, TimeSpan expected, Func<Step, Func<NodeSpec>> takeInputs)
        : base(id)
    {
        this.node = node;
        this.fleet = fleet;
        Expected = expected;
        Tally = Produces<TaskTally>("tasks");
        spec = takeInputs(this);
    }

    /// <summary>How the tasks ended in the last run.</summary>
    public Output<TaskTally> Tally { get; }

    public override TimeSpan Expected { get; }

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        if (!fleet.IsConnected(node))
        {
            return Observation.Missing;
        }

        var request = Request(
            Guid.NewGuid().ToString("N"), context.Epoch, RunMode.Check, spec(), context.Limits.CheckRun);
        var result = await fleet.RunAsync(node, request, null, cancellation);
        if (result.Status == RunStatus.Refused)
        {
            throw new InvalidOperationException(Explain(result));
        }

        Tally.Set(TaskTally.Of(result.Results));
        var differences = result.Results
            .Where(task => task.Status is TaskStatus.Changed or TaskStatus.Failed)
            .Select(task => new Difference(task.TaskId, "", "as wanted") { Detail = DetailOf(task) })
            .ToList();
        return result.Status == RunStatus.Succeeded || differences.Count > 0
            ? Observation.Of(differences)
            : Observation.Of([new Difference("check", $"{result.Status}", "Succeeded")]);
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        var wanted = spec();
        var result = await RunOnceAsync(context, wanted, cancellation);
        if (result.Status == RunStatus.Interrupted)
        {
            context.Report("The run was interrupted; applying again");
            result = await RunOnceAsync(context, wanted, cancellation);
        }

        if (result.Status != RunStatus.Succeeded)
        {
            throw new InvalidOperationException(Explain(result));
        }

        Tally.Set(TaskTally.Of(result.Results));
    }

    internal override void Settle(StepContext context)
    {
        if (context.Journal.FindUnanswered(Id) is { } intent)
        {
            context.Journal.Succeed(intent, null);
        }
    }

    private async Task<RunResult> RunOnceAsync(StepContext context, NodeSpec wanted, CancellationToken cancellation)
    {
        var body = wanted.ToByteArray();
        var intent = context.Journal.FindUnanswered(Id);
        if (intent is not null && !intent.Body.AsSpan().SequenceEqual(body))
        {
            context.Journal.Fail(intent, "The wanted state has changed since.");
            intent = null;
        }

        intent ??= context.Journal.Begin(Id, "Run", body, context.Epoch);
        var request = Request(intent.Token, context.Epoch, RunMode.Apply, wanted, context.Limits.ApplyRun);
        var result = await fleet.RunAsync(node, request, new TaskProgress(context), cancellation);
        if (result.Status == RunStatus.Succeeded)
        {
            context.Journal.Succeed(intent, null);
        }
        else
        {
            context.Journal.Fail(intent, Explain(result));
        }

        return result;
    }

    private RunRequest Request(string runId, long epoch, RunMode mode, NodeSpec spec, TimeSpan timeout) => new()
    {
        RunId = runId,
        Epoch = (ulong)epoch,
        Mode = mode,
        Spec = spec,
        Timeout = Duration.FromTimeSpan(timeout),
        // The agent keeps what it applied, to look for drift from it.
        Part = Id,
    };

    private string Explain(RunResult result)
    {
        var failed = result.Results.FirstOrDefault(task => task.Status == TaskStatus.Failed);
        return failed is not null ? $"{node}: task {failed.TaskId} failed: {failed.Error}"
            : result.Status == RunStatus.Refused ? $"{node} refused the run: {result.Error}"
            : $"{node}: the run ended as {result.Status}. Apply again.";
    }

    private static string DetailOf(TaskResult task)
    {
        if (task.Status == TaskStatus.Failed)
        {
            return $"cannot be checked: {task.Error}";
        }

        var lines = task.Diff.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? "would change"
            : string.Join('\n', lines.Take(MostDetailLines)) + (lines.Length > MostDetailLines ? "\n..." : "");
    }

    private sealed class TaskProgress(StepContext context) : IProgress<TaskEvent>
    {
        public void Report(TaskEvent value) => context.Report(value.Result is { } result
            ? $"{value.TaskId}: {result.Status.ToString().ToLowerInvariant()}"
            : value.TaskId);
    }
}
