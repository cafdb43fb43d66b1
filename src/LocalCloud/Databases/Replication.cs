using System.Data.Common;
using System.Globalization;
using MySqlConnector;

namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>Replication in MariaDB's own words, which are not MySQL 8's: the product never sends these.</summary>
internal static class Replication
{
    public const string User = "replication";

    /// <summary>The primary can no longer give what the replica asks for: their histories differ.</summary>
    public const int HistoryDiffers = 1236;

    /// <summary>Makes the administrator and the replication user. Both travel to the replicas by the binary log.
    /// </summary>
    public static async Task MakeUsersAsync(
        DatabaseServer primary,
        string administrator,
        string administratorPassword,
        string replicationPassword,
        CancellationToken cancellation)
    {
        await using MySqlConnection connection = await primary.ConnectAsync(cancellation);
        string account = $"'{MySqlHelper.EscapeString(administrator)}'@'%'";
        await ExecuteAsync(
            connection,
            $"CREATE USER IF NOT EXISTS {account} IDENTIFIED BY @password",
            cancellation,
            ("@password", administratorPassword));
        await ExecuteAsync(connection, $"GRANT ALL PRIVILEGES ON *.* TO {account} WITH GRANT OPTION", cancellation);

        // As on HeatWave, not even the administrator writes to a read replica.
        await ExecuteAsync(connection, $"REVOKE READ_ONLY ADMIN ON *.* FROM {account}", cancellation);
        await ExecuteAsync(
            connection,
            $"CREATE USER IF NOT EXISTS '{User}'@'%' IDENTIFIED BY @password REQUIRE SSL",
            cancellation,
            ("@password", replicationPassword));
        await ExecuteAsync(connection, $"GRANT REPLICATION SLAVE ON *.* TO '{User}'@'%'", cancellation);
    }

    /// <summary>Lets a server take writes.</summary>
    public static async Task MakePrimaryAsync(DatabaseServer server, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await server.ConnectAsync(cancellation);
        await ExecuteAsync(connection, "STOP SLAVE", cancellation);
        await ExecuteAsync(connection, "RESET SLAVE ALL", cancellation);
        await ExecuteAsync(connection, "SET GLOBAL rpl_semi_sync_slave_enabled = OFF", cancellation);
        await ExecuteAsync(connection, "SET GLOBAL rpl_semi_sync_master_enabled = ON", cancellation);
        await ExecuteAsync(connection, "SET GLOBAL read_only = OFF", cancellation);
    }

    /// <summary>Lets a server follow the primary at this address.</summary>
    /// <param name="server">The follower.</param>
    /// <param name="target">Whom it follows.</param>
    /// <param name="wasPrimary">True: transactions of its own count as replicated ones.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task FollowAsync(
        DatabaseServer server, ReplicationTarget target, bool wasPrimary, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await server.ConnectAsync(cancellation);
        await ExecuteAsync(connection, "STOP SLAVE", cancellation);
        await ExecuteAsync(connection, "SET GLOBAL read_only = ON", cancellation);
        await ExecuteAsync(connection, "SET GLOBAL rpl_semi_sync_master_enabled = OFF", cancellation);

        // Only the standby acknowledges: a read replica must never hold up a write.
        await ExecuteAsync(
            connection,
            $"SET GLOBAL rpl_semi_sync_slave_enabled = {(target.IsStandby ? "ON" : "OFF")}",
            cancellation);
        await ExecuteAsync(
            connection,
            "CHANGE MASTER TO MASTER_HOST = @host, MASTER_PORT = " +
            target.Port.ToString(CultureInfo.InvariantCulture) +
            $", MASTER_USER = '{User}', MASTER_PASSWORD = @password, MASTER_CONNECT_RETRY = 1, MASTER_SSL = 1" +
            (wasPrimary ? ", MASTER_DEMOTE_TO_SLAVE = 1" : ", MASTER_USE_GTID = slave_pos"),
            cancellation,
            ("@host", target.Address),
            ("@password", target.Password));
        await ExecuteAsync(connection, "START SLAVE", cancellation);
    }

    /// <summary>Connects a follower anew, where the primary behind the address is another one.</summary>
    public static async Task ReconnectAsync(DatabaseServer follower, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await follower.ConnectAsync(cancellation);
        await ExecuteAsync(connection, "STOP SLAVE", cancellation);
        await ExecuteAsync(connection, "START SLAVE", cancellation);
    }

    /// <summary>Waits until a follower has applied all that it received from a primary that is gone.</summary>
    public static async Task DrainAsync(DatabaseServer follower, TimeSpan patience, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await follower.ConnectAsync(cancellation);
        await ExecuteAsync(connection, "STOP SLAVE IO_THREAD", cancellation);
        ReplicationState state = await StateAsync(connection, cancellation);
        await WaitForAsync(connection, state.ReceivedPosition, follower.Name, patience, cancellation);
    }

    /// <summary>Position of the last transaction that a primary has committed.</summary>
    public static async Task<string> PositionAsync(DatabaseServer primary, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await primary.ConnectAsync(cancellation);
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SELECT @@gtid_binlog_pos";
        return Convert.ToString(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Waits until a follower has applied this position.</summary>
    public static async Task WaitForAsync(
        DatabaseServer follower, string position, TimeSpan patience, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await follower.ConnectAsync(cancellation);
        await WaitForAsync(connection, position, follower.Name, patience, cancellation);
    }

    /// <summary>How a follower fares.</summary>
    public static async Task<ReplicationState> StateAsync(DatabaseServer follower, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await follower.ConnectAsync(cancellation);
        return await StateAsync(connection, cancellation);
    }

    /// <summary>Keeps new writes away from a primary and ends all sessions but replication's.</summary>
    public static async Task QuiesceAsync(DatabaseServer primary, CancellationToken cancellation)
    {
        await using MySqlConnection connection = await primary.ConnectAsync(cancellation);
        await ExecuteAsync(connection, "SET SESSION lock_wait_timeout = 5", cancellation);
        try
        {
            await ExecuteAsync(connection, "SET GLOBAL read_only = ON", cancellation);
            await EndSessionsAsync(connection, cancellation);
        }
        catch (MySqlException)
        {
            // A transaction that will not end in time holds it up: it loses.
            await EndSessionsAsync(connection, cancellation);
            await ExecuteAsync(connection, "SET GLOBAL read_only = ON", cancellation);
            await EndSessionsAsync(connection, cancellation);
        }
    }

    private static async Task EndSessionsAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        var sessions = new List<long>();
        await using (MySqlCommand command = connection.CreateCommand())
        {
            command.CommandText =
                "SELECT ID FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() " +
                $"AND USER NOT IN ('{User}', 'root', 'system user', 'event_scheduler')";
            await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                sessions.Add(reader.GetInt64(0));
            }
        }

        foreach (long session in sessions)
        {
            try
            {
                await ExecuteAsync(connection, $"KILL CONNECTION {session}", cancellation);
            }
            catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.NoSuchThread)
            {
                // It ended by itself.
            }
        }
    }

    private static async Task<ReplicationState> StateAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SHOW SLAVE STATUS";
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return new ReplicationState();
        }

        string Text(string column) =>
            Convert.ToString(reader[column], CultureInfo.InvariantCulture) ?? "";
        return new ReplicationState
        {
            IsFollower = true,
            ReceivedPosition = Text("Gtid_IO_Pos"),
            ReceiveError = Convert.ToInt32(reader["Last_IO_Errno"], CultureInfo.InvariantCulture),
            ApplyError = Convert.ToInt32(reader["Last_SQL_Errno"], CultureInfo.InvariantCulture),
            Message = $"{Text("Last_IO_Error")} {Text("Last_SQL_Error")}".Trim(),
        };
    }

    private static async Task WaitForAsync(
        MySqlConnection connection, string position, string name, TimeSpan patience, CancellationToken cancellation)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = "SELECT MASTER_GTID_WAIT(@position, @seconds)";
        command.CommandTimeout = (int)patience.TotalSeconds + 5;
        command.Parameters.AddWithValue("@position", position);
        command.Parameters.AddWithValue("@seconds", patience.TotalSeconds);
        if (Convert.ToInt32(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) != 0)
        {
            ReplicationState state = await StateAsync(connection, cancellation);
            throw new TimeoutException(
                $"{name} did not reach position {position} within {patience}. Replication says: {state.Message}");
        }
    }

    private static async Task ExecuteAsync(
        MySqlConnection connection,
        string statement,
        CancellationToken cancellation,
        params (string Name, string Value)[] parameters)
    {
        await using MySqlCommand command = connection.CreateCommand();
        command.CommandText = statement;
        foreach ((string name, string value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>Whom a server follows.</summary>
/// <param name="Address">Address of the DB system, which the primary holds.</param>
/// <param name="Port">Its port.</param>
/// <param name="Password">Password of the replication user.</param>
/// <param name="IsStandby">True: each write waits (1 s at most) until this follower has it.</param>
internal sealed record ReplicationTarget(string Address, int Port, string Password, bool IsStandby)
{
    public override string ToString() => $"{Address}:{Port}";
}

/// <summary>How a follower fares.</summary>
internal sealed record ReplicationState
{
    /// <summary>False: it follows nobody.</summary>
    public bool IsFollower { get; init; }
    public string ReceivedPosition { get; init; } = "";
    public int ReceiveError { get; init; }
    public int ApplyError { get; init; }
    public string Message { get; init; } = "";

    /// <summary>True: only a fresh copy helps.</summary>
    public bool IsBroken => ReceiveError == Replication.HistoryDiffers || ApplyError != 0;
}
