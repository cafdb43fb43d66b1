using System.Globalization;
using Microsoft.Extensions.Logging;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>The roles: which member is the primary, holds the system's address and is remembered as such, and how the
/// role moves.</summary>
internal sealed partial class DbSystem
{
    /// <summary>The server that has the system's address and takes writes.</summary>
    public DatabaseServer Primary { get; private set; }

    private string PrimaryPath => Path.Combine(_directory, "primary");

    /// <summary>Moves the primary's role and address to the standby, without loss.</summary>
    public async Task SwitchOverAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            DatabaseServer standby = Standbys().FirstOrDefault(server => server.IsRunning)
                ?? throw new InvalidOperationException(
                    $"Cannot switch over {_spec.DbSystemId}: it has no running standby member. " +
                    "Create it with high availability, or wait until the member is back.");
            DatabaseServer former = Primary;
            try
            {
                await Replication.QuiesceAsync(former, cancellation);
                string position = await Replication.PositionAsync(former, cancellation);
                await Replication.WaitForAsync(standby, position, _host.Limits.Promotion, cancellation);
            }
            catch
            {
                // The standby did not follow in time: the primary goes on as before.
                await Replication.MakePrimaryAsync(former, CancellationToken.None);
                throw;
            }

            await PromoteAsync(standby, cancellation);
            await Replication.FollowAsync(former, Target(isStandby: true), wasPrimary: true, cancellation);
            await ReconnectReplicasAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    private IEnumerable<DatabaseServer> Standbys() => _members.Where(member => member != Primary);

    private ReplicationTarget Target(bool isStandby) =>
        new(_spec.Address, _spec.Port, _replicationPassword, isStandby);

    private async Task HoldAddressAsync(CancellationToken cancellation)
    {
        if (Primary.Address != _spec.Address)
        {
            await _host.Network.MoveAddressAsync(Primary.OwnerId, _spec.Address, cancellation);
        }
    }

    private async Task PromoteAsync(DatabaseServer server, CancellationToken cancellation)
    {
        long start = _host.Time.GetTimestamp();
        await Replication.DrainAsync(server, _host.Limits.Promotion, cancellation);
        await Replication.MakePrimaryAsync(server, cancellation);
        await _host.Network.MoveAddressAsync(server.OwnerId, _spec.Address, cancellation);
        Primary = server;
        RememberPrimary();
        _logger.LogWarning(
            "{Server} is the primary at {Address} now, after {Milliseconds} ms",
            server.Name, _spec.Address,
            _host.Time.GetElapsedTime(start).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));
    }

    private void RememberPrimary() => PrivateFile.Write(PrimaryPath, Primary.Name);

    private async Task ReconnectReplicasAsync(CancellationToken cancellation)
    {
        foreach (DatabaseServer replica in _replicas.Values.Where(replica => replica.IsRunning))
        {
            await Replication.ReconnectAsync(replica, cancellation);
        }
    }
}
