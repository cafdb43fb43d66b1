using System.Globalization;
using MoodleNodeAgent.Coordinator.Databases;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Proof;

/// <summary>What a database server counted since its start. The connection stays open between two readings, so that
/// reading adds nothing to what is read.</summary>
internal sealed class ServerCounters : IAsyncDisposable
{
    private static readonly string[] Writes = ["Com_insert", "Com_update", "Com_replace", "Com_delete"];

    private readonly MySqlConnection _connection;

    private ServerCounters(MySqlConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Connects to the server as the product's user.</summary>
    /// <exception cref="SiteNotProvedException">It does not let us in.</exception>
    public static async Task<ServerCounters> OpenAsync(
        Endpoint server, ProofWork work, CancellationToken cancellation)
    {
        try
        {
            return new ServerCounters(await Connections.OpenAsync(
                server, work.DatabaseUser, work.DatabasePassword, work.DatabaseName, cancellation));
        }
        catch (MySqlException failure)
        {
            throw new SiteNotProvedException(
                $"Cannot read the counters of the database server {server.Address}:{server.Port} as user "
                + $"\"{work.DatabaseUser}\": {failure.Message}. Check its state in the console, and that its security "
                + "list lets the control host in.",
                failure);
        }
    }

    /// <summary>Number of SELECT statements.</summary>
    public Task<long> ReadsAsync(CancellationToken cancellation) => SumAsync(["Com_select"], cancellation);

    /// <summary>Number of statements that change rows.</summary>
    public Task<long> WritesAsync(CancellationToken cancellation) => SumAsync(Writes, cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<long> SumAsync(IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand("SHOW GLOBAL STATUS LIKE 'Com\\_%'", _connection);
        await using MySqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        long sum = 0;
        while (await reader.ReadAsync(cancellation))
        {
            if (names.Contains(reader.GetString(0), StringComparer.OrdinalIgnoreCase))
            {
                sum += long.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
            }
        }

        return sum;
    }
}
