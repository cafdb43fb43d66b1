namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>A long-lived program that this cloud started: recorded while it lives, ended gracefully and then by
/// force.</summary>
internal sealed class RecordedProcess
{
    private const int KeptLines = 30;
    private readonly string _logFile;

    private RecordedProcess(ProcessIdentity identity, string logFile, Task<int> exited)
    {
        Identity = identity;
        Exited = exited;
        _logFile = logFile;
    }

    /// <summary>Pid and start time.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Ends when the process has ended and its record is gone; its exit code, or 128 and its signal.</summary>
    public Task<int> Exited { get; }

    /// <summary>Last lines that the process wrote to its standard streams.</summary>
    public string Output => File.Exists(_logFile)
        ? string.Join('\n', File.ReadLines(_logFile).TakeLast(KeptLines))
        : "";

    /// <summary>Starts a program and records it.</summary>
    /// <param name="records">Where the process is recorded.</param>
    /// <param name="name">What it is, for people; one process at a time bears it.</param>
    /// <param name="command">Program and arguments. It must exec, not fork, to be found again by its id.</param>
    /// <param name="logFile">Gets what it writes to its standard streams.</param>
    /// <param name="environment">NAME=VALUE besides PATH and LC_ALL; nothing else is passed on.</param>
    public static RecordedProcess Start(
        ProcessRecords records,
        string name,
        IReadOnlyList<string> command,
        string logFile,
        IReadOnlyList<string> environment)
    {
        int pid = Spawning.Start(
            command, ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", .. environment], logFile);
        // Nobody else can get this pid before it is reaped. One that ended at once is in no need of a record.
        ProcessIdentity? identity = ProcessIdentity.Of(pid);
        if (identity is not null)
        {
            records.Write(name, identity);
        }

        return new RecordedProcess(
            identity ?? new ProcessIdentity(pid, 0),
            logFile,
            Task.Factory.StartNew(
                () =>
                {
                    var code = Spawning.Reap(pid);
                    records.Remove(name);
                    return code;
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <summary>Sends a signal while the process lives.</summary>
    public void Signal(int signal) => Identity.Signal(signal);

    /// <summary>Asks the process to end; after the patience it is killed.</summary>
    public async Task StopAsync(TimeSpan patience, TimeProvider time)
    {
        Signal(Posix.SignalTerminate);
        try
        {
            await Exited.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>Ends the process at once.</summary>
    public async Task KillAsync()
    {
        Signal(Posix.SignalKill);
        await Exited;
    }
}
