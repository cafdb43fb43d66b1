using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A module as dnf keeps it.</summary>
/// <param name="Known">False: the release has no such module, or none at all.</param>
/// <param name="Stream">The enabled one; null: none.</param>
internal sealed record ModuleState(bool Known, string? Stream);

/// <summary>A module stream, enabled; skipped where the release has none.</summary>
internal sealed class ModuleStreamConverger(ModuleStreamTask spec) : NodeTask<ModuleState>
{
    private bool known = true;

    protected override TaskOutcome Settled => new(known ? TaskStatus.Ok : TaskStatus.Skipped, "");

    protected override async Task<ModuleState> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        var enabled = Enabled(context);
        if (enabled != spec.Stream)
        {
            known = await IsKnownAsync(context, cancellation);
        }

        return new ModuleState(known, enabled);
    }

    protected override IReadOnlyList<string> Compare(ModuleState state, TaskContext context) =>
        !state.Known || state.Stream == spec.Stream
            ? []
            : [$"module {spec.Name}: {state.Stream ?? "not enabled"} -> {spec.Stream}"];

    protected override Task ConvergeAsync(ModuleState state, TaskContext context, CancellationToken cancellation) =>
        Dnf.RequireAsync(
            context,
            ["module", state.Stream is null ? "enable" : "switch-to", "-y", $"{spec.Name}:{spec.Stream}"],
            "module-failed", $"enable the module stream {spec.Name}:{spec.Stream}", cancellation);

    /// <summary>Reads /etc/dnf/modules.d/php.module, lines such as "stream=8.2" and "state=enabled".</summary>
    private string? Enabled(TaskContext context)
    {
        var file = context.Root.Map($"/etc/dnf/modules.d/{spec.Name}.module");
        if (!File.Exists(file))
        {
            return null;
        }

        var settings = File.ReadLines(file).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last()[1].Trim(), StringComparer.Ordinal);
        return settings.GetValueOrDefault("state") == "enabled" && settings.GetValueOrDefault("stream") is { Length: > 0 } stream
            ? stream
            : null;
    }

    // "Error: No matching Modules to list"
    private static bool IsAnswer(ProcessOutcome outcome) => outcome.ExitCode == 0
        || (outcome.Output + outcome.Error).Contains("No matching Modules", StringComparison.OrdinalIgnoreCase);

    private async Task<bool> IsKnownAsync(TaskContext context, CancellationToken cancellation)
    {
        var outcome = await context.Answers.AskAsync(
            new ProcessRequest
            {
                Program = Dnf.Program,
                Arguments = ["-q", "module", "list", spec.Name],
                OutsideSandbox = true,
                Timeout = context.Limits.Packages,
            },
            // What the repositories offer is asked for again when there are others, or the package database changed.
            [.. AnswerCache.PackageDatabase, "/etc/yum.repos.d"], IsAnswer, context.Processes, cancellation);
        if (outcome.ExitCode == 0)
        {
            return true;
        }

        return IsAnswer(outcome)
            ? false
            : throw new TaskException(
                "module-failed",
                $"Cannot ask for the module {spec.Name}: dnf ended with {outcome.ExitCode}: "
                + outcome.Tail(context.Limits.ErrorTail));
    }
}
