using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using MoodleNodeAgent.Agent.Executor.Host;

namespace MoodleNodeAgent.Agent.Executor.Drift;

/// <summary>Tells whether files have changed, by inotify(7) on their folders. The watcher of .NET takes a thread and an
/// instance for each folder; this one takes a file descriptor for all and is asked from time to time.</summary>
internal sealed partial class WatchedFiles(HostRoot root) : IDisposable
{
    private const string C = "libc.so.6";

    // IN_NONBLOCK and IN_CLOEXEC; the same on x86_64 and aarch64.
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    // IN_ATTRIB, IN_CLOSE_WRITE, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE, IN_ONLYDIR.
    private const uint Changes = 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x01000000;
    private const uint Overflow = 0x4000;
    private const int HeaderSize = 16;
    private readonly Dictionary<int, HashSet<string>> watched = [];
    private readonly byte[] buffer = new byte[16 * 1024];
    private SafeFileHandle? inotify;

    /// <summary>From now on these files, and no others. Folders that are not there are left to the next look.</summary>
    public void Watch(IEnumerable<string> files)
    {
        inotify?.Dispose();
        inotify = null;
        watched.Clear();
        var descriptor = Create(NonBlocking | CloseOnExec);
        if (descriptor < 0)
        {
            return;
        }

        inotify = new SafeFileHandle(descriptor, ownsHandle: true);
        foreach (var folder in files.GroupBy(file => Path.GetDirectoryName(file)!, StringComparer.Ordinal))
        {
            var watch = Add(descriptor, root.Map(folder.Key), Changes);
            if (watch >= 0)
            {
                // Two spellings of a folder are one watch.
                if (!watched.TryGetValue(watch, out var names))
                {
                    watched[watch] = names = new HashSet<string>(StringComparer.Ordinal);
                }

                names.UnionWith(folder.Select(file => Path.GetFileName(file)));
            }
        }
    }

    /// <summary>Whether one of them has changed since the last question.</summary>
    public bool HaveChanged()
    {
        var changed = false;
        while (inotify is not null)
        {
            var length = (int)Read((int)inotify.DangerousGetHandle(), buffer, (nuint)buffer.Length);
            if (length <= 0)
            {
                break;
            }

            // struct inotify_event: wd, mask, cookie, len, 4 bytes each in the host's order, then the name, padded by zeros.
            for (var start = 0; start + HeaderSize <= length;)
            {
                var watch = MemoryMarshal.Read<int>(buffer.AsSpan(start));
                var mask = MemoryMarshal.Read<uint>(buffer.AsSpan(start + 4));
                var size = MemoryMarshal.Read<int>(buffer.AsSpan(start + 12));
                var name = Encoding.UTF8.GetString(buffer, start + HeaderSize, size).TrimEnd('\0');
                changed |= (mask & Overflow) != 0 || (watched.TryGetValue(watch, out var names) && names.Contains(name));
                start += HeaderSize + size;
            }
        }

        return changed;
    }

    public void Dispose() => inotify?.Dispose();

    [LibraryImport(C, EntryPoint = "inotify_init1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Create(int flags);

    [LibraryImport(C, EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Add(int descriptor, string path, uint mask);

    [LibraryImport(C, EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(int descriptor, byte[] buffer, nuint count);
}
