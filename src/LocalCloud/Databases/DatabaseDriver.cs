using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MoodleNodeAgent.LocalCloud.Balancing;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>DB systems, read replicas and their balancer. MariaDB stands in for MySQL HeatWave: same protocol, GTID
/// replication and TLS; two members where OCI has three; binary logs are kept for ever, so that a new member simply
/// replicates from the first transaction on.</summary>
internal sealed class DatabaseDriver : IAsyncDisposable
{
    private const UnixFileMode Traversable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly DatabaseHost _host;
    private readonly string _directory;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, DbSystem> _systems = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TcpBalancer> _balancers = new(StringComparer.Ordinal);

    /// <summary>Makes the driver; nothing on the machine changes yet.</summary>
    /// <param name="network">Places for the servers.</param>
    /// <param name="stateDirectory">Data lives under databases/ in it.</param>
    /// <param name="cacheDirectory">Keeps the template between clouds.</param>
    /// <param name="time">Clock of all waits.</param>
    /// <param name="logger">Tells of new systems, fail-overs and repairs.</param>
    /// <param name="limits">Every wait; null: defaults.</param>
    public DatabaseDriver(
        IVirtualNetwork network,
        string stateDirectory,
        string cacheDirectory,
        TimeProvider time,
        ILogger<DatabaseDriver> logger,
        DatabaseLimits? limits = null)
    {
        _directory = Path.GetFullPath(Path.Combine(stateDirectory, "databases"));
        _logger = logger;
        _host = new DatabaseHost
        {
            Network = network,
            Template = new DatabaseTemplate(cacheDirectory),
            Records = new ProcessRecords(stateDirectory),
            Directory = _directory,
            SocketDirectory = Path.Combine(_directory, "sockets"),
            Time = time,
            Limits = limits ?? new DatabaseLimits(),
            Backups = new DatabaseBackups(Path.Combine(_directory, "backups")),
        };
    }

    /// <inheritdoc cref="IDataPlane.CreateDbSystemAsync"/>
    public async Task CreateDbSystemAsync(DbSystemSpec dbSystem, CancellationToken cancellation)
    {
        Prepare();
        DbSystem system = _systems.GetOrAdd(
            dbSystem.DbSystemId,
            id => new DbSystem(dbSystem, Path.Combine(_directory, id), _host, _logger));
        await system.CreateAsync(cancellation);
    }

    /// <inheritdoc cref="IDataPlane.StopDbSystemAsync"/>
    public Task StopDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        System(dbSystemId).StopAsync();

    /// <inheritdoc cref="IDataPlane.StartDbSystemAsync"/>
    public Task StartDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        System(dbSystemId).StartAsync(cancellation);

    /// <inheritdoc cref="IDataPlane.SwitchOverDbSystemAsync"/>
    public Task SwitchOverDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        System(dbSystemId).SwitchOverAsync(cancellation);

    /// <inheritdoc cref="IDataPlane.CreateBackupAsync"/>
    public Task CreateBackupAsync(string backupId, string dbSystemId, CancellationToken cancellation) =>
        System(dbSystemId).BackUpAsync(backupId, cancellation);

    /// <inheritdoc cref="IDataPlane.DeleteBackupAsync"/>
    public Task DeleteBackupAsync(string backupId, CancellationToken cancellation) =>
        Task.Run(() => _host.Backups.Delete(backupId), cancellation);

    /// <inheritdoc cref="IDataPlane.DeleteDbSystemAsync"/>
    public async Task DeleteDbSystemAsync(string dbSystemId, CancellationToken cancellation)
    {
        await RemoveBalancerAsync(dbSystemId, cancellation);
        if (_systems.TryGetValue(dbSystemId, out DbSystem? system))
        {
            await system.DeleteAsync(cancellation);
            _systems.TryRemove(dbSystemId, out _);
        }
    }

    /// <inheritdoc cref="IDataPlane.CreateReplicaAsync"/>
    public Task CreateReplicaAsync(ReplicaSpec replica, CancellationToken cancellation) =>
        System(replica.DbSystemId).CreateReplicaAsync(replica, cancellation);

    /// <inheritdoc cref="IDataPlane.DeleteReplicaAsync"/>
    public async Task DeleteReplicaAsync(string replicaId, CancellationToken cancellation)
    {
        foreach (DbSystem system in _systems.Values)
        {
            await system.DeleteReplicaAsync(replicaId, cancellation);
        }
    }

    /// <inheritdoc cref="IDataPlane.ApplyReplicaBalancerAsync"/>
    public async Task ApplyReplicaBalancerAsync(ReplicaBalancerSpec balancer, CancellationToken cancellation)
    {
        if (balancer.ReplicaAddresses.Count == 0)
        {
            await RemoveBalancerAsync(balancer.DbSystemId, cancellation);
            return;
        }

        DbSystem system = System(balancer.DbSystemId);
        NetworkPlace place = await _host.Network.AttachAsync(
            BalancerOwner(balancer.DbSystemId), system.VcnId, balancer.Address, cancellation);
        TcpBalancer proxy = _balancers.GetOrAdd(
            balancer.DbSystemId,
            id => new TcpBalancer($"replica balancer of {id}", place, _host.Time, _logger));
        proxy.Apply(
            [
                new BalancerListener
                {
                    Place = place,
                    Address = balancer.Address,
                    Port = balancer.Port,
                    BackendSetName = ReplicaPool.Name,
                },
            ],
            [ReplicaPool.For(balancer, system.Address, system.Port)]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TcpBalancer balancer in _balancers.Values)
        {
            await balancer.DisposeAsync();
        }

        await Task.WhenAll(_systems.Values.Select(system => system.DisposeAsync().AsTask()));
    }

    private static string BalancerOwner(string dbSystemId) => $"{dbSystemId}.replica-balancer";

    private DbSystem System(string dbSystemId) => _systems.TryGetValue(dbSystemId, out DbSystem? system)
        ? system
        : throw new InvalidOperationException(
            $"There is no DB system {dbSystemId} in the data plane. Create it first.");

    private async Task RemoveBalancerAsync(string dbSystemId, CancellationToken cancellation)
    {
        if (_balancers.TryRemove(dbSystemId, out TcpBalancer? balancer))
        {
            await balancer.DisposeAsync();
            await _host.Network.DetachAsync(BalancerOwner(dbSystemId), cancellation);
        }
    }

    private void Prepare()
    {
        Directory.CreateDirectory(_directory, Traversable);
        Directory.CreateDirectory(_host.SocketDirectory);
        Posix.GiveTo(_host.SocketDirectory, DatabaseTemplate.UserId, DatabaseTemplate.UserId);
    }
}
