using System.Globalization;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>Reads and writes the tables over SQL.</summary>
internal sealed class SiteData : ISiteData
{
    private const string TablesOf =
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = @value AND TABLE_TYPE = 'BASE TABLE' "
        + "ORDER BY TABLE_NAME";

    // What a table does not carry along by itself.
    private const string OthersOf = """
        SELECT CONCAT('view ', TABLE_NAME) FROM information_schema.VIEWS WHERE TABLE_SCHEMA = @value
        UNION ALL SELECT CONCAT('trigger ', TRIGGER_NAME) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = @value
        UNION ALL SELECT CONCAT('routine ', ROUTINE_NAME) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = @value
        """;

    /// <inheritdoc />
    public async Task MarkAsync(Endpoint server, Secret password, string backup, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(server, password, cancellation);
        await Connections.ExecuteAsync(connection, "CREATE DATABASE IF NOT EXISTS mna_guard", cancellation);
        await Connections.ExecuteAsync(
            connection,
            "CREATE TABLE IF NOT EXISTS mna_guard.backups (name VARCHAR(100) PRIMARY KEY) ENGINE = InnoDB", cancellation);
        await Connections.ReadAsync(
            connection, "INSERT IGNORE INTO mna_guard.backups VALUES (@value)", backup, cancellation);
    }

    /// <inheritdoc />
    public async Task<bool> HasMarkAsync(
        Endpoint server, Secret password, string backup, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(server, password, cancellation);
        return (await TablesAsync(connection, "mna_guard", cancellation)).Contains("backups")
            && await Connections.ReadAsync(
                connection, "SELECT name FROM mna_guard.backups WHERE name = @value", backup, cancellation) is not null;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(
        Endpoint server, Secret password, string schema, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(server, password, cancellation);
        var counts = new Dictionary<string, long>();
        foreach (var table in await TablesAsync(connection, schema, cancellation))
        {
            var rows = await Connections.ReadAsync(
                connection, $"SELECT COUNT(*) FROM {Sql.Identifier(schema)}.{Sql.Identifier(table)}", null, cancellation);
            counts[table] = long.Parse(rows ?? "0", CultureInfo.InvariantCulture);
        }

        return counts;
    }

    /// <inheritdoc />
    public async Task ReplaceAsync(TableMove move, Action<string> say, CancellationToken cancellation)
    {
        await using var source = await OpenAsync(move.From, move.Password, cancellation);
        await using var target = await OpenAsync(move.To, move.Password, cancellation);
        if (await Connections.ReadAsync(source, OthersOf, move.Schema, cancellation) is { } other)
        {
            throw new InvalidOperationException(
                $"Cannot restore {move.Schema}: it holds the {other}, and only tables are carried over. Make a DB system of "
                + "the backup in the cloud's console and take what you need from there.");
        }

        var (fresh, former) = (Sql.Identifier($"{move.Schema}_restored"), Sql.Identifier($"{move.Schema}_before"));
        await MakeLikeAsync(target, move.Schema, fresh, cancellation);
        var tables = await TablesAsync(source, move.Schema, cancellation);
        var copy = new TableCopy(source, target, move.Schema, $"{move.Schema}_restored");
        long rows = 0;
        foreach (var table in tables)
        {
            rows += await copy.RunAsync(table, cancellation);
        }

        say(string.Create(CultureInfo.InvariantCulture, $"{tables.Count} tables with {rows} rows are there; they change places now"));
        await MakeLikeAsync(target, move.Schema, former, cancellation);
        var schema = Sql.Identifier(move.Schema);
        var renames = (await TablesAsync(target, move.Schema, cancellation)).Select(Sql.Identifier)
            .Select(table => $"{schema}.{table} TO {former}.{table}")
            .Concat(tables.Select(Sql.Identifier).Select(table => $"{fresh}.{table} TO {schema}.{table}"));

        // One statement: all of them or none, and nobody sees a mixture.
        await Connections.ExecuteAsync(target, $"RENAME TABLE {string.Join(", ", renames)}", CancellationToken.None);
        await Connections.ExecuteAsync(target, $"DROP DATABASE {fresh}", CancellationToken.None);
    }

    private static async Task MakeLikeAsync(
        MySqlConnection connection, string schema, string name, CancellationToken cancellation)
    {
        var collation = await Connections.ReadAsync(
            connection, "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = @value", schema,
            cancellation) ?? throw new InvalidOperationException($"There is no schema {schema} on this server.");
        await Connections.ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name}", cancellation);
        await Connections.ExecuteAsync(
            connection, $"CREATE DATABASE {name} COLLATE {Sql.Identifier(collation)}", cancellation);
    }

    private static async Task<List<string>> TablesAsync(
        MySqlConnection connection, string schema, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand(TablesOf, connection);
        command.Parameters.AddWithValue("@value", schema);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static Task<MySqlConnection> OpenAsync(Endpoint server, Secret password, CancellationToken cancellation) =>
        Connections.OpenAsync(server, DbSystemStep.AdminUser, password, null, cancellation);
}
