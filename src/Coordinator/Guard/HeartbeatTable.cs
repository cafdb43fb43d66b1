using System.Globalization;
using MoodleNodeAgent.Coordinator.Databases;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>One row in a schema of the guard's own, which the primary counts up and the replicas repeat.</summary>
internal static class HeartbeatTable
{
    public const string Read = "SELECT number FROM mna_guard.heartbeat WHERE id = 1";

    private static readonly string[] Make =
    [
        "CREATE DATABASE IF NOT EXISTS mna_guard",
        "CREATE TABLE IF NOT EXISTS mna_guard.heartbeat "
            + "(id TINYINT PRIMARY KEY, number BIGINT NOT NULL) ENGINE = InnoDB",
        "INSERT IGNORE INTO mna_guard.heartbeat VALUES (1, 0)",
    ];

    /// <summary>Makes the table where it is missing, and gives the number that stands there.</summary>
    public static async Task<long> OpenAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        if (await HasTableAsync(connection, cancellation) is false)
        {
            foreach (var statement in Make)
            {
                await Connections.ExecuteAsync(connection, statement, cancellation);
            }
        }

        var text = await Connections.ReadAsync(connection, Read, null, cancellation);
        return long.Parse(text ?? "0", CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a heartbeat.</summary>
    public static Task WriteAsync(MySqlConnection connection, long number, CancellationToken cancellation) =>
        Connections.ExecuteAsync(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"REPLACE INTO mna_guard.heartbeat VALUES (1, {number})"),
            cancellation);

    private static async Task<bool> HasTableAsync(MySqlConnection connection, CancellationToken cancellation) =>
        await Connections.ReadAsync(
            connection,
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mna_guard' AND TABLE_NAME = @value",
            "heartbeat", cancellation) is not null
        && await Connections.ReadAsync(connection, Read, null, cancellation) is not null;
}

/// <summary>Writes heartbeats to the primary until it is disposed of; over a fail-over it connects anew.</summary>
internal sealed class HeartbeatWriter : IAsyncDisposable
{
    private readonly Endpoint primary;
    private readonly GuardAccess access;
    private readonly Heartbeats beats;
    private readonly GuardLimits limits;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly Task work;

    public HeartbeatWriter(
        Endpoint primary, GuardAccess access, Heartbeats beats, GuardLimits limits, TimeProvider time)
    {
        this.primary = primary;
        this.access = access;
        this.beats = beats;
        this.limits = limits;
        this.time = time;
        work = Task.Run(() => WriteAsync(stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await work;
        stop.Dispose();
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var connection = await Connections.OpenAsync(
                    primary, access.User, access.Password, null, cancellation);
                var number = await HeartbeatTable.OpenAsync(connection, cancellation);
                while (true)
                {
                    number++;
                    using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                    patience.CancelAfter(limits.Silence * 2);
                    await HeartbeatTable.WriteAsync(connection, number, patience.Token);
                    beats.Committed(number);
                    await Task.Delay(limits.Interval, time, cancellation);
                }
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(limits.Refresh, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                return;
            }
        }
    }
}
