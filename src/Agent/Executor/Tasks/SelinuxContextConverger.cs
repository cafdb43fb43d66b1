using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A file context as it is.</summary>
/// <param name="Rule">Type of the local rule for the pattern; null: there is none.</param>
/// <param name="Label">Type of what is there; null: nothing is, or its file system or the kernel has no labels.</param>
internal sealed record SelinuxContextState(string? Rule, string? Label);

/// <summary>An SELinux file context: the host's rule, and the label of what is there.</summary>
internal sealed class SelinuxContextConverger(SelinuxContextTask spec) : NodeTask<SelinuxContextState>
{
    private const string Store = "/var/lib/selinux";

    // A rule is a regular expression; the path in it is meant as spelt. Not by Regex.Replace, which would bring the
    // interpreter of expressions into the native program: 200 KB for this line.
    private readonly string pattern =
        string.Concat(spec.Path.Select(character => @".^$?*+|[](){}\".Contains(character) ? $@"\{character}" : $"{character}"))
        + (spec.Recursive ? "(/.*)?" : "");

    protected override Task<SelinuxContextState> ObserveAsync(TaskContext context, CancellationToken cancellation) =>
        Task.FromResult(new SelinuxContextState(Rule(context), Label(context)));

    protected override IReadOnlyList<string> Compare(SelinuxContextState state, TaskContext context)
    {
        List<string> differences = [];
        if (state.Rule != spec.Type)
        {
            differences.Add($"rule {pattern}: {state.Rule ?? "absent"} -> {spec.Type}");
        }

        if (state.Label is { } label && label != spec.Type)
        {
            differences.Add($"label of {spec.Path}: {label} -> {spec.Type}");
        }

        return differences;
    }

    protected override async Task ConvergeAsync(
        SelinuxContextState state, TaskContext context, CancellationToken cancellation)
    {
        if (state.Rule != spec.Type)
        {
            await RunAsync(
                "/usr/sbin/semanage",
                ["fcontext", state.Rule is null ? "--add" : "--modify", "--type", spec.Type, pattern],
                "context-refused", $"set the SELinux file context of {pattern}", context, cancellation);
        }

        if (state.Label is not null)
        {
            await RunAsync(
                "/usr/sbin/restorecon", spec.Recursive ? ["-R", spec.Path] : [spec.Path],
                "label-failed", $"set the SELinux label of {spec.Path}", context, cancellation);
        }
    }

    // Through PID 1: the policy store is nothing that the executor's sandbox is made for.
    private static Task RunAsync(
        string program, IReadOnlyList<string> arguments, string code, string what, TaskContext context,
        CancellationToken cancellation) => context.RequireAsync(
            new ProcessRequest
            {
                Program = program,
                Arguments = arguments,
                OutsideSandbox = true,
                Timeout = context.Limits.Unit,
            },
            code, what, cancellation);

    /// <summary>Reads /var/lib/selinux/TYPE/active/file_contexts.local, lines such as
    /// "/srv(/.*)?    system_u:object_r:httpd_sys_content_t:s0".</summary>
    private string? Rule(TaskContext context)
    {
        var store = context.Root.Map(Store);
        foreach (var policy in Directory.Exists(store) ? Directory.GetDirectories(store) : [])
        {
            var file = Path.Join(policy, "active", "file_contexts.local");
            foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
            {
                var fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                // A field between both restricts the rule to one kind of file; ours is for all kinds.
                if (fields.Length == 2 && fields[0] == pattern)
                {
                    return SelinuxLabel.TypeOf(fields[1]);
                }
            }
        }

        return null;
    }

    private string? Label(TaskContext context)
    {
        var resolved = context.Resolve(spec.Path);
        // NFS has one label for all, given by the mount.
        return SelinuxLabel.IsEnabled(context.Root) && MountTable.Find(context.Root, resolved) is null
            && Native.Label(context.Root.Map(resolved)) is { } label
            ? SelinuxLabel.TypeOf(label)
            : null;
    }
}
