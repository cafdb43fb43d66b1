using MoodleNodeAgent.Agent.Executor.Host;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Runs dnf transactions, and waits while another program holds the package database.</summary>
internal static class Dnf
{
    public const string Program = "/usr/bin/dnf";
    private const int LockAttempts = 30;
    private static readonly TimeSpan LockPause = TimeSpan.FromSeconds(2);

    /// <summary>Runs one transaction that has to succeed.</summary>
    public static async Task RequireAsync(
        TaskContext context, IReadOnlyList<string> arguments, string code, string what, CancellationToken cancellation)
    {
        var request = new ProcessRequest
        {
            Program = Program,
            Arguments = arguments,
            OutsideSandbox = true,
            Timeout = context.Limits.Packages,
        };
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await context.Processes.RunAsync(request, cancellation);
            if (outcome.ExitCode == 0)
            {
                return;
            }

            if (attempt == LockAttempts || !IsLocked(outcome))
            {
                throw new TaskException(
                    code,
                    $"Cannot {what}: dnf ended with {outcome.ExitCode}: {outcome.Tail(context.Limits.ErrorTail)}");
            }

            context.Log.Information("Another program holds the package database; trying again");
            await Task.Delay(LockPause, context.Time, cancellation);
        }
    }

    // "can't create transaction lock on /var/lib/rpm/.rpm.lock (Resource temporarily unavailable)"
    private static bool IsLocked(ProcessOutcome outcome) =>
        (outcome.Output + outcome.Error).Contains("transaction lock", StringComparison.Ordinal);
}
