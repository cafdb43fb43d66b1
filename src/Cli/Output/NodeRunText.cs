using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>How a task ended on a node, for a person.</summary>
internal static class NodeRunText
{
    public static void Write(TextWriter output, NodeRun run, bool isCheck)
    {
        if (run.Result is not { } result)
        {
            output.WriteLine($"{run.Node}: FAILED: {run.Error}");
            return;
        }

        if (result.Results.Count == 0)
        {
            output.WriteLine($"{run.Node}: {WordOf(result.Status)}: {result.Error}");
        }

        foreach (var task in result.Results)
        {
            var word = task.Status switch
            {
                TaskStatus.Changed => isCheck ? "would change" : "changed",
                TaskStatus.Failed => $"FAILED: {task.Error}",
                var status => status.ToString().ToLowerInvariant(),
            };
            output.WriteLine($"{run.Node}: {word}");
            foreach (var line in task.Diff.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                output.WriteLine($"  {line}");
            }
        }
    }

    private static string WordOf(RunStatus status) => status == RunStatus.Succeeded ? "ok" : status.ToString().ToUpperInvariant();
}
