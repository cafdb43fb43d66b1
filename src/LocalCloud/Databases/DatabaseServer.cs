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
    private ServerProcess? _process;

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

    /// <summary>Id of the process; null: not running. Fault tests kill by it.</summary>
    public int? ProcessId => IsRunning ? _process!.Id : null;

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

    /// <summary>Puts an empty data directory in place of whatever is there, with a new server id: replication skips
    /// events that bear its own.</summary>
    public async Task SeedAsync(CancellationToken cancellation)
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
        await host.Template.CopyToAsync(DataDirectory, cancellation);
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
        _process?.Dispose();
        _process = ServerProcess.Start(host.Records, $"MariaDB server {Name}", Command(place, serverId));
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
    public async Task<MySqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = SocketPath,
            ConnectionProtocol = MySqlConnectionProtocol.UnixSocket,
            UserID = "root",
            SslMode = MySqlSslMode.None,
            Pooling = false,
            ConnectionTimeout = 5,
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
            await using MySqlConnection connection = await ConnectAsync(either.Token);
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

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
    }

    private List<string> Command(NetworkPlace place, string serverId) =>
    [
        "nsenter", $"--net={place.Path}",
        "setpriv", $"--reuid={DatabaseTemplate.UserId}", $"--regid={DatabaseTemplate.UserId}", "--clear-groups",
        "--no-new-privs",
        "mariadbd", "--no-defaults",
        $"--datadir={DataDirectory}",
        $"--tmpdir={DataDirectory}",
        $"--socket={SocketPath}",
        $"--pid-file={Path.Combine(options.Directory, "pid")}",
        $"--log-error={LogPath}",
        "--log-warnings=1",
        // The system's address comes and goes with the primary's role, so no single address can be bound.
        "--bind-address=0.0.0.0",
        $"--port={options.Port}",
        "--skip-name-resolve",
        "--max-connections=500",
        "--max-allowed-packet=64M",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_unicode_ci",
        $"--ssl-ca={Path.Combine(options.Directory, "ca.pem")}",
        $"--ssl-cert={Path.Combine(options.Directory, "cert.pem")}",
        $"--ssl-key={Path.Combine(options.Directory, "key.pem")}",
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

    private async Task WaitUntilItAnswersAsync(ServerProcess process, CancellationToken cancellation)
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
        : $"(none: is {options.Directory} reachable for user {DatabaseTemplate.UserId}?)";
}

/// <summary>What one server is.</summary>
internal sealed record DatabaseServerOptions
{
    public required string OwnerId { get; init; }
    public required string Name { get; init; }
    public required string VcnId { get; init; }
    public required string Address { get; init; }

    /// <summary>Address of the DB system, for the certificate.</summary>
    public required string SystemAddress { get; init; }
    public required int Port { get; init; }
    public required string Directory { get; init; }
    public required DatabaseAuthority Authority { get; init; }
}

/// <summary>What all servers of this machine share.</summary>
internal sealed record DatabaseHost
{
    public required IVirtualNetwork Network { get; init; }
    public required DatabaseTemplate Template { get; init; }
    public required ProcessRecords Records { get; init; }
    public required string SocketDirectory { get; init; }
    public required TimeProvider Time { get; init; }
    public required DatabaseLimits Limits { get; init; }
}

/// <summary>Every wait of the databases.</summary>
internal sealed record DatabaseLimits
{
    /// <summary>From the start of a process to its first answer. Default: 60 s.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An orderly end, before the process is killed. Default: 20 s.</summary>
    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Between two looks at something that is about to happen. Default: 50 ms.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Between two looks of the supervisor. Default: 500 ms.</summary>
    public TimeSpan Supervision { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>One answer to the supervisor. Default: 2 s.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Checks in a row without an answer after which a primary counts as hung. Default: 3.</summary>
    public int MissedChecks { get; init; } = 3;

    /// <summary>From the death of a member to its restart. Default: 1 s.</summary>
    public TimeSpan Restart { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Until a new member has replicated all that there is. Default: 10 min.</summary>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Until a standby has applied what it received. Default: 30 s.</summary>
    public TimeSpan Promotion { get; init; } = TimeSpan.FromSeconds(30);
}
