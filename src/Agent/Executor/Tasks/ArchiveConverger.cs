using System.Security.Cryptography;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A release archive, unpacked beside the old one and switched by a symbolic link.</summary>
internal sealed class ArchiveConverger(ArchiveTask spec) : NodeTask<ArchiveConverger.ReleaseState>
{
    private readonly string target =
        $".releases/{spec.Sha256}" + (spec.TopFolder.Length == 0 ? "" : $"/{spec.TopFolder}");

    /// <summary>What is at the path.</summary>
    /// <param name="Target">Of the link; null when it is none.</param>
    internal sealed record ReleaseState(string Resolved, FileKind? Kind, string? Target, bool Unpacked);

    protected override Task<ReleaseState> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        var resolved = context.Resolve(spec.Path);
        var path = context.Root.Map(resolved);
        return Task.FromResult(new ReleaseState(
            resolved,
            Native.Status(path)?.Kind,
            new FileInfo(path).LinkTarget,
            Directory.Exists(Path.Join(Path.GetDirectoryName(path), target))));
    }

    protected override IReadOnlyList<string> Compare(ReleaseState state, TaskContext context)
    {
        List<string> differences = [];
        if (!state.Unpacked)
        {
            differences.Add($"release: absent -> {spec.Sha256}");
        }

        if (state.Target != target)
        {
            var present = state.Target ?? (state.Kind is null ? "absent" : "not a link");
            differences.Add($"{spec.Path}: {present} -> {target}");
        }

        return differences;
    }

    protected override async Task ConvergeAsync(
        ReleaseState state, TaskContext context, CancellationToken cancellation)
    {
        if (state.Kind is not null and not FileKind.SymbolicLink)
        {
            throw new TaskException(
                "path-occupied",
                $"Cannot switch {spec.Path} to a release: it is not a symbolic link. Move it away by hand.");
        }

        var owner = context.Accounts.Require(Modes.OrRoot(spec.Owner), Modes.OrRoot(spec.Group));
        // All by folders that are held: whoever can write beside the path cannot lead the work elsewhere.
        using var place = PinnedPath.Make(context.Root, state.Resolved);
        using var releases = place.OwnFolder(".releases");
        Native.ChangeMode(releases.Handle, Modes.Directory);
        if (!Directory.Exists(Path.Join(releases.Path, spec.Sha256)))
        {
            await UnpackAsync(releases, owner, context, cancellation);
        }

        if (!Directory.Exists(Path.Join(releases.Path, spec.Sha256, spec.TopFolder)))
        {
            throw new TaskException(
                "archive-top-missing",
                $"Cannot use archive {spec.Sha256}: it has no folder \"{spec.TopFolder}\". Correct the top folder.");
        }

        if (state.Target != target)
        {
            var link = place.Beside($".mna-{Guid.NewGuid():N}");
            File.CreateSymbolicLink(link, target);
            Native.Rename(link, place.Path);
            Native.SyncFolder(place.Folder);
        }
    }

    private async Task UnpackAsync(
        PinnedFolder releases, (uint Uid, uint Gid) owner, TaskContext context, CancellationToken cancellation)
    {
        var archive = Path.Join(releases.Path, $".{spec.Sha256}.part");
        var unpacking = Path.Join(releases.Path, $".{spec.Sha256}.unpacking");
        await DownloadAsync(archive, context, cancellation);
        if (Directory.Exists(unpacking))
        {
            // Its owner may have got it already; nobody may move folders under the hand that removes them.
            Native.ChangeOwner(unpacking, Native.Status(releases.Handle).Uid, Native.Status(releases.Handle).Gid);
            Native.ChangeMode(unpacking, ArchiveUnpacker.Closed);
            Directory.Delete(unpacking, recursive: true);
        }

        await using (var content = File.OpenRead(archive))
        {
            await new ArchiveUnpacker(unpacking, owner, context.Limits.Unpacked).UnpackAsync(content, cancellation);
        }

        // Complete and on the disk before it gets its name: the name says that it is complete.
        Native.SyncFileSystem(unpacking);
        Native.Rename(unpacking, Path.Join(releases.Path, spec.Sha256));
        Native.SyncFolder(releases.Path);
        File.Delete(archive);
    }

    /// <summary>Goes on where an earlier attempt ended, as long as each attempt brings something.</summary>
    private async Task DownloadAsync(string file, TaskContext context, CancellationToken cancellation)
    {
        var attempts = 0;
        while (true)
        {
            var before = new FileInfo(file) is { Exists: true } part ? part.Length : 0;
            try
            {
                if (before < spec.Size)
                {
                    await FetchRestAsync(file, before, context, cancellation);
                }

                break;
            }
            catch (IOException exception)
            {
                var progress = new FileInfo(file) is { Exists: true } now && now.Length > before;
                attempts = progress ? 0 : attempts + 1;
                if (attempts >= context.Limits.ArtifactAttempts)
                {
                    throw new TaskException(
                        "archive-unreachable", $"Cannot fetch archive {spec.Sha256}: {exception.Message}", exception);
                }

                await Task.Delay(context.Limits.ArtifactPause, context.Time, cancellation);
            }
        }

        await using var content = File.OpenRead(file);
        var length = content.Length;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        if (hash != spec.Sha256 || length != spec.Size)
        {
            File.Delete(file);
            throw new TaskException(
                "archive-mismatch",
                $"Cannot use archive {spec.Sha256}: what came has {length} bytes and SHA-256 {hash}, "
                + $"wanted were {spec.Size} bytes. Upload the archive again.");
        }
    }

    private async Task FetchRestAsync(string file, long offset, TaskContext context, CancellationToken cancellation)
    {
        await using var output = new FileStream(file, FileMode.Append, FileAccess.Write);
        await foreach (var part in context.Artifacts.FetchAsync(spec.Sha256, offset, cancellation))
        {
            if (output.Length + part.Length > spec.Size)
            {
                throw new TaskException(
                    "archive-mismatch",
                    $"Cannot use archive {spec.Sha256}: more came than its {spec.Size} bytes.");
            }

            await output.WriteAsync(part, cancellation);
        }
    }
}
