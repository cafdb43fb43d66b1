using MoodleNodeAgent.Coordinator.Store;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>Opens connections to the site's database servers: over TLS, one at a time, never pooled.</summary>
internal static class Connections
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Opens a connection.</summary>
    /// <param name="endpoint">Server.</param>
    /// <param name="user">User name.</param>
    /// <param name="password">Its password.</param>
    /// <param name="schema">Schema to be in; null: none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<MySqlConnection> OpenAsync(
        Endpoint endpoint, string user, Secret password, string? schema, CancellationToken cancellation)
    {
        var options = new MySqlConnectionStringBuilder
        {
            Server = endpoint.Address,
            Port = (uint)endpoint.Port,
            UserID = user,
            Password = password.Reveal(),
            Database = schema ?? "",
            // The server's certificate is its own; it travels inside the VCN.
            SslMode = MySqlSslMode.Required,
            Pooling = false,
            // Values as they stand there: tables are copied from one server to another.
            TreatTinyAsBoolean = false,
            GuidFormat = MySqlGuidFormat.None,
            AllowZeroDateTime = true,
            ConnectionTimeout = (uint)ConnectTimeout.TotalSeconds,
            DefaultCommandTimeout = (uint)CommandTimeout.TotalSeconds,
        };
        var connection = new MySqlConnection(options.ConnectionString);
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

    /// <summary>Runs one statement.</summary>
    public static async Task ExecuteAsync(MySqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Reads the first column of the first row as text; null: no row.</summary>
    public static async Task<string?> ReadAsync(
        MySqlConnection connection, string sql, string? parameter, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand(sql, connection);
        if (parameter is not null)
        {
            command.Parameters.AddWithValue("@value", parameter);
        }

        return (await command.ExecuteScalarAsync(cancellation))?.ToString();
    }
}
