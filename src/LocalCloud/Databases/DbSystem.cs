using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>One DB system at work: its members, of which one is the primary, and its read replicas. A supervisor looks
/// after them: a dead primary hands over to the standby, any other dead server starts again.</summary>
internal sealed partial class DbSystem : IAsyncDisposable
{
    private readonly DbSystemSpec _spec;
    private readonly DatabaseHost _host;
    private readonly ILogger _logger;
    private readonly string _directory;
    private readonly DatabaseAuthority _authority;
    private readonly List<DatabaseServer> _members;
    private readonly Dictionary<string, DatabaseServer> _replicas = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1);
    private string _replicationPassword = "";

    public DbSystem(DbSystemSpec spec, string directory, DatabaseHost host, ILogger logger)
    {
        _spec = spec;
        _host = host;
        _logger = logger;
        _directory = directory;
        _authority = new DatabaseAuthority(directory, host.Time);
        _members = [.. spec.MemberAddresses.Select((address, index) => Server($"member-{index + 1}", address))];
        Primary = _members[0];
    }

    /// <summary>VCN of the system and all that belongs to it.</summary>
    public string VcnId => _spec.VcnId;

    /// <summary>The address that the primary holds.</summary>
    public string Address => _spec.Address;

    /// <summary>Port of all servers of the system.</summary>
    public int Port => _spec.Port;

    /// <summary>Makes the system, or starts what an earlier run left.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        if (!_supervisor.IsCompleted)
        {
            return;
        }

        Directory.CreateDirectory(_directory);
        string passwordPath = Path.Combine(_directory, "replication-password");
        if (_spec.BackupId is { } backup && !File.Exists(PrimaryPath))
        {
            _host.Backups.CopyPasswordTo(backup, passwordPath);
        }
        else if (!File.Exists(passwordPath))
        {
            PrivateFile.Write(passwordPath, RandomNumberGenerator.GetHexString(32, lowercase: true));
        }

        _replicationPassword = await File.ReadAllTextAsync(passwordPath, cancellation);
        if (!File.Exists(PrimaryPath))
        {
            // Without this file the making did not end: whatever is there is thrown away.
            await _host.Template.MakeAsync(cancellation);
            await Task.WhenAll(_members.Select(
                member => BeginAsync(member, member == Primary ? _spec.BackupId : null, cancellation)));
            await Replication.MakePrimaryAsync(Primary, cancellation);
            if (_spec.BackupId is null)
            {
                await Replication.MakeUsersAsync(
                    Primary, _spec.AdminUsername, _spec.AdminPassword, _replicationPassword, cancellation);
            }

            await HoldAddressAsync(cancellation);
            await Task.WhenAll(Standbys().Select(standby => JoinAsync(standby, isStandby: true, cancellation)));
            RememberPrimary();
        }
        else
        {
            string name = await File.ReadAllTextAsync(PrimaryPath, cancellation);
            Primary = _members.Find(member => member.Name == name) ?? _members[0];
            await StartServersAsync(cancellation);
        }

        _logger.LogInformation(
            "DB system {DbSystem} serves at {Address}:{Port} with {Members} member(s); MariaDB stands in for MySQL "
            + "HeatWave",
            _spec.DbSystemId, _spec.Address, _spec.Port, _members.Count);
        Supervise();
    }

    /// <summary>Ends all servers in order, keeps their data.</summary>
    public async Task StopAsync()
    {
        if (_ending is { } ending)
        {
            await ending.CancelAsync();
            await _supervisor;
            ending.Dispose();
            _ending = null;
        }

        // Followers first, so that none of them sees its primary go.
        await Task.WhenAll(_replicas.Values.Concat(Standbys()).Select(server => server.StopAsync()));
        await Primary.StopAsync();
    }

    /// <summary>Starts all servers of a stopped system.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (_supervisor.IsCompleted)
        {
            await StartServersAsync(cancellation);
            Supervise();
        }
    }

    /// <summary>Makes a read replica from the primary's first transaction on, and waits until it has them all.
    /// </summary>
    public async Task CreateReplicaAsync(ReplicaSpec spec, CancellationToken cancellation)
    {
        if (_replicas.ContainsKey(spec.ReplicaId))
        {
            return;
        }

        DatabaseServer replica = Server(Path.Combine("replicas", spec.ReplicaId), spec.Address, spec.ReplicaId);
        try
        {
            await BeginAsync(replica, backupId: null, cancellation);
            await JoinAsync(replica, isStandby: false, cancellation);
        }
        catch
        {
            await replica.DeleteAsync(CancellationToken.None);
            throw;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            _replicas[spec.ReplicaId] = replica;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends a read replica and removes its data.</summary>
    public async Task DeleteReplicaAsync(string replicaId, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_replicas.Remove(replicaId, out DatabaseServer? replica))
            {
                await replica.DeleteAsync(cancellation);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Keeps the data under the name of a backup. A member stands still meanwhile, the standby where there is
    /// one; what it has on disk is what it would have after a power failure, and no less.</summary>
    public async Task BackUpAsync(string backupId, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            DatabaseServer server = Standbys().FirstOrDefault(standby => standby.IsRunning) ?? Primary;
            if (server != Primary)
            {
                string position = await Replication.PositionAsync(Primary, cancellation);
                await Replication.WaitForAsync(server, position, _host.Limits.CatchUp, cancellation);
            }

            await _host.Backups.CreateAsync(
                backupId, server, Path.Combine(_directory, "replication-password"), cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends everything and removes all data.</summary>
    public async Task DeleteAsync(CancellationToken cancellation)
    {
        if (_ending is { } ending)
        {
            await ending.CancelAsync();
            await _supervisor;
        }

        foreach (DatabaseServer server in _replicas.Values.Concat(_members))
        {
            await server.DeleteAsync(cancellation);
        }

        _replicas.Clear();
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (DatabaseServer server in _replicas.Values.Concat(_members))
        {
            await server.DisposeAsync();
        }

        _gate.Dispose();
    }

    private static async Task BeginAsync(
        DatabaseServer server, string? backupId, CancellationToken cancellation)
    {
        await server.KillAsync();
        await server.SeedAsync(backupId, cancellation);
        await server.StartAsync(cancellation);
    }

    private DatabaseServer Server(string folder, string address, string? ownerId = null) => new(
        new DatabaseServerOptions
        {
            OwnerId = ownerId ?? $"{_spec.DbSystemId}.{folder}",
            Name = ownerId ?? $"{_spec.DbSystemId}/{folder}",
            VcnId = _spec.VcnId,
            Address = address,
            SystemAddress = _spec.Address,
            Port = _spec.Port,
            Directory = Path.Combine(_directory, folder),
            Authority = _authority,
        },
        _host);

    private async Task JoinAsync(DatabaseServer follower, bool isStandby, CancellationToken cancellation)
    {
        await Replication.FollowAsync(follower, Target(isStandby), wasPrimary: false, cancellation);
        string position = await Replication.PositionAsync(Primary, cancellation);
        await Replication.WaitForAsync(follower, position, _host.Limits.CatchUp, cancellation);
    }

    private async Task StartServersAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(
            _members.Concat(_replicas.Values).Select(server => server.StartAsync(cancellation)));
        await Replication.MakePrimaryAsync(Primary, cancellation);
        await HoldAddressAsync(cancellation);
        foreach (DatabaseServer standby in Standbys())
        {
            // Replication starts by itself, but not the setting that makes it the acknowledging one.
            await Replication.FollowAsync(standby, Target(isStandby: true), wasPrimary: false, cancellation);
        }
    }
}
