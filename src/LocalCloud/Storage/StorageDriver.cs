using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Storage;

/// <summary>File systems and mount targets: a folder stands in for a file system, and nfs-ganesha at the mount target's
/// address serves it with OCI's ports, sources and squashing.</summary>
internal sealed class StorageDriver : IAsyncDisposable
{
    private const UnixFileMode NewFileSystemMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly IVirtualNetwork _network;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _directory;
    private readonly ProcessRecords _records;
    private readonly ExportLinks _links;
    private readonly Snapshots _snapshots = new();
    private readonly ConcurrentDictionary<string, (MountTargetServer Server, string Address)> _servers =
        new(StringComparer.Ordinal);

    /// <summary>Makes the driver; nothing on the machine changes yet.</summary>
    /// <param name="network">Places for the NFS servers.</param>
    /// <param name="stateDirectory">Files live under storage/ in it.</param>
    /// <param name="time">Clock of all waits.</param>
    /// <param name="logger">Tells of servers that had to be started again.</param>
    public StorageDriver(
        IVirtualNetwork network, string stateDirectory, TimeProvider time, ILogger<StorageDriver> logger)
    {
        _network = network;
        _time = time;
        _logger = logger;
        _directory = Path.GetFullPath(Path.Combine(stateDirectory, "storage"));
        _records = new ProcessRecords(stateDirectory);
        _links = new ExportLinks(_directory);
    }

    /// <inheritdoc cref="IDataPlane.CreateFileSystemAsync"/>
    public Task CreateFileSystemAsync(string fileSystemId, CancellationToken cancellation)
    {
        string folder = FolderOf(fileSystemId);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, NewFileSystemMode);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc cref="IDataPlane.DeleteFileSystemAsync"/>
    public Task DeleteFileSystemAsync(string fileSystemId, CancellationToken cancellation) => Task.Run(
        () =>
        {
            string folder = FolderOf(fileSystemId);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        },
        cancellation);

    /// <inheritdoc cref="IDataPlane.CreateSnapshotAsync"/>
    public Task CreateSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation) =>
        _snapshots.CreateAsync(FolderOf(fileSystemId), name, cancellation);

    /// <inheritdoc cref="IDataPlane.DeleteSnapshotAsync"/>
    public Task DeleteSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation) =>
        Task.Run(() => Snapshots.Delete(FolderOf(fileSystemId), name), cancellation);

    /// <inheritdoc cref="IDataPlane.ApplyMountTargetAsync"/>
    public async Task ApplyMountTargetAsync(MountTargetSpec mountTarget, CancellationToken cancellation)
    {
        foreach (ExportSpec export in mountTarget.Exports)
        {
            if (!Directory.Exists(FolderOf(export.FileSystemId)))
            {
                throw new InvalidOperationException(
                    $"Cannot export {export.Path} from {mountTarget.Address}: there is no file system "
                    + $"{export.FileSystemId}. Create it first.");
            }
        }

        NetworkPlace place = await _network.AttachAsync(
            mountTarget.MountTargetId, mountTarget.VcnId, mountTarget.Address, cancellation);
        (MountTargetServer server, _) = _servers.GetOrAdd(
            mountTarget.MountTargetId,
            id => (
                new MountTargetServer(
                    $"mount target {id}",
                    place,
                    Path.Combine(_directory, "targets", id),
                    FindPlugins(),
                    _records,
                    _time,
                    _logger),
                mountTarget.Address));
        await server.ApplyAsync(
            mountTarget.Exports.Select(export => (export, FolderOf(export.FileSystemId))), cancellation);
        _links.Apply(
            mountTarget.Address,
            mountTarget.Exports.Where(export => export.Options.Count > 0)
                .Select(export => (export.Path, export.FileSystemId)));
        _logger.LogInformation(
            "{Address} exports {Exports}; nfs-ganesha over a folder stands in for OCI's file storage",
            mountTarget.Address, string.Join(", ", mountTarget.Exports.Select(export => export.Path)));
    }

    /// <inheritdoc cref="IDataPlane.DeleteMountTargetAsync"/>
    public async Task DeleteMountTargetAsync(string mountTargetId, CancellationToken cancellation)
    {
        if (_servers.TryRemove(mountTargetId, out (MountTargetServer Server, string Address) known))
        {
            _links.Remove(known.Address);
            await known.Server.DisposeAsync();
        }

        await _network.DetachAsync(mountTargetId, cancellation);
        string folder = Path.Combine(_directory, "targets", mountTargetId);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((MountTargetServer server, _) in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }

    private static string FindPlugins()
    {
        // Debian keeps them below the architecture's folder: /usr/lib/x86_64-linux-gnu/ganesha/libfsalvfs.so.
        foreach (string folder in Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Append("/usr/lib64"))
        {
            if (File.Exists(Path.Combine(folder, "ganesha", "libfsalvfs.so")))
            {
                return Path.Combine(folder, "ganesha");
            }
        }

        throw new IOException(
            "Cannot start an NFS server: libfsalvfs.so is in no folder /usr/lib/*/ganesha. "
            + "Install nfs-ganesha and nfs-ganesha-vfs.");
    }

    private string FolderOf(string fileSystemId) => Path.Combine(_directory, "filesystems", fileSystemId);
}
