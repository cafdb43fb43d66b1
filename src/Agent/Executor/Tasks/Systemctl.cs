using MoodleNodeAgent.Agent.Executor.Host;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Asks PID 1 for what it does to units.</summary>
internal static class Systemctl
{
    /// <summary>Properties of a unit by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ShowAsync(
        TaskContext context, string unit, IReadOnlyList<string> properties, CancellationToken cancellation)
    {
        var outcome = await context.RequireAsync(
            Request(context.Limits.Query, "show", $"--property={string.Join(',', properties)}", "--", unit),
            "unit-unknown", $"read the state of {unit}", cancellation);
        return outcome.Output.Split('\n')
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.Ordinal);
    }

    public static Task ReloadDaemonAsync(TaskContext context, CancellationToken cancellation) => context.RequireAsync(
        Request(context.Limits.Unit, "daemon-reload"), "daemon-reload-failed", "reload systemd's units", cancellation);

    /// <summary>A verb on one unit; a failure tells the unit's last log lines.</summary>
    public static async Task ActAsync(
        TaskContext context, string verb, string unit, string code, TimeSpan limit, CancellationToken cancellation)
    {
        var outcome = await context.Processes.RunAsync(Request(limit, verb, "--", unit), cancellation);
        if (outcome.ExitCode == 0)
        {
            return;
        }

        var journal = await context.Processes.RunAsync(
            new ProcessRequest
            {
                Program = "/usr/bin/journalctl",
                Arguments = ["--no-pager", "--output=cat", "--lines=8", $"--unit={unit}"],
                Timeout = context.Limits.Query,
            },
            cancellation);
        throw new TaskException(
            code,
            $"Cannot {verb} {unit}: {outcome.Tail(context.Limits.ErrorTail)}\n{journal.Tail(context.Limits.ErrorTail)}"
                .TrimEnd());
    }

    private static ProcessRequest Request(TimeSpan limit, params string[] arguments) => new()
    {
        Program = "/usr/bin/systemctl",
        Arguments = ["--no-pager", "--no-ask-password", .. arguments],
        Timeout = limit,
    };
}
