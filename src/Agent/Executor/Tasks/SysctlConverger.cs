using System.Text;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A kernel setting as it is.</summary>
/// <param name="File">What differs in its file; null: nothing.</param>
internal sealed record SysctlState(string? File, string Live);

/// <summary>A kernel setting: live, and by a file at each boot.</summary>
internal sealed class SysctlConverger(SysctlTask spec) : NodeTask<SysctlState>
{
    private const string Program = "/usr/sbin/sysctl";

    // Late in the order of names: the last file wins.
    private readonly ManagedFile file = new(
        $"/etc/sysctl.d/99-moodle-node-agent-{spec.Key}.conf",
        Encoding.UTF8.GetBytes($"# Written by moodle-node-agent.\n{spec.Key} = {spec.Value}\n"));

    protected override async Task<SysctlState> ObserveAsync(TaskContext context, CancellationToken cancellation) =>
        new(file.Difference(context), Plain(await LiveAsync(context, cancellation)));

    protected override IReadOnlyList<string> Compare(SysctlState state, TaskContext context)
    {
        List<string> differences = [];
        if (state.File is { } difference)
        {
            differences.Add(difference);
        }

        if (state.Live != Plain(spec.Value))
        {
            differences.Add($"{spec.Key}: {state.Live} -> {Plain(spec.Value)}");
        }

        return differences;
    }

    protected override async Task ConvergeAsync(SysctlState state, TaskContext context, CancellationToken cancellation)
    {
        // Live first: a value that the kernel refuses must not wait in a file for the next boot.
        if (state.Live != Plain(spec.Value))
        {
            await context.RequireAsync(
                Request(["-q", "-w", $"{spec.Key}={spec.Value}"], context), "sysctl-refused",
                $"set the kernel setting {spec.Key}", cancellation);
        }

        file.Converge(context);
    }

    private async Task<string> LiveAsync(TaskContext context, CancellationToken cancellation)
    {
        // Settings below net belong to a network namespace, and the executor's is not the host's.
        if (spec.Key.StartsWith("net.", StringComparison.Ordinal))
        {
            return (await context.RequireAsync(
                Request(["-n", spec.Key], context), "sysctl-unknown", $"read the kernel setting {spec.Key}",
                cancellation)).Output;
        }

        var path = context.Root.Map("/proc/sys/" + spec.Key.Replace('.', '/'));
        return File.Exists(path)
            ? await File.ReadAllTextAsync(path, cancellation)
            : throw new TaskException(
                "sysctl-unknown", $"Cannot read the kernel setting {spec.Key}: this kernel has none of this name.");
    }

    private static ProcessRequest Request(IReadOnlyList<string> arguments, TaskContext context) => new()
    {
        Program = Program,
        Arguments = arguments,
        OutsideSandbox = true,
        Timeout = context.Limits.Query,
    };

    /// <summary>The kernel separates several values by tabs.</summary>
    private static string Plain(string value) =>
        string.Join(' ', value.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
