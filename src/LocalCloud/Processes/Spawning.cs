using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>Starts long-lived children: session and signals of their own (Ctrl-C in the terminal is not for them),
/// output to a file (a pipe would break when the local cloud is killed), input from nowhere.</summary>
internal static partial class Spawning
{
    private const int ReadOnly = 0;
    private const int WriteCreateAppend = 0x1 | 0x40 | 0x400;
    private const uint OwnerOnly = 0x180;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    // glibc's opaque structures are 80, 336 and 128 bytes; 512 leaves room for any of them.
    private const int OpaqueSize = 512;

    /// <summary>Starts a program, found by PATH; the caller has to reap it.</summary>
    /// <returns>Pid.</returns>
    public static int Start(IReadOnlyList<string> command, IReadOnlyList<string> environment, string logFile)
    {
        string program = command[0];
        nint actions = Marshal.AllocHGlobal(OpaqueSize);
        nint attributes = Marshal.AllocHGlobal(OpaqueSize);
        nint signals = Marshal.AllocHGlobal(OpaqueSize);
        try
        {
            Check(ActionsInit(actions), program);
            Check(ActionsAddOpen(actions, 0, "/dev/null", ReadOnly, 0), program);
            Check(ActionsAddOpen(actions, 1, logFile, WriteCreateAppend, OwnerOnly), program);
            Check(ActionsAddDup(actions, 1, 2), program);
            Check(AttributesInit(attributes), program);
            // .NET ignores SIGPIPE, and an ignored signal stays ignored in the child unless it is reset.
            Check(SignalsFill(signals), program);
            Check(AttributesSetDefaults(attributes, signals), program);
            Check(SignalsEmpty(signals), program);
            Check(AttributesSetMask(attributes, signals), program);
            Check(AttributesSetFlags(attributes, SetSession | SetSignalDefaults | SetSignalMask), program);
            string?[] arguments = [.. command, null];
            Check(Spawn(out int pid, program, actions, attributes, arguments, [.. environment, null]), program);
            _ = ActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
            return pid;
        }
        finally
        {
            Marshal.FreeHGlobal(actions);
            Marshal.FreeHGlobal(attributes);
            Marshal.FreeHGlobal(signals);
        }
    }

    /// <summary>Waits, with the calling thread, until a child has ended.</summary>
    public static int Reap(int pid)
    {
        const int interrupted = 4;
        int status;
        while (WaitPid(pid, out status, 0) < 0 && Marshal.GetLastPInvokeError() == interrupted)
        {
        }

        // wait(2): the signal in the low seven bits, else the exit code in the second byte.
        return (status & 0x7F) != 0 ? 128 + (status & 0x7F) : (status >> 8) & 0xFF;
    }

    private static void Check(int error, string program)
    {
        if (error != 0)
        {
            throw new Win32Exception(error, $"Cannot start {program}: {new Win32Exception(error).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(
        out int pid, string path, nint actions, nint attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int ActionsDestroy(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen",
        StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ActionsAddOpen(nint actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int ActionsAddDup(nint actions, int descriptor, int copy);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(nint attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetDefaults(nint attributes, nint signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetMask(nint attributes, nint signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int SignalsFill(nint signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SignalsEmpty(nint signals);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);
}
