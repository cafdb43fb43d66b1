using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>Owner, group, permission bits and kind of a path.</summary>
internal readonly record struct FileStatus(uint Uid, uint Gid, uint Mode, FileKind Kind);

internal enum FileKind
{
    Other,
    Regular,
    Directory,
    SymbolicLink,
}

/// <summary>Calls of the C library that .NET lacks.</summary>
internal static partial class Native
{
    // Its symbolic name without ".6" is a linker script on machines with development files.
    private const string C = "libc.so.6";
    private const int AtCurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const int PathOnly = 0x200000;
    private const int CloseOnExec = 0x80000;
    private const int NoEntry = 2;
    private const int NotDirectory = 20;
    private const string SelinuxAttribute = "security.selinux";
    private const uint BasicStatus = 0x7ff;

    /// <summary>Status of the path itself, links not followed; null when there is none.</summary>
    public static FileStatus? Status(string path) => Status(AtCurrentDirectory, path, NoFollow);

    /// <summary>Status of what a handle holds.</summary>
    public static FileStatus Status(SafeFileHandle handle) =>
        Status((int)handle.DangerousGetHandle(), "", EmptyPath)!.Value;

    private static unsafe FileStatus? Status(int folder, string path, int flags)
    {
        // struct statx is the same on each architecture, which struct stat is not: stx_nlink at 16, stx_uid at 20,
        // stx_gid at 24, stx_mode at 28.
        var buffer = stackalloc byte[256];
        if (Statx(folder, path, flags, BasicStatus, buffer) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is NoEntry or NotDirectory ? null : throw Failure("read the status of", path, error);
        }

        var mode = *(ushort*)(buffer + 28);
        var kind = (mode & 0xF000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Directory,
            0xA000 => FileKind.SymbolicLink,
            _ => FileKind.Other,
        };
        return new FileStatus(*(uint*)(buffer + 20), *(uint*)(buffer + 24), (uint)(mode & 0xFFF), kind);
    }

    /// <summary>Number of names of a file that a handle holds.</summary>
    public static unsafe uint Names(SafeFileHandle handle)
    {
        var buffer = stackalloc byte[256];
        return Statx((int)handle.DangerousGetHandle(), "", EmptyPath, BasicStatus, buffer) == 0
            ? *(uint*)(buffer + 16)
            : throw Failure("read the status of", "an open file", Marshal.GetLastPInvokeError());
    }

    /// <summary>Holds a folder that is trusted to be one.</summary>
    public static SafeFileHandle? OpenFolder(string path) => Handle(Open(path, PathOnly | CloseOnExec), path);

    /// <summary>Holds what has a name in a folder, links not followed; null when there is nothing.</summary>
    /// <param name="directory">True: anything but a folder is an error.</param>
    public static SafeFileHandle? OpenAt(SafeFileHandle folder, string name, bool directory)
    {
        // These two differ by architecture.
        var arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        var flags = PathOnly | CloseOnExec | (arm ? 0x8000 : 0x20000) | (directory ? (arm ? 0x4000 : 0x10000) : 0);
        return Handle(OpenBelow((int)folder.DangerousGetHandle(), name, flags), name);
    }

    /// <summary>Makes a folder in a folder; one that is there already will do.</summary>
    public static void CreateFolderAt(SafeFileHandle folder, string name)
    {
        const int exists = 17;
        if (MakeFolder((int)folder.DangerousGetHandle(), name, 0b111_000_000) != 0
            && Marshal.GetLastPInvokeError() is var error and not exists)
        {
            throw Failure("make the folder", name, error);
        }
    }

    /// <summary>Changes owner and group of what a handle holds.</summary>
    public static void ChangeOwner(SafeFileHandle handle, uint uid, uint gid)
    {
        if (ChangeOwnerAt((int)handle.DangerousGetHandle(), "", uid, gid, EmptyPath) != 0)
        {
            throw Failure("change the owner of", "an open file", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Changes the mode of what a handle holds, also of one that was opened for its place only.</summary>
    public static void ChangeMode(SafeFileHandle handle, uint mode) =>
        ChangeMode($"/proc/self/fd/{handle.DangerousGetHandle()}", mode);

    private static SafeFileHandle? Handle(int descriptor, string path)
    {
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        var error = Marshal.GetLastPInvokeError();
        return error == NoEntry ? null : throw Failure("open", path, error);
    }

    /// <summary>Changes owner and group of the path itself, links not followed.</summary>
    public static void ChangeOwner(string path, uint uid, uint gid)
    {
        if (Lchown(path, uid, gid) != 0)
        {
            throw Failure("change the owner of", path, Marshal.GetLastPInvokeError());
        }
    }

    public static void ChangeMode(string path, uint mode)
    {
        if (Chmod(path, mode) != 0)
        {
            throw Failure("change the mode of", path, Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>SELinux label of the path itself; null when it has none or its file system knows none.</summary>
    public static unsafe string? Label(string path)
    {
        var buffer = stackalloc byte[512];
        var length = GetAttribute(path, SelinuxAttribute, buffer, 512);
        return length > 0 ? System.Text.Encoding.UTF8.GetString(buffer, (int)length).TrimEnd('\0') : null;
    }

    /// <summary>Sets the SELinux label of the path itself.</summary>
    public static void SetLabel(string path, string label)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(label + "\0");
        if (SetAttribute(path, SelinuxAttribute, bytes, (nuint)bytes.Length, 0) != 0)
        {
            throw Failure($"give the SELinux label {label} to", path, Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Renames; what is in the new place is replaced in one step. Links themselves are renamed.</summary>
    public static void Rename(string from, string to)
    {
        if (RenamePath(from, to) != 0)
        {
            throw Failure("rename", $"{from} to {to}", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Brings all of the file system that holds a path to the disk.</summary>
    public static void SyncFileSystem(string path)
    {
        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw Failure("open", path, Marshal.GetLastPInvokeError());
        }

        var result = SyncWhole(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
        {
            throw Failure("sync the file system of", path, error);
        }
    }

    /// <summary>Makes what was renamed or created in a folder survive a power cut.</summary>
    public static void SyncFolder(string path)
    {
        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw Failure("open", path, Marshal.GetLastPInvokeError());
        }

        // Some file systems do not sync folders (EINVAL); there is nothing better to do on them.
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    private static IOException Failure(string verb, string path, int error) =>
        new($"Cannot {verb} {path}: {new Win32Exception(error).Message}.", error);

    [LibraryImport(C, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);

    [LibraryImport(C, EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lchown(string path, uint uid, uint gid);

    [LibraryImport(C, EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Chmod(string path, uint mode);

    [LibraryImport(C, EntryPoint = "lgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint GetAttribute(string path, string name, byte* value, nuint size);

    [LibraryImport(C, EntryPoint = "lsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAttribute(string path, string name, byte[] value, nuint size, int flags);

    [LibraryImport(C, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport(C, EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenBelow(int folder, string name, int flags);

    [LibraryImport(C, EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakeFolder(int folder, string name, uint mode);

    [LibraryImport(C, EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwnerAt(int folder, string name, uint uid, uint gid, int flags);

    [LibraryImport(C, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport(C, EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenamePath(string from, string to);

    [LibraryImport(C, EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncWhole(int descriptor);

    [LibraryImport(C, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
