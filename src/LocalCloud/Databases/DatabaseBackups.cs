using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>Kept data of DB systems: a copy of a member's data directory with its binary logs from the first transaction
/// on, and the password by which members follow each other.</summary>
internal sealed class DatabaseBackups(string directory)
{
    private const string Password = "replication-password";
    private readonly CommandRunner _commands = new();

    /// <summary>Keeps the data of a server that stands still.</summary>
    public async Task CreateAsync(
        string backupId, DatabaseServer server, string passwordPath, CancellationToken cancellation)
    {
        string unfinished = FolderOf(backupId) + ".unfinished";
        Remove(unfinished);
        Directory.CreateDirectory(unfinished);
        await server.CopyDataAsync(Path.Combine(unfinished, "data"), cancellation);
        File.Copy(passwordPath, Path.Combine(unfinished, Password));
        Remove(FolderOf(backupId));
        Directory.Move(unfinished, FolderOf(backupId));
    }

    /// <summary>Gives the replication password of a backup to a system that begins with it.</summary>
    public void CopyPasswordTo(string backupId, string path) =>
        File.Copy(Path.Combine(Found(backupId), Password), path, overwrite: true);

    /// <summary>Copies the data to a folder that does not exist yet; the copy follows nobody.</summary>
    public async Task CopyToAsync(string backupId, string dataDirectory, CancellationToken cancellation)
    {
        await _commands.RunAsync(
            "cp", ["-a", "--reflink=auto", Path.Combine(Found(backupId), "data"), dataDirectory], cancellation);
        foreach (string pattern in (string[])["master.info", "multi-master.info", "relay-log.info", "*relay-bin*"])
        {
            foreach (string file in Directory.EnumerateFiles(dataDirectory, pattern))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Removes a backup.</summary>
    public void Delete(string backupId) => Remove(FolderOf(backupId));

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string FolderOf(string backupId) => Path.Combine(directory, backupId);

    private string Found(string backupId) => Directory.Exists(FolderOf(backupId))
        ? FolderOf(backupId)
        : throw new IOException($"Cannot restore {backupId}: {FolderOf(backupId)} is not there. Choose another backup.");
}
