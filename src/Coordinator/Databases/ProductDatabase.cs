using MoodleNodeAgent.Coordinator.Store;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>The product's schema and user over the MySQL protocol, for MySQL 8 and for MariaDB.</summary>
internal sealed class ProductDatabase(DatabaseLimits limits, TimeProvider time) : IProductDatabase
{
    // What Moodle's documentation asks for, with what the other products' installers use beside. HeatWave's
    // administrator could not grant ALL: it lacks some rights itself.
    private const string Rights =
        "SELECT, INSERT, UPDATE, DELETE, CREATE, CREATE TEMPORARY TABLES, DROP, INDEX, ALTER, LOCK TABLES, REFERENCES";

    /// <inheritdoc />
    public async Task<DatabaseState> ObserveAsync(DatabaseWork work, CancellationToken cancellation)
    {
        try
        {
            await using MySqlConnection admin = await OpenAdminAsync(work, cancellation);
            string type = await ReadTypeAsync(admin, cancellation);
            bool schemaExists = await SchemaExistsAsync(admin, work.Name, cancellation);
            bool userCanConnect = schemaExists && await CanConnectAsync(work, work.Primary, cancellation) is null;
            foreach (Endpoint replica in work.Replicas)
            {
                userCanConnect = userCanConnect && await CanConnectAsync(work, replica, cancellation) is null;
            }

            return new DatabaseState(true, schemaExists, userCanConnect, type);
        }
        catch (MySqlException)
        {
            return new DatabaseState(false, false, false, "");
        }
    }

    /// <inheritdoc />
    public async Task<DatabaseState> EnsureAsync(DatabaseWork work, CancellationToken cancellation)
    {
        await using MySqlConnection admin = await ConnectAsync(work, cancellation);
        try
        {
            await MakeAsync(admin, work, cancellation);
        }
        catch (MySqlException failure)
        {
            throw new DatabaseNotReadyException(
                $"Cannot make schema \"{work.Name}\" with its user \"{work.User}\" on {Show(work.Primary)}: "
                + $"{failure.Message}. Check the rights of the administrator \"{work.AdminUser}\".",
                failure);
        }

        if (await CanConnectAsync(work, work.Primary, cancellation) is { } problem)
        {
            throw new DatabaseNotReadyException(
                $"User \"{work.User}\" was made on {Show(work.Primary)} but does not get into schema \"{work.Name}\": "
                + $"{problem}. Remove a user of the same name with a narrower host if there is one.");
        }

        foreach (Endpoint replica in work.Replicas)
        {
            await WaitForReplicaAsync(work, replica, cancellation);
        }

        return new DatabaseState(true, true, true, await ReadTypeAsync(admin, cancellation));
    }

    private static async Task MakeAsync(MySqlConnection admin, DatabaseWork work, CancellationToken cancellation)
    {
        // Quoting below stands on backslash escapes and backticks, whatever the server's default is.
        await Connections.ExecuteAsync(admin, "SET SESSION sql_mode = 'STRICT_ALL_TABLES'", cancellation);
        await Connections.ExecuteAsync(
            admin,
            $"CREATE DATABASE IF NOT EXISTS {Sql.Identifier(work.Name)} "
            + "CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
            cancellation);

        // Any host: OCI's read endpoint refuses users that are bound to one.
        string user = $"{Sql.Text(work.User)}@'%'";
        string password = Sql.Text(work.Password.Reveal());
        await Connections.ExecuteAsync(
            admin, $"CREATE USER IF NOT EXISTS {user} IDENTIFIED BY {password}", cancellation);
        await Connections.ExecuteAsync(
            admin, $"GRANT {Rights} ON {await GrantTargetAsync(admin, work.Name, cancellation)}.* TO {user}", cancellation);
        if (await CanConnectAsync(work, work.Primary, cancellation) is not null)
        {
            await Connections.ExecuteAsync(admin, $"ALTER USER {user} IDENTIFIED BY {password}", cancellation);
        }
    }

    // MySQL takes the name literally while partial_revokes is on, as HeatWave has it; else it is a pattern.
    private static async Task<string> GrantTargetAsync(
        MySqlConnection admin, string schema, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand("SHOW GLOBAL VARIABLES LIKE 'partial_revokes'", admin);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        bool isLiteral = await reader.ReadAsync(cancellation) && reader.GetString(1) == "ON";
        return isLiteral ? Sql.Identifier(schema) : Sql.GrantPattern(schema);
    }

    private static Task<MySqlConnection> OpenAdminAsync(DatabaseWork work, CancellationToken cancellation) =>
        Connections.OpenAsync(work.Primary, work.AdminUser, work.AdminPassword, null, cancellation);

    // Primary down for a moment (a failover, a first start): wait. Wrong password: waiting does not help.
    private async Task<MySqlConnection> ConnectAsync(DatabaseWork work, CancellationToken cancellation)
    {
        DateTimeOffset end = time.GetUtcNow() + limits.Connect;
        while (true)
        {
            try
            {
                return await OpenAdminAsync(work, cancellation);
            }
            catch (MySqlException failure) when (failure.ErrorCode == MySqlErrorCode.AccessDenied)
            {
                throw new DatabaseNotReadyException(
                    $"{Show(work.Primary)} refuses the administrator \"{work.AdminUser}\": the password is another one. "
                    + "Set the DB system's administrator password to the one that "
                    + $"\"moodlectl secret show {SecretNames.DatabaseAdmin}\" tells.",
                    failure);
            }
            catch (MySqlException failure) when (time.GetUtcNow() >= end)
            {
                throw new DatabaseNotReadyException(
                    $"Cannot connect to the database at {Show(work.Primary)} for {limits.Connect}: {failure.Message}. "
                    + "Check that the DB system is active, has TLS, and that its security list lets the control host in.",
                    failure);
            }
            catch (MySqlException)
            {
                await Task.Delay(limits.Interval, time, cancellation);
            }
        }
    }

    private async Task WaitForReplicaAsync(DatabaseWork work, Endpoint replica, CancellationToken cancellation)
    {
        DateTimeOffset end = time.GetUtcNow() + limits.Replication;
        while (await CanConnectAsync(work, replica, cancellation) is { } problem)
        {
            if (time.GetUtcNow() >= end)
            {
                throw new DatabaseNotReadyException(
                    $"Schema \"{work.Name}\" and user \"{work.User}\" did not reach the replica {Show(replica)} within "
                    + $"{limits.Replication}: {problem}. Check the replica's state and its lag in the console.");
            }

            await Task.Delay(limits.Interval, time, cancellation);
        }
    }

    /// <returns>Null: the user gets into the schema; else why not.</returns>
    private static async Task<string?> CanConnectAsync(
        DatabaseWork work, Endpoint endpoint, CancellationToken cancellation)
    {
        try
        {
            await using MySqlConnection connection = await Connections.OpenAsync(
                endpoint, work.User, work.Password, work.Name, cancellation);
            return null;
        }
        catch (MySqlException failure)
        {
            return failure.Message;
        }
    }

    private static async Task<bool> SchemaExistsAsync(
        MySqlConnection admin, string schema, CancellationToken cancellation) =>
        await Connections.ReadAsync(
            admin,
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = @value",
            schema,
            cancellation) is not null;

    private static async Task<string> ReadTypeAsync(MySqlConnection admin, CancellationToken cancellation) =>
        (await Connections.ReadAsync(admin, "SELECT VERSION()", null, cancellation))!
            .Contains("MariaDB", StringComparison.OrdinalIgnoreCase)
            ? "mariadb"
            : "mysqli";

    private static string Show(Endpoint endpoint) => $"{endpoint.Address}:{endpoint.Port}";
}
