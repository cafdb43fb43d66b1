using MySqlConnector;

namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>Tables between two real servers.</summary>
[Trait("Ring", "hosts")]
[Trait("Feature", "30")]
public sealed class SiteDataTests(DatabaseServers servers) : IClassFixture<DatabaseServers>
{
    private const string Rows =
        "SELECT GROUP_CONCAT(CONCAT_WS('|', id, tiny, word, HEX(bytes), moment, zero, id_of, twice) ORDER BY id SEPARATOR ';') FROM shop.odd";

    [Fact]
    public async Task Tables_change_places_as_they_were_and_the_former_ones_are_kept()
    {
        var data = new SiteData();
        // What a copy by the usual means would change: 2 as a truth value, an upper-case id, a zero date, a zero as key.
        await servers.ExecuteAsync(
            servers.Primary,
            """
            CREATE DATABASE shop COLLATE utf8mb4_unicode_ci;
            CREATE TABLE shop.odd (id INT AUTO_INCREMENT PRIMARY KEY, tiny TINYINT(1), word VARCHAR(50), bytes BLOB,
                moment TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6), zero DATETIME, id_of CHAR(36), twice INT AS (tiny * 2) STORED);
            CREATE TABLE shop.empty_one (n INT);
            SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
            INSERT INTO shop.odd (id, tiny, word, bytes, moment, zero, id_of) VALUES
                (0, 2, 'zwölf 🎓', X'00FF27', '2026-11-23 04:15:00.123456', '0000-00-00', 'ABCDEF01-2345-6789-ABCD-EF0123456789'),
                (7, NULL, '', NULL, NULL, NULL, NULL)
            """);
        await data.MarkAsync(servers.Primary, servers.AdminPassword, "shop-1", CancellationToken.None);
        var before = await ReadAsync(servers.Primary, Rows);
        await AwaitAsync(servers.Replica, "SELECT COUNT(*) FROM mna_guard.backups", "1");

        // The replica stands for a server that was made of a backup.
        await servers.ExecuteAsync(servers.Replica, "STOP SLAVE");
        await servers.ExecuteAsync(
            servers.Primary, "DELETE FROM shop.odd WHERE id = 0; DROP TABLE shop.empty_one; CREATE TABLE shop.young (n INT)");
        Assert.True(await data.HasMarkAsync(servers.Replica, servers.AdminPassword, "shop-1", CancellationToken.None));
        Assert.False(await data.HasMarkAsync(servers.Replica, servers.AdminPassword, "shop-2", CancellationToken.None));

        var said = new List<string>();
        var move = new TableMove
        {
            From = servers.Replica,
            To = servers.Primary,
            Password = servers.AdminPassword,
            Schema = "shop",
        };
        await data.ReplaceAsync(move, said.Add, CancellationToken.None);

        Assert.Equal(before, await ReadAsync(servers.Primary, Rows));
        Assert.Equal(
            new Dictionary<string, long> { ["empty_one"] = 0, ["odd"] = 2 },
            await data.CountAsync(servers.Primary, servers.AdminPassword, "shop", CancellationToken.None));
        Assert.Equal(
            new Dictionary<string, long> { ["odd"] = 1, ["young"] = 0 },
            await data.CountAsync(servers.Primary, servers.AdminPassword, "shop_before", CancellationToken.None));
        Assert.Equal("0", await ReadAsync(
            servers.Primary, "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'shop_restored'"));

        // What tables do not carry along is refused before anything changes.
        await servers.ExecuteAsync(servers.Replica, "CREATE VIEW shop.looks AS SELECT id FROM shop.odd");
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => data.ReplaceAsync(move, said.Add, CancellationToken.None));
        Assert.Contains("view looks", refusal.Message, StringComparison.Ordinal);
    }

    private async Task AwaitAsync(MoodleNodeAgent.Sites.Products.Endpoint server, string sql, string wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (await ReadAsync(server, sql) == wanted)
                {
                    return;
                }
            }
            catch (MySqlException) when (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60))
            {
                // The table is not there yet.
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), sql);
            await Task.Delay(100);
        }
    }

    private async Task<string?> ReadAsync(MoodleNodeAgent.Sites.Products.Endpoint server, string sql)
    {
        await using var connection = await Connections.OpenAsync(
            server, DatabaseServers.AdminUser, servers.AdminPassword, null, CancellationToken.None);
        return await Connections.ReadAsync(connection, sql, null, CancellationToken.None);
    }
}
