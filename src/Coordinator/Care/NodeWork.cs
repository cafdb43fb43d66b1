using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Runs node specs as part of one piece of care.</summary>
/// <param name="fleet">All agents.</param>
/// <param name="limits">Bounds.</param>
/// <param name="epoch">Lease epoch, by which agents refuse an older coordinator.</param>
internal sealed class NodeWork(IFleet fleet, CareLimits limits, long epoch)
{
    /// <summary>Runs a spec on its node; the output of its last task that told something.</summary>
    /// <exception cref="CareException">A task failed, or the node is away.</exception>
    public async Task<string> RunAsync(NodeSpec spec, CancellationToken cancellation)
    {
        if (!fleet.IsConnected(spec.Node))
        {
            throw new CareException(
                $"{spec.Node} is not connected. Look at \"journalctl -u moodle-node-agent-link\" there, or replace the "
                + "node with moodlectl apply.");
        }

        var request = new RunRequest
        {
            RunId = Guid.NewGuid().ToString("N"),
            Epoch = (ulong)epoch,
            Mode = RunMode.Apply,
            Spec = spec,
            Timeout = Duration.FromTimeSpan(limits.Run),
            Part = PartOf(spec),
        };
        RunResult result;
        try
        {
            result = await fleet.RunAsync(spec.Node, request, null, cancellation);
        }
        catch (TimeoutException failure)
        {
            throw new CareException(failure.Message, failure);
        }

        if (result.Status != RunStatus.Succeeded)
        {
            var failed = result.Results.FirstOrDefault(task => task.Status == TaskStatus.Failed);
            throw new CareException(
                failed is not null ? $"{spec.Node}: {failed.TaskId} failed: {failed.Error}"
                : result.Error.Length > 0 ? $"{spec.Node}: {result.Error}"
                : $"{spec.Node}: the run ended as {result.Status}. Try again.");
        }

        return result.Results.LastOrDefault(task => task.Output.Length > 0)?.Output ?? "";
    }

    // What takes the place of a part of an apply is kept by the agent in its place; else it would count as drift from the
    // former one, and be undone where drift is repaired.
    private static string PartOf(NodeSpec spec) =>
        spec.Tasks.Any(task => task.Id == "app/code") ? $"node/{spec.Node}/app"
        : spec.Tasks.Any(task => task.Timer is not null) ? $"node/{spec.Node}/cron"
        : "";

    /// <summary>Runs one spec for each node, all at once; all of them end before a failure is told.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(IEnumerable<NodeSpec> specs, CancellationToken cancellation)
    {
        var runs = specs.Select(spec => RunAsync(spec, cancellation)).ToList();
        await ((Task)Task.WhenAll(runs)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failures = runs.Where(run => run.IsFaulted).Select(run => run.Exception!.InnerException!.Message).ToList();
        cancellation.ThrowIfCancellationRequested();
        return failures.Count > 0
            ? throw new CareException(string.Join('\n', failures))
            : [.. runs.Select(run => run.Result)];
    }
}
