using System.Text;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A mount as it is: its file of lines, what is live, whether there is a folder to mount on.</summary>
internal sealed record MountState(string Resolved, string Fstab, LiveMount? Live, bool PointExists);

/// <summary>A file system that is mounted now and, by a line of /etc/fstab, at each boot.</summary>
internal sealed class MountConverger(MountTask spec) : NodeTask<MountState>
{
    private const string FstabPath = "/etc/fstab";

    // To all but root: while nothing is mounted, the site must fail, not write beside its storage.
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    protected override Task<MountState> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        var resolved = context.Resolve(spec.Path);
        var fstab = context.Root.Map(FstabPath);
        var live = MountTable.Find(context.Root, resolved);
        return Task.FromResult(new MountState(
            resolved,
            File.Exists(fstab) ? File.ReadAllText(fstab, Encoding.Latin1) : "",
            live,
            // Asking a live mount point may hang for as long as its server is away.
            live is not null || Native.Status(context.Root.Map(resolved)) is { Kind: FileKind.Directory }));
    }

    protected override IReadOnlyList<string> Compare(MountState state, TaskContext context)
    {
        List<string> differences = [];
        var wanted = Fstab.With(state.Fstab, Entry(state));
        if (wanted != state.Fstab)
        {
            differences.Add(
                $"{FstabPath}: {Fstab.LineOf(state.Fstab, state.Resolved) ?? "absent"} -> "
                + Fstab.LineOf(wanted, state.Resolved));
        }

        if (!state.PointExists)
        {
            differences.Add($"mount point: absent -> {state.Resolved}");
        }

        if (!IsRight(state.Live))
        {
            differences.Add($"mounted: {state.Live?.Source ?? "nothing"} -> {spec.Source}");
        }

        return differences;
    }

    protected override async Task ConvergeAsync(
        MountState state, TaskContext context, CancellationToken cancellation)
    {
        if (!state.PointExists)
        {
            using var place = PinnedPath.Make(context.Root, state.Resolved);
            place.MakeFolder();
            using var point = place.OpenTarget();
            if (point is null || Native.Status(point).Kind != FileKind.Directory)
            {
                throw PinnedPath.Moved(spec.Path);
            }
        }
        else if (state.Live is null)
        {
            Close(state.Resolved, context);
        }

        var wanted = Fstab.With(state.Fstab, Entry(state));
        if (wanted != state.Fstab)
        {
            WriteFstab(state, wanted, context);
            await Systemctl.ReloadDaemonAsync(context, cancellation);
        }

        // systemd itself refuses to mount where a symbolic link has come onto the way since.
        // Options that changed take hold at the next mount: remounting under a web server at work may fail half way.
        if (!IsRight(state.Live))
        {
            var verb = state.Live is null ? "start" : "restart";
            await Systemctl.ActAsync(
                context, verb, UnitName.OfMount(state.Resolved), "mount-refused", context.Limits.Mount, cancellation);
        }
    }

    // By the handle, and links not followed: the folder was there before us, and somebody else may write beside it.
    private static void Close(string resolved, TaskContext context)
    {
        using var place = PinnedPath.Find(context.Root, resolved);
        using var point = place?.OpenTarget();
        if (point is not null && Native.Status(point).Kind == FileKind.Directory)
        {
            Native.ChangeMode(point, (uint)Closed);
        }
    }

    private FstabEntry Entry(MountState state) =>
        new(spec.Source, state.Resolved, spec.Type, spec.Options.Length == 0 ? "defaults" : spec.Options);

    private bool IsRight(LiveMount? live)
    {
        if (live is null)
        {
            return false;
        }

        // A mount helper in user space shows a source of its own.
        if (live.Type.StartsWith("fuse", StringComparison.Ordinal))
        {
            return true;
        }

        return Family(live.Type) == Family(spec.Type) && live.Source.TrimEnd('/') == spec.Source.TrimEnd('/');
    }

    // The kernel calls a mount of type nfs by the version it agreed on: nfs or nfs4.
    private static string Family(string type) => type == "nfs4" ? "nfs" : type;

    private static void WriteFstab(MountState state, string wanted, TaskContext context)
    {
        var path = context.Root.Map(FstabPath);
        var status = Native.Status(path);
        if (status is not null)
        {
            context.KeepPrevious(FstabPath, Encoding.Latin1.GetBytes(state.Fstab));
        }

        AtomicFile.Write(
            path,
            Encoding.Latin1.GetBytes(wanted),
            status?.Mode ?? Modes.File,
            status is { } old ? (old.Uid, old.Gid) : null);
    }
}
