using System.Text;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A timer as it is.</summary>
/// <param name="Files">What differs in the unit files.</param>
internal sealed record TimerState(IReadOnlyList<string> Files, UnitState Timer);

/// <summary>A systemd timer and the service that it starts.</summary>
internal sealed class TimerConverger(TimerTask spec) : NodeTask<TimerState>
{
    private readonly string timer = $"mna-{spec.Name}.timer";
    private readonly ManagedFile[] files =
    [
        new($"/etc/systemd/system/mna-{spec.Name}.service", spec.Absent ? null : Encoding.UTF8.GetBytes(Service(spec))),
        new($"/etc/systemd/system/mna-{spec.Name}.timer", spec.Absent ? null : Encoding.UTF8.GetBytes(Timer(spec))),
    ];

    protected override async Task<TimerState> ObserveAsync(TaskContext context, CancellationToken cancellation) => new(
        [.. files.Select(file => file.Difference(context)).OfType<string>()],
        await UnitState.ReadAsync(timer, context, cancellation));

    protected override IReadOnlyList<string> Compare(TimerState state, TaskContext context)
    {
        List<string> differences = [.. state.Files];
        if (state.Timer.DaemonReloadNeeded)
        {
            differences.Add("unit files: older in systemd's memory -> as on disk");
        }

        if (Enabled(state) == spec.Absent)
        {
            differences.Add($"at boot: {state.Timer.FileState} -> {(spec.Absent ? "absent" : "enabled")}");
        }

        if (state.Timer.Running == spec.Absent)
        {
            differences.Add($"state: {state.Timer.ActiveState} -> {(spec.Absent ? "inactive" : "active")}");
        }

        return differences;
    }

    protected override async Task ConvergeAsync(TimerState state, TaskContext context, CancellationToken cancellation)
    {
        if (spec.Absent)
        {
            await ActAsync("stop", state.Timer.Running, context, cancellation);
            await ActAsync("disable", Enabled(state), context, cancellation);
        }

        foreach (var file in files)
        {
            file.Converge(context);
        }

        if (state.Files.Count > 0 || state.Timer.DaemonReloadNeeded)
        {
            await Systemctl.ReloadDaemonAsync(context, cancellation);
        }

        if (!spec.Absent)
        {
            await ActAsync("enable", !Enabled(state), context, cancellation);
            // A timer that runs by its old calendar takes the new one when it is started anew.
            await ActAsync("restart", state.Files.Count > 0 || !state.Timer.Running, context, cancellation);
        }
    }

    private Task ActAsync(string verb, bool needed, TaskContext context, CancellationToken cancellation) => needed
        ? Systemctl.ActAsync(context, verb, timer, $"timer-{verb}-failed", context.Limits.Unit, cancellation)
        : Task.CompletedTask;

    private static bool Enabled(TimerState state) => state.Timer.FileState == "enabled";

    private static string Service(TimerTask spec) => $"""
        # Written by moodle-node-agent.
        [Unit]
        Description={spec.Name} of the site

        [Service]
        Type=oneshot
        User={spec.RunAs}
        WorkingDirectory={Quoted(spec.WorkingDirectory.Length == 0 ? "/" : spec.WorkingDirectory, argument: false)}
        ExecStart={string.Join(' ', spec.Arguments.Prepend(spec.Program).Select(word => Quoted(word, argument: true)))}
        TimeoutStartSec={(spec.TimeoutSeconds == 0 ? 1800 : spec.TimeoutSeconds)}
        NoNewPrivileges=yes

        """;

    private static string Timer(TimerTask spec) => $"""
        # Written by moodle-node-agent.
        [Unit]
        Description=Starts {spec.Name} of the site

        [Timer]
        OnCalendar={spec.OnCalendar}
        AccuracySec=1s
        Persistent=yes

        [Install]
        WantedBy=timers.target

        """;

    /// <summary>As systemd reads it back: "%" is a specifier to it everywhere, quotes, backslashes and "$" mean something
    /// in a command line.</summary>
    private static string Quoted(string word, bool argument)
    {
        var plain = word.Replace("%", "%%", StringComparison.Ordinal);
        return argument
            ? "\"" + plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("$", "$$", StringComparison.Ordinal) + "\""
            : plain;
    }
}
