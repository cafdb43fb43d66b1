using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.Extensions.Logging.Abstractions;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>A driver with a network, and a client host from which the tests speak SQL as any client would: over TCP,
/// with the administrator's password.</summary>
internal sealed class DatabaseBench : IAsyncDisposable
{
    public const string SystemId = "ocid1.mysqldbsystem.oc1.test.a";
    public const string Address = "10.9.2.10";
    public const string Member1 = "10.9.2.11";
    public const string Member2 = "10.9.2.12";
    public const string Replica1 = "10.9.2.21";
    public const string Replica2 = "10.9.2.22";
    public const string BalancerAddress = "10.9.2.30";
    private const string Password = "Very-secret1";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _state;
    private readonly NetworkPlace _client;

    private DatabaseBench(BridgedNetwork network, NetworkPlace client, DirectoryInfo state)
    {
        Network = network;
        _client = client;
        _state = state;
        Driver = MakeDriver();
    }

    public BridgedNetwork Network { get; }

    public DatabaseDriver Driver { get; private set; }

    public ProcessRecords Records => new(_state.FullName);

    public static async Task<DatabaseBench> StartAsync()
    {
        BridgedNetwork network = await BridgedNetwork.StartAsync();
        NetworkPlace client = await network.AttachAsync("client", "vcn", "10.9.2.100", CancellationToken.None);
        return new DatabaseBench(network, client, Directory.CreateTempSubdirectory("mna-db-"));
    }

    public Task CreateSystemAsync(params string[] members) => RestoreSystemAsync(null, members);

    public Task RestoreSystemAsync(string? backupId, params string[] members) => Driver.CreateDbSystemAsync(
        new DbSystemSpec
        {
            DbSystemId = SystemId,
            VcnId = "vcn",
            SubnetId = "subnet",
            Address = Address,
            MemberAddresses = members,
            Port = 3306,
            AdminUsername = backupId is null ? "admin" : "",
            AdminPassword = backupId is null ? Password : "",
            BackupId = backupId,
        },
        CancellationToken.None);

    public Task CreateReplicaAsync(string id, string address) => Driver.CreateReplicaAsync(
        new ReplicaSpec { ReplicaId = id, DbSystemId = SystemId, Address = address, Port = 3306 },
        CancellationToken.None);

    public Task ApplyBalancerAsync(params string[] replicas) => Driver.ApplyReplicaBalancerAsync(
        new ReplicaBalancerSpec
        {
            DbSystemId = SystemId,
            Address = BalancerAddress,
            Port = 3306,
            ReplicaAddresses = replicas,
        },
        CancellationToken.None);

    /// <summary>Another local cloud over the same state, after the first one ended in order.</summary>
    public async Task RestartDriverAsync()
    {
        await Driver.DisposeAsync();
        Driver = MakeDriver();
    }

    /// <summary>Speaks SQL from the client host.</summary>
    public async Task<(bool IsSuccess, string Text)> TryQueryAsync(string address, string sql, params string[] options)
    {
        BufferedCommandResult result = await Cli.Wrap("nsenter")
            .WithArguments(
            [
                $"--net={_client.Path}", "mariadb", "--no-defaults", "-h", address, "-u", "admin", "-N", "-B",
                "--connect-timeout=2", .. options, "-e", sql,
            ])
            .WithEnvironmentVariables(environment => environment.Set("MYSQL_PWD", Password))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        return (result.IsSuccess, (result.StandardOutput + result.StandardError).Trim());
    }

    public async Task<string> QueryAsync(string address, string sql, params string[] options)
    {
        (bool isSuccess, string text) = await TryQueryAsync(address, sql, options);
        Assert.True(isSuccess, $"{sql} at {address}: {text}");
        return text;
    }

    /// <summary>Asks until the answer is this one.</summary>
    public async Task AwaitAsync(string address, string sql, string expected)
    {
        long start = Stopwatch.GetTimestamp();
        string last = "";
        while (Stopwatch.GetElapsedTime(start) < s_patience)
        {
            (bool isSuccess, last) = await TryQueryAsync(address, sql);
            if (isSuccess && last == expected)
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail($"{sql} at {address} gave '{last}' and not '{expected}' within {s_patience}.");
    }

    /// <summary>Makes two replicas at once.</summary>
    public Task CreateReplicasAsync() => Task.WhenAll(
        CreateReplicaAsync("ocid1.replica.1", Replica1), CreateReplicaAsync("ocid1.replica.2", Replica2));

    /// <summary>Writes as soon as the system takes it.</summary>
    public async Task AwaitWriteAsync(string sql)
    {
        long start = Stopwatch.GetTimestamp();
        while (!(await TryQueryAsync(Address, sql)).IsSuccess)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_patience, $"No write within {s_patience}.");
            await Task.Delay(100);
        }
    }

    /// <summary>kill -9, by the records that any other command would use.</summary>
    public void KillServer(string name) => SignalServer(name, Posix.SignalKill);

    public void SignalServer(string name, int signal)
    {
        string record = Assert.Single(Records.Names, record => record.EndsWith(name, StringComparison.Ordinal));
        Records.Find(record)!.Signal(signal);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Driver.DeleteDbSystemAsync(SystemId, CancellationToken.None);
            await Driver.DisposeAsync();
        }
        finally
        {
            await Network.DisposeAsync();
            _state.Delete(recursive: true);
        }
    }

    private DatabaseDriver MakeDriver() => new(
        Network,
        _state.FullName,
        Path.Combine(Path.GetTempPath(), "moodle-local-cloud-test-cache"),
        TimeProvider.System,
        NullLogger<DatabaseDriver>.Instance);
}
