using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>The few calls of the system that .NET has no word for.</summary>
internal static partial class Posix
{
    public const int SignalHangUp = 1;
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;
    public const int SignalContinue = 18;
    public const int SignalStop = 19;

    /// <summary>Sends a signal; a process that is gone is no error.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Gives a file or folder to a user and a group.</summary>
    public static void GiveTo(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0)
        {
            throw new Win32Exception(
                Marshal.GetLastPInvokeError(),
                $"Cannot give {path} to {user}:{group}. The data plane needs root.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
