using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>A disk that takes nothing, in words for people.</summary>
internal static class DiskFault
{
    // errno(3), which .NET gives as the HResult of an IOException.
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int QuotaExceeded = 122;

    /// <summary>Null: the failure is another one.</summary>
    public static TaskException? Of(IOException exception, TaskSpec task) => exception.HResult switch
    {
        NoSpace or QuotaExceeded => new TaskException(
            "disk-full",
            $"Cannot finish task {task.Id}: the file system of {PlaceOf(task)} is full. Make room there, then apply again.",
            exception),
        ReadOnly => new TaskException(
            "disk-read-only",
            $"Cannot finish task {task.Id}: the file system of {PlaceOf(task)} is read-only. Look for errors of its disk "
            + "(journalctl -k), and mount it for writing.",
            exception),
        _ => null,
    };

    private static string PlaceOf(TaskSpec task) => task.KindCase switch
    {
        TaskSpec.KindOneofCase.File => task.File.Path,
        TaskSpec.KindOneofCase.Directory => task.Directory.Path,
        TaskSpec.KindOneofCase.Ownership => task.Ownership.Path,
        TaskSpec.KindOneofCase.Archive => task.Archive.Path,
        TaskSpec.KindOneofCase.Mount => task.Mount.Path,
        _ => "/etc or /var/lib/moodle-node-agent",
    };
}
