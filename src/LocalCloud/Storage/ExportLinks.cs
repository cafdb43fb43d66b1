namespace MoodleNodeAgent.LocalCloud.Storage;

/// <summary>What each address exports, as symbolic links: exports/ADDRESS/EXPORT-PATH points at filesystems/ID, by a
/// relative path, so that it holds wherever the storage folder is mounted. The hosts' stand-in for mount.nfs finds
/// the files that way.</summary>
internal sealed class ExportLinks(string storageDirectory)
{
    private string ExportsDirectory => Path.Combine(storageDirectory, "exports");

    /// <summary>Makes the links of an address be exactly these; right ones are left alone.</summary>
    public void Apply(string address, IEnumerable<(string ExportPath, string FileSystemId)> exports)
    {
        string root = Path.Combine(ExportsDirectory, address);
        Directory.CreateDirectory(root);
        var wanted = exports.ToDictionary(
            export => Path.Combine(root, export.ExportPath.TrimStart('/')),
            export => export.FileSystemId,
            StringComparer.Ordinal);
        RemoveAllBut(root, wanted);
        foreach ((string link, string fileSystemId) in wanted)
        {
            string folder = Path.GetDirectoryName(link)!;
            Directory.CreateDirectory(folder);
            if (!Path.Exists(link))
            {
                Directory.CreateSymbolicLink(link, TargetOf(folder, fileSystemId));
            }
        }
    }

    /// <summary>Removes the links of an address.</summary>
    public void Remove(string address)
    {
        string root = Path.Combine(ExportsDirectory, address);
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private string TargetOf(string folder, string fileSystemId) =>
        Path.GetRelativePath(folder, Path.Combine(storageDirectory, "filesystems", fileSystemId));

    private void RemoveAllBut(string folder, Dictionary<string, string> wanted)
    {
        foreach (DirectoryInfo entry in new DirectoryInfo(folder).EnumerateDirectories())
        {
            if (entry.LinkTarget is null)
            {
                RemoveAllBut(entry.FullName, wanted);
                if (!entry.EnumerateFileSystemInfos().Any())
                {
                    entry.Delete();
                }
            }
            else if (!wanted.TryGetValue(entry.FullName, out string? fileSystemId)
                || entry.LinkTarget != TargetOf(folder, fileSystemId))
            {
                // Only the link goes, never what it points at.
                entry.Delete();
            }
        }
    }
}
