using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Owner, group and mode of one path that exists, not recursive.</summary>
internal sealed class OwnershipConverger(OwnershipTask spec) : NodeTask<PathState>
{
    private readonly string owner = Modes.OrRoot(spec.Owner);
    private readonly string group = Modes.OrRoot(spec.Group);

    protected override Task<PathState> ObserveAsync(TaskContext context, CancellationToken cancellation) =>
        PathState.ReadAsync(spec.Path, context, cancellation);

    protected override IReadOnlyList<string> Compare(PathState state, TaskContext context) =>
        state.Differences(null, spec.Mode == 0 ? null : spec.Mode, owner, group);

    protected override Task ConvergeAsync(PathState state, TaskContext context, CancellationToken cancellation)
    {
        // chmod follows links, so what a link leads to could be anywhere.
        if (state.Kind is null or FileKind.SymbolicLink)
        {
            throw new TaskException(
                "path-missing",
                $"Cannot change the owner of {spec.Path}: it {(state.Kind is null ? "does not exist" : "is a symbolic link")}. "
                + "Put the task that creates it before this one.");
        }

        var (uid, gid) = context.Accounts.Require(owner, group);
        return context.WithinAsync(
            spec.Path,
            () =>
            {
                using var place = PinnedPath.Find(context.Root, state.Resolved);
                using var target = place?.OpenTarget();
                // A second name of a file may stand in a folder that the policy does not allow.
                if (target is null || Native.Status(target).Kind != state.Kind
                    || (state.Kind != FileKind.Directory && Native.Names(target) != 1))
                {
                    throw PinnedPath.Moved(spec.Path);
                }

                Native.ChangeOwner(target, uid, gid);
                // Changing the owner may clear bits.
                Native.ChangeMode(target, spec.Mode == 0 ? state.Mode : spec.Mode);
                return true;
            },
            cancellation);
    }
}
