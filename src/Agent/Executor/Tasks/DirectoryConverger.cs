using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Owner, group, mode and kind of a path; Kind null: there is none.</summary>
internal sealed record PathState(string Resolved, FileKind? Kind, uint Mode, string Owner, string Group)
{
    public static Task<PathState> ReadAsync(string path, TaskContext context, CancellationToken cancellation)
    {
        var resolved = context.Resolve(path);
        if (!MountTable.IsVisible(context.Root, resolved))
        {
            throw new TaskException(
                "mount-not-visible",
                $"Cannot use {path}: the executor does not see what the host has mounted there. "
                + "Restart moodle-node-agent-executor.service.");
        }

        return context.WithinAsync(
            path,
            () => Native.Status(context.Root.Map(resolved)) is { } status
                ? new PathState(
                    resolved, status.Kind, status.Mode,
                    context.Accounts.UserName(status.Uid), context.Accounts.GroupName(status.Gid))
                : new PathState(resolved, null, 0, "absent", "absent"),
            cancellation);
    }

    /// <summary>What differs; wanted null: left alone.</summary>
    public IReadOnlyList<string> Differences(FileKind? kind, uint? mode, string owner, string group)
    {
        List<string> differences = [];
        if (kind is not null && Kind != kind)
        {
            differences.Add($"kind: {Kind?.ToString() ?? "absent"} -> {kind}");
        }

        if (mode is { } bits && (Kind is null || Mode != bits))
        {
            differences.Add($"mode: {(Kind is null ? "absent" : Modes.Octal(Mode))} -> {Modes.Octal(bits)}");
        }

        if (Owner != owner)
        {
            differences.Add($"owner: {Owner} -> {owner}");
        }

        if (Group != group)
        {
            differences.Add($"group: {Group} -> {group}");
        }

        return differences;
    }
}

/// <summary>A directory that has to exist.</summary>
internal sealed class DirectoryConverger(DirectoryTask spec) : NodeTask<PathState>
{
    private readonly uint mode = spec.Mode == 0 ? Modes.Directory : spec.Mode;
    private readonly string owner = Modes.OrRoot(spec.Owner);
    private readonly string group = Modes.OrRoot(spec.Group);

    protected override Task<PathState> ObserveAsync(TaskContext context, CancellationToken cancellation) =>
        PathState.ReadAsync(spec.Path, context, cancellation);

    protected override IReadOnlyList<string> Compare(PathState state, TaskContext context) =>
        state.Differences(FileKind.Directory, mode, owner, group);

    protected override Task ConvergeAsync(PathState state, TaskContext context, CancellationToken cancellation)
    {
        if (state.Kind is not null and not FileKind.Directory)
        {
            throw new TaskException(
                "path-occupied", $"Cannot create the folder {spec.Path}: something else is in its place. Remove it by hand.");
        }

        var (uid, gid) = context.Accounts.Require(owner, group);
        return context.WithinAsync(
            spec.Path,
            () =>
            {
                using var place = PinnedPath.Make(context.Root, state.Resolved);
                if (state.Kind is null)
                {
                    // Closed until it belongs to its owner.
                    Directory.CreateDirectory(
                        place.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }

                using var folder = place.OpenTarget();
                if (folder is null || Native.Status(folder).Kind != FileKind.Directory)
                {
                    throw PinnedPath.Moved(spec.Path);
                }

                Native.ChangeOwner(folder, uid, gid);
                Native.ChangeMode(folder, mode);
                return true;
            },
            cancellation);
    }
}
