using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>RPM packages that have to be installed, in one dnf transaction.</summary>
internal sealed class PackageConverger(PackageTask spec) : NodeTask<IReadOnlyList<string>>
{
    private const int LockAttempts = 30;
    private static readonly TimeSpan LockPause = TimeSpan.FromSeconds(2);

    /// <summary>Names that no installed package provides.</summary>
    protected override async Task<IReadOnlyList<string>> ObserveAsync(
        TaskContext context, CancellationToken cancellation)
    {
        if (spec.Names.Count == 0)
        {
            return [];
        }

        // By what packages provide: php-json and its like are part of another package on some releases.
        var request = new ProcessRequest
        {
            Program = "/usr/bin/rpm",
            Arguments = ["-q", "--whatprovides", "--queryformat", "%{NAME}\\n", .. spec.Names],
            OutsideSandbox = true,
            Timeout = context.Limits.Query,
        };
        var outcome = await context.Processes.RunAsync(request, cancellation);
        // "no package provides nfs-utils", on standard output; the exit code counts them.
        const string missing = "no package provides ";
        var names = (outcome.Output + "\n" + outcome.Error).Split('\n')
            .Where(line => line.StartsWith(missing, StringComparison.Ordinal))
            .Select(line => line[missing.Length..].Trim())
            .ToHashSet(StringComparer.Ordinal);
        return names.Count > 0 || outcome.ExitCode == 0
            ? [.. spec.Names.Where(names.Contains).Distinct()]
            : throw new TaskException(
                "rpm-failed", $"Cannot ask for packages: rpm ended with {outcome.ExitCode}: "
                + outcome.Tail(context.Limits.ErrorTail));
    }

    protected override IReadOnlyList<string> Compare(IReadOnlyList<string> state, TaskContext context) =>
        [.. state.Select(name => $"{name}: absent -> installed")];

    protected override async Task ConvergeAsync(
        IReadOnlyList<string> state, TaskContext context, CancellationToken cancellation)
    {
        var request = new ProcessRequest
        {
            Program = "/usr/bin/dnf",
            Arguments = ["install", "-y", .. state],
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
                    "packages-failed",
                    $"Cannot install {string.Join(", ", state)}: dnf ended with {outcome.ExitCode}: "
                    + outcome.Tail(context.Limits.ErrorTail));
            }

            context.Log.Information("Another program holds the package database; trying again");
            await Task.Delay(LockPause, context.Time, cancellation);
        }
    }

    // "can't create transaction lock on /var/lib/rpm/.rpm.lock (Resource temporarily unavailable)"
    private static bool IsLocked(ProcessOutcome outcome) =>
        (outcome.Output + outcome.Error).Contains("transaction lock", StringComparison.Ordinal);
}
