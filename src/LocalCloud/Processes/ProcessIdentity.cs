using System.Globalization;

namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>A process that cannot be taken for another: a pid alone is given out again.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTime">Start in clock ticks since boot, field 22 of /proc/PID/stat.</param>
internal sealed record ProcessIdentity(int Pid, long StartTime)
{
    /// <summary>The process with this pid, or null when there is none.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        try
        {
            // 4711 (name with ) and spaces) S 1 4711 ... ; the fields after the last parenthesis begin with the third.
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X"
                ? null
                : new ProcessIdentity(pid, long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The process that runs this code.</summary>
    public static ProcessIdentity Self => Of(Environment.ProcessId)!;

    /// <summary>Whether this very process still runs.</summary>
    public bool IsRunning => Of(Pid) == this;

    /// <summary>Pids of its children, oldest first.</summary>
    public IReadOnlyList<int> Children
    {
        get
        {
            try
            {
                return
                [
                    .. File.ReadAllText($"/proc/{Pid}/task/{Pid}/children")
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
                ];
            }
            catch (IOException)
            {
                return [];
            }
        }
    }

    /// <summary>Sends a signal if it is still the same process.</summary>
    public void Signal(int signal)
    {
        if (IsRunning)
        {
            // It may have ended in between; then there is nothing left to do.
            Posix.Signal(Pid, signal);
        }
    }

    /// <summary>Stops all threads of the process until it gets the signal to go on; ends when they stand.</summary>
    public async Task FreezeAsync(TimeSpan look, TimeProvider time, CancellationToken cancellation)
    {
        Signal(Posix.SignalStop);
        while (IsRunning && !Stands())
        {
            await Task.Delay(look, time, cancellation);
        }
    }

    private bool Stands()
    {
        try
        {
            // Each thread ends its system call before it stops; one that ends at this moment stands as well.
            return Directory.EnumerateDirectories($"/proc/{Pid}/task").All(thread =>
            {
                string stat = File.ReadAllText(Path.Combine(thread, "stat"));
                return stat[stat.LastIndexOf(')') + 2] is 'T' or 't' or 'Z' or 'X';
            });
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits for processes that may be nobody's children; true when all have ended within the limit.</summary>
    public static async Task<bool> WaitForEndAsync(
        IReadOnlyList<ProcessIdentity> processes,
        TimeSpan limit,
        TimeSpan look,
        TimeProvider time,
        CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        while (processes.Any(process => process.IsRunning))
        {
            if (time.GetElapsedTime(start) >= limit)
            {
                return false;
            }

            await Task.Delay(look, time, cancellation);
        }

        return true;
    }
}
