using MoodleNodeAgent.Coordinator.Store;
using MySqlConnector;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Databases;

[Trait("Ring", "hosts")]
public sealed class ProductDatabaseTests(DatabaseServers servers) : IClassFixture<DatabaseServers>
{
    private readonly ProductDatabase _database = new(
        new DatabaseLimits
        {
            Connect = TimeSpan.Zero,
            Replication = TimeSpan.FromSeconds(30),
            Interval = TimeSpan.FromMilliseconds(50),
        },
        TimeProvider.System);

    [Fact]
    public async Task Schema_and_user_are_made_reach_the_replica_and_are_left_alone_the_second_time()
    {
        DatabaseWork work = Work("moodle_1");
        DatabaseState before = await _database.ObserveAsync(work, CancellationToken.None);
        Assert.Equal(new DatabaseState(true, false, false, "mariadb"), before);

        DatabaseState made = await _database.EnsureAsync(work, CancellationToken.None);
        DatabaseState again = await _database.EnsureAsync(work, CancellationToken.None);

        Assert.Equal(new DatabaseState(true, true, true, "mariadb"), made);
        Assert.Equal(made, again);
        Assert.Equal(made, await _database.ObserveAsync(work, CancellationToken.None));
        await using MySqlConnection user = await OpenAsync(servers.Replica, work);
        Assert.Equal("utf8mb4_unicode_ci", await Connections.ReadAsync(
            user, "SELECT @@collation_database", null, CancellationToken.None));
    }

    [Fact]
    public async Task An_observation_writes_nothing()
    {
        DatabaseWork work = Work("observed");

        await _database.ObserveAsync(work, CancellationToken.None);

        Assert.False((await _database.ObserveAsync(work, CancellationToken.None)).SchemaExists);
    }

    [Fact]
    public async Task The_user_sees_its_own_schema_only_even_when_another_ones_name_is_alike()
    {
        DatabaseWork work = Work("my_app");
        await _database.EnsureAsync(work, CancellationToken.None);
        await servers.ExecuteAsync(servers.Primary, "CREATE DATABASE myXapp");
        await using MySqlConnection user = await OpenAsync(servers.Primary, work);

        await Connections.ExecuteAsync(user, "CREATE TABLE t (id INT)", CancellationToken.None);

        MySqlException failure = await Assert.ThrowsAsync<MySqlException>(() =>
            Connections.ExecuteAsync(user, "CREATE TABLE myXapp.t (id INT)", CancellationToken.None));
        Assert.Contains("denied", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_that_exists_with_another_password_gets_the_right_one()
    {
        DatabaseWork work = Work("changed");
        await _database.EnsureAsync(work, CancellationToken.None);
        DatabaseWork other = work with { Password = new Secret("Another-1") };
        Assert.False((await _database.ObserveAsync(other, CancellationToken.None)).UserCanConnect);

        await _database.EnsureAsync(other, CancellationToken.None);

        Assert.True((await _database.ObserveAsync(other, CancellationToken.None)).IsReady);
    }

    [Fact]
    public async Task Names_and_passwords_with_quotes_and_backslashes_arrive_as_they_are()
    {
        DatabaseWork work = Work("odd`na'me\\") with { Password = new Secret("a'b\\c\"d`e;-- %_") };

        Assert.True((await _database.EnsureAsync(work, CancellationToken.None)).IsReady);
    }

    [Fact]
    public async Task When_the_administrators_password_is_wrong_the_error_says_so_and_holds_no_password()
    {
        DatabaseWork work = Work("denied") with { AdminPassword = new Secret("not-the-password") };

        DatabaseNotReadyException failure = await Assert.ThrowsAsync<DatabaseNotReadyException>(() =>
            _database.EnsureAsync(work, CancellationToken.None));

        Assert.Contains("refuses the administrator \"admin\"", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", failure.ToString(), StringComparison.Ordinal);
        Assert.False((await _database.ObserveAsync(work, CancellationToken.None)).Reachable);
    }

    [Fact]
    public async Task When_the_server_is_away_the_error_names_it()
    {
        DatabaseWork work = Work("away") with { Primary = new Endpoint("127.0.0.1", 1) };

        DatabaseNotReadyException failure = await Assert.ThrowsAsync<DatabaseNotReadyException>(() =>
            _database.EnsureAsync(work, CancellationToken.None));

        Assert.Contains("127.0.0.1:1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_replica_does_not_get_the_schema_the_wait_ends_with_its_name()
    {
        var impatient = new ProductDatabase(
            new DatabaseLimits { Replication = TimeSpan.Zero }, TimeProvider.System);
        await servers.ExecuteAsync(servers.Replica, "STOP SLAVE");
        try
        {
            DatabaseNotReadyException failure = await Assert.ThrowsAsync<DatabaseNotReadyException>(() =>
                impatient.EnsureAsync(Work("late"), CancellationToken.None));

            Assert.Contains($"replica 127.0.0.1:{servers.Replica.Port}", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            await servers.ExecuteAsync(servers.Replica, "START SLAVE");
        }
    }

    private DatabaseWork Work(string name) => new()
    {
        Primary = servers.Primary,
        Replicas = [servers.Replica],
        AdminUser = DatabaseServers.AdminUser,
        AdminPassword = servers.AdminPassword,
        Name = name,
        User = name,
        Password = new Secret("Secret-1"),
    };

    private static Task<MySqlConnection> OpenAsync(Endpoint server, DatabaseWork work) =>
        Connections.OpenAsync(server, work.User, work.Password, work.Name, CancellationToken.None);
}
