using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>RPM packages, installed or removed in one dnf transaction.</summary>
internal sealed class PackageConverger(PackageTask spec) : NodeTask<IReadOnlyDictionary<string, string?>>
{
    private readonly bool removed = spec.State == PackageState.Removed;

    /// <summary>Per name the installed version; null: not installed.</summary>
    protected override async Task<IReadOnlyDictionary<string, string?>> ObserveAsync(
        TaskContext context, CancellationToken cancellation)
    {
        var names = spec.Names.Distinct().ToList();
        if (names.Count == 0)
        {
            return new Dictionary<string, string?>();
        }

        // By what packages provide, where any will do: php-json and its like are part of another package on some
        // releases. What is removed, or has to have one version, is meant by its own name.
        var own = removed || spec.Version.Length > 0;
        var request = new ProcessRequest
        {
            Program = "/usr/bin/rpm",
            Arguments = own
                ? ["-q", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\\n", .. names]
                : ["-q", "--whatprovides", "--queryformat", "%{NAME}\\n", .. names],
            OutsideSandbox = true,
            Timeout = context.Limits.Query,
        };
        var outcome = await context.Answers.AskAsync(
            request, AnswerCache.PackageDatabase, answer => string.IsNullOrWhiteSpace(answer.Error), context.Processes,
            cancellation);
        return own ? Versions(names, outcome, context) : Provided(names, outcome, context);
    }

    protected override IReadOnlyList<string> Compare(
        IReadOnlyDictionary<string, string?> state, TaskContext context) =>
        [.. Wrong(state).Select(name =>
            $"{name}: {state[name] ?? "absent"} -> {(removed ? "absent" : spec.Version.Length > 0 ? spec.Version : "installed")}")];

    protected override async Task ConvergeAsync(
        IReadOnlyDictionary<string, string?> state, TaskContext context, CancellationToken cancellation)
    {
        var names = Wrong(state).ToList();
        var list = string.Join(", ", names);
        if (removed)
        {
            // dnf would remove along what needs them; rpm tells what that is.
            await context.RequireAsync(
                new ProcessRequest
                {
                    Program = "/usr/bin/rpm",
                    Arguments = ["-e", "--test", .. names],
                    OutsideSandbox = true,
                    Timeout = context.Limits.Query,
                },
                "packages-needed", $"remove {list}: other packages need them", cancellation);
            await Dnf.RequireAsync(
                context, ["remove", "-y", "--noautoremove", .. names], "packages-failed", $"remove {list}", cancellation);
            return;
        }

        List<string> arguments = ["install", "-y", "--setopt=gpgcheck=1"];
        if (spec.Repository.Length > 0)
        {
            arguments.AddRange([$"--repo={spec.Repository}", $"--setopt={spec.Repository}.gpgcheck=1"]);
        }

        arguments.AddRange(names.Select(name => spec.Version.Length > 0 ? $"{name}-{spec.Version}" : name));
        await Dnf.RequireAsync(context, arguments, "packages-failed", $"install {list}", cancellation);
    }

    private IEnumerable<string> Wrong(IReadOnlyDictionary<string, string?> state) =>
        state.Where(package => !IsRight(package.Value)).Select(package => package.Key);

    private bool IsRight(string? version) => removed
        ? version is null
        : version is not null && (spec.Version.Length == 0 || version == spec.Version
            || version.StartsWith(spec.Version + "-", StringComparison.Ordinal));

    private static Dictionary<string, string?> Provided(
        IReadOnlyList<string> names, ProcessOutcome outcome, TaskContext context)
    {
        // "no package provides nfs-utils", on standard output; the exit code counts them.
        const string missing = "no package provides ";
        var absent = Lines(outcome).Where(line => line.StartsWith(missing, StringComparison.Ordinal))
            .Select(line => line[missing.Length..].Trim())
            .ToHashSet(StringComparer.Ordinal);
        return absent.Count > 0 || outcome.ExitCode == 0
            ? names.ToDictionary(name => name, name => absent.Contains(name) ? null : "installed", StringComparer.Ordinal)
            : throw Failure(outcome, context);
    }

    private static Dictionary<string, string?> Versions(
        IReadOnlyList<string> names, ProcessOutcome outcome, TaskContext context)
    {
        // "httpd 2.4.57-8.el9" and "package nginx is not installed"; the exit code counts the latter.
        var lines = Lines(outcome).ToList();
        var state = names.ToDictionary(
            name => name,
            name => lines.FindLast(line => line.StartsWith(name + " ", StringComparison.Ordinal))?[(name.Length + 1)..],
            StringComparer.Ordinal);
        return state.All(package => package.Value is not null || lines.Contains($"package {package.Key} is not installed"))
            ? state
            : throw Failure(outcome, context);
    }

    private static IEnumerable<string> Lines(ProcessOutcome outcome) => (outcome.Output + "\n" + outcome.Error)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TaskException Failure(ProcessOutcome outcome, TaskContext context) => new(
        "rpm-failed", $"Cannot ask for packages: rpm ended with {outcome.ExitCode}: "
        + outcome.Tail(context.Limits.ErrorTail));
}
