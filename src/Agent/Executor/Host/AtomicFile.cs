namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>The one way by which the agent writes files: a temporary file in the same folder, synced, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces the file. Owner null: the process's own.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, uint mode, (uint Uid, uint Gid)? owner = null)
    {
        var temporary = WriteTemporary(path, content, mode, owner);
        Swap(temporary, path);
    }

    /// <summary>Writes the new file beside the old one and returns its path; <see cref="Swap"/> puts it in place.</summary>
    public static string WriteTemporary(
        string path, ReadOnlySpan<byte> content, uint mode, (uint Uid, uint Gid)? owner)
    {
        // The name ends as the old one does: php and httpd look at the extension. The dot hides it from their globs.
        var temporary = Path.Join(Path.GetDirectoryName(path), $".mna-{Guid.NewGuid():N}-{Path.GetFileName(path)}");
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                // By the handle: who can write in this folder could have put something else in the name's place.
                if (owner is { } ids)
                {
                    Native.ChangeOwner(file.SafeFileHandle, ids.Uid, ids.Gid);
                }

                Native.ChangeMode(file.SafeFileHandle, mode);
                file.Flush(flushToDisk: true);
            }

            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes temporary files of this path that an executor left which was killed. One run at a time writes, so
    /// none of them is in use.</summary>
    public static void RemoveLeftOvers(string path)
    {
        var name = Path.GetFileName(path);
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, ".mna-*"))
        {
            // ".mna-", 32 hex digits, "-", the name.
            if (Path.GetFileName(left) is { } file && file.Length == name.Length + 38
                && file.EndsWith("-" + name, StringComparison.Ordinal))
            {
                File.Delete(left);
            }
        }
    }

    /// <summary>Puts a file written by <see cref="WriteTemporary"/> in place.</summary>
    public static void Swap(string temporary, string path)
    {
        try
        {
            Native.Rename(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        Native.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
