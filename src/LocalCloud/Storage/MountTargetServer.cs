using Microsoft.Extensions.Logging;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Storage;

/// <summary>One mount target at work: rpcbind and nfs-ganesha in a network place of their own, with a private /run, so
/// that any number of them live on one machine.</summary>
internal sealed class MountTargetServer(
    string name,
    NetworkPlace place,
    string directory,
    string pluginDirectory,
    ProcessRecords records,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_reload = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_restart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    private readonly CommandRunner _commands = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private IReadOnlyList<NumberedExport> _exports = [];
    private RecordedProcess? _portMapper;
    private RecordedProcess? _server;
    private Task _watch = Task.CompletedTask;

    private string RunDirectory => Path.Combine(directory, "run");

    private string ConfigurationPath => Path.Combine(directory, "ganesha.conf");

    private string LogPath => Path.Combine(directory, "ganesha.log");

    /// <summary>Makes the server export exactly this, and proves it.</summary>
    /// <param name="exports">Exports with the folders behind them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task ApplyAsync(
        IEnumerable<(ExportSpec Export, string Directory)> exports, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            // An export without options is invisible to everybody, so the server need not know it.
            _exports =
            [
                .. exports.Where(export => export.Export.Options.Count > 0)
                    .Select(export => new NumberedExport(
                        NumberOf(export.Export.ExportId), export.Directory, export.Export)),
            ];
            WriteConfiguration();
            if (IsRunning)
            {
                if (await ReloadAsync(cancellation))
                {
                    return;
                }

                logger.LogWarning("{MountTarget} did not take its new exports and is started again", name);
            }

            await StartAsync(cancellation);
            if (_watch.IsCompleted)
            {
                _watch = WatchAsync();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watch;
        await StopAsync();
        _ending.Dispose();
        _gate.Dispose();
    }

    private bool IsRunning =>
        _server is { Exited.IsCompleted: false } && _portMapper is { Exited.IsCompleted: false };

    private int NumberOf(string exportId)
    {
        if (!_numbers.TryGetValue(exportId, out int number))
        {
            number = _numbers.Count + 1;
            _numbers[exportId] = number;
        }

        return number;
    }

    private void WriteConfiguration()
    {
        Directory.CreateDirectory(directory);
        string recovery = Path.Combine(directory, "recovery");
        Directory.CreateDirectory(recovery);
        File.WriteAllText(ConfigurationPath, GaneshaConfiguration.Write(pluginDirectory, recovery, _exports));
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        await StopAsync();
        Directory.CreateDirectory(RunDirectory);
        string socket = Path.Combine(RunDirectory, "rpcbind.sock");
        File.Delete(socket);
        File.Delete(LogPath);

        // rpcbind's socket has a fixed name. The program text is constant; what varies is its argument. It is one
        // process that makes the mount and becomes rpcbind, so nothing can run before /run is a private one.
        _portMapper = RecordedProcess.Start(
            records,
            $"rpcbind of {name}",
            [
                "nsenter", $"--net={place.Path}", "unshare", "--mount", "--propagation", "private",
                "sh", "-c", "mount --bind \"$1\" /run && exec rpcbind -f", "sh", RunDirectory,
            ],
            Path.Combine(directory, "rpcbind.out"), environment: []);
        long start = time.GetTimestamp();
        while (!File.Exists(socket))
        {
            ThrowIfFailed(_portMapper, "rpcbind", start);
            await Task.Delay(s_poll, time, cancellation);
        }

        _server = RecordedProcess.Start(
            records,
            $"NFS server of {name}",
            [
                "nsenter", $"--target={_portMapper.Identity.Pid}", "--mount", "--net",
                "ganesha.nfsd", "-F", "-L", LogPath, "-f", ConfigurationPath,
                "-p", Path.Combine(directory, "ganesha.pid"), "-N", "NIV_EVENT",
            ],
            Path.Combine(directory, "ganesha.out"), environment: []);
        if (!await AwaitExportsAsync(s_start, cancellation))
        {
            string log = LastWords();
            await StopAsync();
            throw new IOException(
                $"Cannot export {string.Join(", ", Wanted())} from {name}: nfs-ganesha runs without them or did not "
                + $"start. Look into {LogPath}; check that nfs-ganesha-vfs is installed. It said: {log}");
        }
    }

    /// <summary>Lets the running server read its exports again.</summary>
    /// <returns>False: it did not, or it kept an old export because of an error in the new one.</returns>
    private async Task<bool> ReloadAsync(CancellationToken cancellation)
    {
        long before = new FileInfo(LogPath).Length;
        _server!.Signal(Posix.SignalHangUp);
        long start = time.GetTimestamp();
        while (IsRunning && time.GetElapsedTime(start) < s_reload)
        {
            string said = LogFrom(before);
            if (said.Contains("Reread exports", StringComparison.Ordinal))
            {
                return !said.Contains(":CONFIG :CRIT", StringComparison.Ordinal)
                    && await AwaitExportsAsync(s_reload, cancellation);
            }

            await Task.Delay(s_poll, time, cancellation);
        }

        return false;
    }

    private string LogFrom(long offset)
    {
        using var log = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = offset;
        using var reader = new StreamReader(log);
        return reader.ReadToEnd();
    }

    private async Task StopAsync()
    {
        if (_server is { } server)
        {
            await server.StopAsync(s_shutdown, time);
            _server = null;
        }

        if (_portMapper is { } portMapper)
        {
            await portMapper.StopAsync(s_shutdown, time);
            _portMapper = null;
        }
    }

    private void ThrowIfFailed(RecordedProcess process, string what, long start)
    {
        if (process.Exited.IsCompleted || time.GetElapsedTime(start) > s_start)
        {
            throw new IOException($"Cannot start {what} of {name} in {place.Name}: {process.Output}");
        }
    }

    private List<string> Wanted() => [.. _exports.Select(export => export.Export.Path)];

    /// <summary>Asks the server itself what it exports, over its own protocol. One that answers has read its
    /// configuration: after that a missing export does not come any more.</summary>
    private async Task<bool> AwaitExportsAsync(TimeSpan patience, CancellationToken cancellation)
    {
        HashSet<string> wanted = [.. Wanted()];
        long start = time.GetTimestamp();
        long? answered = null;
        while (IsRunning
            && time.GetElapsedTime(start) < patience
            && (answered is null || time.GetElapsedTime(answered.Value) < s_settle))
        {
            if (await ExportedAsync(cancellation) is { } exported)
            {
                if (wanted.SetEquals(exported))
                {
                    return true;
                }

                answered ??= time.GetTimestamp();
            }

            await Task.Delay(s_poll, time, cancellation);
        }

        return false;
    }

    private async Task<HashSet<string>?> ExportedAsync(CancellationToken cancellation)
    {
        try
        {
            // Sample line: /moodledata   10.0.1.0/24,127.0.0.1/32
            string list = await _commands.RunAsync(
                "nsenter",
                [$"--net={place.Path}", "timeout", "2", "showmount", "--no-headers", "-e", "127.0.0.1"],
                cancellation);
            return
            [
                .. list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(line => line[..line.LastIndexOf(' ')].TrimEnd()),
            ];
        }
        catch (IOException)
        {
            // Not registered yet.
            return null;
        }
    }

    private string LastWords() => string.Join(
        '\n',
        (File.Exists(LogPath) ? File.ReadLines(LogPath) : [])
            .Where(line => line.Contains(":CONFIG :CRIT", StringComparison.Ordinal)
                || line.Contains(":FSAL :", StringComparison.Ordinal)
                || line.Contains(":MAJ :", StringComparison.Ordinal)
                || line.Contains(":FATAL :", StringComparison.Ordinal))
            .TakeLast(5)
            .Append(_server?.Output ?? ""));

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_restart, time, _ending.Token);
                await _gate.WaitAsync(_ending.Token);
                try
                {
                    if (!IsRunning)
                    {
                        logger.LogWarning("{MountTarget} is gone and is started again", name);
                        await StartAsync(_ending.Token);
                    }
                }
                catch (IOException exception)
                {
                    logger.LogError(exception, "Cannot start {MountTarget} again yet", name);
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The mount target is deleted.
        }
    }
}
