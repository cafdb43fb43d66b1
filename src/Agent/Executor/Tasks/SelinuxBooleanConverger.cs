using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A boolean as it is.</summary>
/// <param name="Live">Null: SELinux is disabled in the kernel, so nothing is live.</param>
/// <param name="Persistent">As set by an administrator in the policy store; null: never set.</param>
internal sealed record SelinuxBooleanState(bool? Live, bool? Persistent);

/// <summary>An SELinux boolean, set now and for each boot.</summary>
internal sealed class SelinuxBooleanConverger(SelinuxBooleanTask spec) : NodeTask<SelinuxBooleanState>
{
    private const string Store = "/var/lib/selinux";

    protected override async Task<SelinuxBooleanState> ObserveAsync(
        TaskContext context, CancellationToken cancellation)
    {
        var request = new ProcessRequest
        {
            Program = "/usr/sbin/getsebool",
            Arguments = [spec.Name],
            Timeout = context.Limits.Query,
        };
        // "httpd_use_nfs --> on"
        var outcome = await context.Answers.AskAsync(
            request, Sources(context), answer => answer.ExitCode == 0 || IsDisabled(answer), context.Processes, cancellation);
        var disabled = IsDisabled(outcome);
        if (outcome.ExitCode != 0 && !disabled)
        {
            throw new TaskException(
                "boolean-unknown",
                $"Cannot read the SELinux boolean {spec.Name}: {outcome.Tail(context.Limits.ErrorTail)}");
        }

        bool? live = disabled ? null : outcome.Output.TrimEnd().EndsWith("on", StringComparison.Ordinal);
        return new SelinuxBooleanState(live, Persistent(context));
    }

    protected override IReadOnlyList<string> Compare(SelinuxBooleanState state, TaskContext context)
    {
        List<string> differences = [];
        if (state.Live is { } live && live != spec.Value)
        {
            differences.Add($"{spec.Name}: {Word(live)} -> {Word(spec.Value)}");
        }

        if (state.Persistent != spec.Value)
        {
            differences.Add($"{spec.Name} at boot: {Word(state.Persistent)} -> {Word(spec.Value)}");
        }

        return differences;
    }

    // Through PID 1: the executor's sandbox keeps the kernel's settings read-only.
    protected override Task ConvergeAsync(
        SelinuxBooleanState state, TaskContext context, CancellationToken cancellation) => context.RequireAsync(
            new ProcessRequest
            {
                Program = "/usr/sbin/setsebool",
                Arguments = ["-P", $"{spec.Name}={(spec.Value ? 1 : 0)}"],
                OutsideSandbox = true,
                Timeout = context.Limits.Unit,
            },
            "boolean-refused", $"set the SELinux boolean {spec.Name}", cancellation);

    /// <summary>Reads /var/lib/selinux/TYPE/active/booleans.local, lines such as "httpd_use_nfs=1".</summary>
    private bool? Persistent(TaskContext context)
    {
        var store = context.Root.Map(Store);
        foreach (var type in Directory.Exists(store) ? Directory.GetDirectories(store) : [])
        {
            var file = Path.Join(type, "active", "booleans.local");
            foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
            {
                var pair = line.Split('=', 2);
                if (pair.Length == 2 && pair[0].Trim() == spec.Name)
                {
                    return pair[1].Trim() is "1" or "on" or "true";
                }
            }
        }

        return null;
    }

    private static bool IsDisabled(ProcessOutcome outcome) =>
        (outcome.Output + outcome.Error).Contains("SELinux is disabled", StringComparison.Ordinal);

    /// <summary>What decides a boolean: the kernel's own file, and the policy store with its parts.</summary>
    private List<string> Sources(TaskContext context)
    {
        var store = context.Root.Map(Store);
        return
        [
            $"/sys/fs/selinux/booleans/{spec.Name}", "/sys/fs/selinux/enforce",
            .. (Directory.Exists(store) ? Directory.GetDirectories(store) : [])
                .Select(policy => $"{Store}/{Path.GetFileName(policy)}/active"),
        ];
    }

    private static string Word(bool? value) => value switch
    {
        true => "on",
        false => "off",
        null => "not set",
    };
}
