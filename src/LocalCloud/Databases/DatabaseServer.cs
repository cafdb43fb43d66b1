using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;
using MySqlConnector;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>One MariaDB process with its data directory, in a network place of its own. It always starts read only;
/// whoever makes it the primary says so.</summary>
internal sealed class DatabaseServer(DatabaseServerOptions options, DatabaseHost host) : IAsyncDisposable
{
    private const int LongestSocketPath = 107;
    private const string InsideRoot = "/mnt";
    private RecordedProcess? _process;

    /// <summary>Owner of the network place.</summary>
    public string OwnerId => options.OwnerId;

    /// <summary>Address of the server itself.</summary>
    public string Address => options.Address;

    /// <summary>What people call it in logs.</summary>
    public string Name => options.Name;

    /// <summary>False when the process ended or never began.</summary>
    public bool IsRunning => _process is { Exited.IsCompleted: false };

    /// <summary>True when there is data from an earlier start.</summary>
    public bool HasData => Directory.Exists(DataDirectory);

    /// <summary>Moment since which the process is missing; kept by the supervisor.</summary>
    public long? MissingSince { get; set; }

    /// <summary>Number of checks in a row without an answer; kept by the supervisor.</summary>
    public int MissedChecks { get; set; }

    private string DataDirectory => Path.Combine(options.Directory, "data");

    private string ServerIdPath => Path.Combine(options.Directory, "server-id");

    private string LogPath => Path.Combine(options.Directory, "error.log");

    // The path of a socket has room for 107 bytes, which an OCID in a deep directory exceeds.
    private string SocketPath => Path.Combine(
        host.SocketDirectory,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OwnerId)))[..12] + ".sock");

    /// <summary>Puts an empty data directory, or that of a backup, in place of whatever is there, with a new server id:
    /// replication skips events that bear its own.</summary>
    public async Task SeedAsync(string? backupId, CancellationToken cancellation)
    {
        if (Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }

        Directory.CreateDirectory(options.Directory);
        Posix.GiveTo(options.Directory, DatabaseTemplate.UserId, DatabaseTemplate.UserId);
        await File.WriteAllTextAsync(
            ServerIdPath,
            RandomNumberGenerator.GetInt32(1000, int.MaxValue).ToString(CultureInfo.InvariantCulture),
            cancellation);
        options.Authority.Issue(options.Directory, [options.SystemAddress, options.Address]);
        if (backupId is null)
        {
            await host.Template.CopyToAsync(DataDirectory, cancellation);
        }
        else
        {
            await host.Backups.CopyToAsync(backupId, DataDirectory, cancellation);
        }
    }

    /// <summary>Copies the data as it is at one instant: the process is frozen meanwhile.</summary>
    public async Task CopyDataAsync(string folder, CancellationToken cancellation)
    {
        ProcessIdentity? process = IsRunning ? _process!.Identity : null;
        try
        {
            if (process is not null)
            {
                await process.FreezeAsync(host.Limits.Poll, host.Time, cancellation);
            }

            await new CommandRunner().RunAsync("cp", ["-a", "--reflink=auto", DataDirectory, folder], cancellation);
        }
        finally
        {
            process?.Signal(Posix.SignalContinue);
        }
    }

    /// <summary>Starts the process in its place and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (IsRunning)
        {
            return;
        }

        if (SocketPath.Length > LongestSocketPath)
        {
            throw new IOException(
                $"Cannot start {Name}: the socket's path {SocketPath} is longer than {LongestSocketPath} bytes. " +
                "Choose a shorter state directory.");
        }

        NetworkPlace place = await host.Network.AttachAsync(OwnerId, options.VcnId, Address, cancellation);
        string serverId = (await File.ReadAllTextAsync(ServerIdPath, cancellation)).Trim();
        _process = RecordedProcess.Start(
            host.Records, $"MariaDB server {Name}", Command(place, serverId),
            Path.Combine(options.Directory, "output.log"), environment: []);
        await WaitUntilItAnswersAsync(_process, cancellation);
        MissingSince = null;
        MissedChecks = 0;
    }

    /// <summary>Ends the process in order.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            await process.StopAsync(host.Limits.Shutdown, host.Time);
        }
    }

    /// <summary>Ends the process at once.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            await process.KillAsync();
        }
    }

    /// <summary>Connects as root over the server's own socket, which needs no network and no password.</summary>
    public Task<MySqlConnection> ConnectAsync(CancellationToken cancellation) =>
        ConnectAsync(host.Limits.Connect, cancellation);

    private async Task<MySqlConnection> ConnectAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = SocketPath,
            ConnectionProtocol = MySqlConnectionProtocol.UnixSocket,
            UserID = "root",
            SslMode = MySqlSslMode.None,
            Pooling = false,
            ConnectionTimeout = (uint)Math.Ceiling(patience.TotalSeconds),
            DefaultCommandTimeout = 60,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>True when the server answers a query in time.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(host.Limits.Answer, host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            // A server that hangs takes the connection and greets nobody: only the connector's own timeout ends that.
            await using MySqlConnection connection = await ConnectAsync(host.Limits.Answer, either.Token);
            await using MySqlCommand command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteScalarAsync(either.Token);
            return true;
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.ConnectionCountError)
        {
            // Too busy for one more is alive.
            return true;
        }
        catch (Exception exception) when (exception is MySqlException or OperationCanceledException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Ends the process and removes the place and all data.</summary>
    public async ValueTask DeleteAsync(CancellationToken cancellation)
    {
        await KillAsync();
        await host.Network.DetachAsync(OwnerId, cancellation);
        File.Delete(SocketPath);
        if (Directory.Exists(options.Directory))
        {
            Directory.Delete(options.Directory, recursive: true);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private string Inside(string path) => Path.Combine(InsideRoot, Path.GetRelativePath(host.Directory, path));

    private List<string> Command(NetworkPlace place, string serverId) =>
    [
        // The server's user may not pass through the state directory, which is its owner's alone: it sees the databases
        // at a mount of its own. The program text is constant; what varies are its arguments.
        "nsenter", $"--net={place.Path}", "unshare", "--mount", "--propagation", "private",
        "sh", "-c", $"mount --bind \"$1\" {InsideRoot} && shift && exec \"$@\"", "sh", host.Directory,
        "setpriv", $"--reuid={DatabaseTemplate.UserId}", $"--regid={DatabaseTemplate.UserId}", "--clear-groups",
        "--no-new-privs",
        "mariadbd", "--no-defaults",
        $"--datadir={Inside(DataDirectory)}",
        $"--tmpdir={Inside(DataDirectory)}",
        $"--socket={Inside(SocketPath)}",
        $"--pid-file={Inside(Path.Combine(options.Directory, "pid"))}",
        $"--log-error={Inside(LogPath)}",
        "--log-warnings=1",
        // The system's address comes and goes with the primary's role, so no single address can be bound.
        "--bind-address=0.0.0.0",
        $"--port={options.Port}",
        "--skip-name-resolve",
        "--max-connections=500",
        "--max-allowed-packet=64M",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_unicode_ci",
        $"--ssl-ca={Inside(Path.Combine(options.Directory, "ca.pem"))}",
        $"--ssl-cert={Inside(Path.Combine(options.Directory, "cert.pem"))}",
        $"--ssl-key={Inside(Path.Combine(options.Directory, "key.pem"))}",
        "--performance-schema=OFF",
        "--innodb-buffer-pool-size=64M",
        $"--innodb-log-file-size={DatabaseTemplate.RedoLogSize}",
        // What the process wrote survives its death; only the machine's own could lose the last second.
        "--innodb-flush-log-at-trx-commit=2",
        "--sync-binlog=0",
        "--innodb-flush-method=fsync",
        "--read-only=ON",
        $"--server-id={serverId}",
        "--log-bin=binlog",
        // Binary logs stay for ever, so that a new member can replicate from the first transaction on.
        "--expire-logs-days=0",
        "--log-slave-updates=ON",
        "--gtid-strict-mode=ON",
        "--slave-net-timeout=5",
        "--rpl-semi-sync-master-timeout=1000",
        "--rpl-semi-sync-master-wait-no-slave=OFF",
    ];

    private async Task WaitUntilItAnswersAsync(RecordedProcess process, CancellationToken cancellation)
    {
        long start = host.Time.GetTimestamp();
        while (!await AnswersAsync(cancellation))
        {
            if (process.Exited.IsCompleted || host.Time.GetElapsedTime(start) > host.Limits.Start)
            {
                await process.KillAsync();
                throw new IOException(
                    $"Cannot start {Name}: MariaDB ended or did not answer within {host.Limits.Start}. " +
                    $"Its last words (log: {LogPath}): {process.Output} {LastWords()}");
            }

            await Task.Delay(host.Limits.Poll, host.Time, cancellation);
        }
    }

    private string LastWords() => File.Exists(LogPath)
        ? string.Join('\n', File.ReadLines(LogPath).TakeLast(10))
        : "(no log)";
}
