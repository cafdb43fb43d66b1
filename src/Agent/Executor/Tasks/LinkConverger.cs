using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A link as it is.</summary>
/// <param name="Resolved">Its path, folders' links followed.</param>
/// <param name="Kind">What stands in its place; null: nothing.</param>
/// <param name="Target">Where it leads; null: it is no link.</param>
internal sealed record LinkState(string Resolved, FileKind? Kind, string? Target);

/// <summary>A symbolic link between two places of the policy.</summary>
internal sealed class LinkConverger(LinkTask spec) : NodeTask<LinkState>
{
    private readonly string owner = Modes.OrRoot(spec.Owner);
    private readonly string group = Modes.OrRoot(spec.Group);

    protected override Task<LinkState> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        var resolved = context.Resolve(spec.Path);
        context.Resolve(spec.Target);
        var path = context.Root.Map(resolved);
        return Task.FromResult(new LinkState(
            resolved, Native.Status(path)?.Kind, new FileInfo(path).LinkTarget));
    }

    protected override IReadOnlyList<string> Compare(LinkState state, TaskContext context) =>
        state.Target == spec.Target
            ? []
            : [$"{spec.Path}: {state.Target ?? state.Kind?.ToString() ?? "absent"} -> {spec.Target}"];

    protected override Task ConvergeAsync(LinkState state, TaskContext context, CancellationToken cancellation)
    {
        if (state.Kind is not (null or FileKind.SymbolicLink or FileKind.Directory))
        {
            throw new TaskException(
                "path-occupied", $"Cannot link {spec.Path}: something else is in its place. Remove it by hand.");
        }

        var ids = context.Accounts.Require(owner, group);
        return context.WithinAsync(
            spec.Target,
            () =>
            {
                if (!Directory.Exists(context.Root.Map(spec.Target)))
                {
                    throw new TaskException(
                        "path-missing",
                        $"Cannot link {spec.Path}: {spec.Target} does not exist. Put the task that creates it before this one.");
                }

                using var place = PinnedPath.Make(context.Root, state.Resolved);
                if (state.Kind == FileKind.Directory)
                {
                    CopyMissing(place.Path, context.Root.ResolveFolders(spec.Target), ids, context);
                    Directory.Delete(place.Path, recursive: true);
                }

                var temporary = place.Path + ".mna-link";
                File.Delete(temporary);
                File.CreateSymbolicLink(temporary, spec.Target);
                Native.Rename(temporary, place.Path);
                return true;
            },
            cancellation);
    }

    /// <summary>Name by name through folders that are held: who may write to the shared storage could put a link in a
    /// folder's place meanwhile.</summary>
    private static void CopyMissing(string from, string to, (uint Uid, uint Gid) ids, TaskContext context)
    {
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null))
        {
            var target = $"{to}/{entry.Name}";
            using var place = PinnedPath.Find(context.Root, target) ?? throw PinnedPath.Moved(to);
            var exists = Native.Status(place.Path) is not null;
            if (entry is DirectoryInfo)
            {
                if (!exists)
                {
                    Directory.CreateDirectory(place.Path);
                    Native.ChangeOwner(place.Path, ids.Uid, ids.Gid);
                }

                CopyMissing(entry.FullName, target, ids, context);
            }
            else if (!exists)
            {
                // Two nodes may do this at once: the whole file appears in one rename.
                var temporary = $"{place.Path}.mna-{Guid.NewGuid():N}";
                File.Copy(entry.FullName, temporary);
                Native.ChangeOwner(temporary, ids.Uid, ids.Gid);
                Native.Rename(temporary, place.Path);
            }
        }
    }
}
