using Microsoft.Win32.SafeHandles;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>A name in a folder that is held open. Whoever can write somewhere on the way there may put a symbolic link in
/// a folder's place at any moment; what is done through this path stays in the folder that was looked at.</summary>
internal sealed class PinnedPath : IDisposable
{
    private readonly SafeFileHandle folder;
    private readonly string name;

    private PinnedPath(SafeFileHandle folder, string name)
    {
        this.folder = folder;
        this.name = name;
    }

    /// <summary>For calls that take a path. The last name is not held: only calls that do not follow links may use it.
    /// </summary>
    public string Path => $"/proc/self/fd/{folder.DangerousGetHandle()}/{name}";

    /// <summary>Walks to the folder of a path, name by name; null when a folder is missing.</summary>
    /// <param name="path">Absolute path of the host without symbolic links.</param>
    /// <exception cref="TaskException">A folder on the way is a symbolic link or no folder.</exception>
    public static PinnedPath? Find(HostRoot root, string path) => Walk(root, path, create: false);

    /// <summary>Walks to the folder of a path, name by name; missing folders are made, 0755.</summary>
    /// <param name="path">Absolute path of the host without symbolic links.</param>
    /// <exception cref="TaskException">A folder on the way is a symbolic link or no folder, or somebody took away a
    /// folder that was just made.</exception>
    public static PinnedPath Make(HostRoot root, string path)
    {
        Directory.CreateDirectory(root.Folder);
        return Walk(root, path, create: true) ?? throw Moved(path);
    }

    /// <summary>What has this name now, itself and not what it leads to; null when there is nothing.</summary>
    public SafeFileHandle? OpenTarget() => Native.OpenAt(folder, name, directory: false);

    /// <summary>Path of another name in the same folder; the same rule holds.</summary>
    public string Beside(string other) => $"/proc/self/fd/{folder.DangerousGetHandle()}/{other}";

    /// <summary>The folder itself, for calls that take a path.</summary>
    public string Folder => $"/proc/self/fd/{folder.DangerousGetHandle()}";

    /// <summary>Makes a folder of this name, closed to all but root; one that is there already will do.</summary>
    public void MakeFolder() => Native.CreateFolderAt(folder, name);

    /// <summary>Holds a folder in the same folder in which nobody but root can write, made when it is missing: what is
    /// done below it is out of everybody's reach.</summary>
    /// <exception cref="TaskException">Something else is in its place, or others can write there.</exception>
    public PinnedFolder OwnFolder(string other)
    {
        Native.CreateFolderAt(folder, other);
        var handle = Step(folder, other, other, create: false) ?? throw Moved(other);
        var status = Native.Status(handle);
        if (status.Uid == Native.Status("/proc/self")!.Value.Uid && (status.Mode & 0b000_010_010) == 0)
        {
            return new PinnedFolder(handle);
        }

        handle.Dispose();
        throw new TaskException(
            "path-moved",
            $"Cannot use the folder \"{other}\": it is not root's alone. Look for who can write there, and remove it.");
    }

    /// <summary>What was looked at is not what is there now.</summary>
    public static TaskException Moved(string path) => new(
        "path-moved",
        $"Cannot change {path}: somebody has put something else in its place in the meantime. Look for who can write there.");

    public void Dispose() => folder.Dispose();

    private static PinnedPath? Walk(HostRoot root, string path, bool create)
    {
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var folder = Native.OpenFolder(root.Folder);
        foreach (var name in names.SkipLast(1))
        {
            var next = folder is null ? null : Step(folder, name, path, create);
            folder?.Dispose();
            folder = next;
        }

        return folder is null ? null : new PinnedPath(folder, names[^1]);
    }

    private static SafeFileHandle? Step(SafeFileHandle folder, string name, string path, bool create)
    {
        try
        {
            if (Native.OpenAt(folder, name, directory: true) is { } existing)
            {
                return existing;
            }

            if (!create)
            {
                return null;
            }

            Native.CreateFolderAt(folder, name);
            var made = Native.OpenAt(folder, name, directory: true);
            if (made is not null)
            {
                Native.ChangeMode(made, 0b111_101_101);
            }

            return made;
        }
        catch (IOException exception)
        {
            throw new TaskException(
                "path-moved",
                $"Cannot use {path}: on the way there \"{name}\" is no folder, or somebody has put a symbolic link in its "
                + "place. Look for who can write there.",
                exception);
        }
    }
}

/// <summary>A folder that is held open.</summary>
internal sealed class PinnedFolder(SafeFileHandle handle) : IDisposable
{
    /// <summary>For calls that take a path.</summary>
    public string Path => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    public SafeFileHandle Handle => handle;

    public void Dispose() => handle.Dispose();
}
