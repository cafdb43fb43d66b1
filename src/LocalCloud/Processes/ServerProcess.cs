using System.Diagnostics;

namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>A server that this cloud started: recorded while it lives, ended gracefully and then by force.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int KeptLines = 30;
    private readonly Process _process;
    private readonly string _record;
    private readonly Queue<string> _lines = new();

    private ServerProcess(Process process, string record)
    {
        _process = process;
        _record = record;
        Id = process.Id;
        Exited = WatchAsync();
    }

    /// <summary>Process id.</summary>
    public int Id { get; }

    /// <summary>Ends when the process has ended.</summary>
    public Task Exited { get; }

    /// <summary>Last lines that the process wrote to its standard streams.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts a server in a session of its own, so that a Ctrl-C at our terminal is not one for it.</summary>
    /// <param name="records">Where the process is recorded.</param>
    /// <param name="what">What it is, for people.</param>
    /// <param name="command">Program and arguments. It must exec, not fork, to be found again by its id.</param>
    public static ServerProcess Start(ProcessRecords records, string what, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("setsid", command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        Process process = Process.Start(start) ?? throw new IOException($"Cannot start {what}.");
        process.StandardInput.Close();
        var server = new ServerProcess(process, records.Add(process.Id, what));
        process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Sends a signal while the process lives.</summary>
    public void Signal(int signal)
    {
        if (!Exited.IsCompleted)
        {
            Posix.Signal(Id, signal);
        }
    }

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

    public void Dispose() => _process.Dispose();

    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        ProcessRecords.Remove(_record);
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
