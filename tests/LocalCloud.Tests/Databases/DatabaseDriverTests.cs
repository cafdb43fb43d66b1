using System.Diagnostics;
using Xunit.Abstractions;

namespace MoodleNodeAgent.LocalCloud.Databases;

[Trait("Ring", "hosts")]
public sealed class DatabaseDriverTests(ITestOutputHelper output)
{
    private const string Sum = "SELECT COALESCE(SUM(n), 0) FROM shop.numbers";

    [Fact]
    [Trait("Feature", "5")]
    [Trait("Feature", "6")]
    public async Task What_the_primary_writes_arrives_at_two_replicas_that_take_no_writes()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        long start = Stopwatch.GetTimestamp();
        await bench.CreateSystemAsync(DatabaseBench.Member1, DatabaseBench.Member2);
        output.WriteLine($"system after {Stopwatch.GetElapsedTime(start)}");
        await bench.QueryAsync(DatabaseBench.Address, "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT)");
        await bench.CreateReplicasAsync();
        output.WriteLine($"with replicas after {Stopwatch.GetElapsedTime(start)}");

        // Written before the replicas were made.
        Assert.Equal("0", await bench.QueryAsync(DatabaseBench.Replica1, Sum));
        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (1), (2)");
        await bench.AwaitAsync(DatabaseBench.Replica1, Sum, "3");
        await bench.AwaitAsync(DatabaseBench.Replica2, Sum, "3");
        (bool isSuccess, string text) =
            await bench.TryQueryAsync(DatabaseBench.Replica1, "INSERT INTO shop.numbers VALUES (9)");
        Assert.False(isSuccess);
        Assert.Contains("read-only", text, StringComparison.Ordinal);
        Assert.Contains(
            "TLS",
            await bench.QueryAsync(DatabaseBench.Address, "SHOW STATUS LIKE 'Ssl_version'", "--ssl"),
            StringComparison.Ordinal);
        Assert.Equal("utf8mb4", await bench.QueryAsync(DatabaseBench.Address, "SELECT @@character_set_server"));
    }

    [Fact]
    [Trait("Feature", "28")]
    public async Task A_switchover_moves_role_and_address_without_loss_and_back()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1, DatabaseBench.Member2);
        await bench.CreateReplicaAsync("ocid1.replica.1", DatabaseBench.Replica1);
        await bench.QueryAsync(DatabaseBench.Address, "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT)");
        string first = await bench.QueryAsync(DatabaseBench.Address, "SELECT @@server_id");

        await bench.Driver.SwitchOverDbSystemAsync(DatabaseBench.SystemId, CancellationToken.None);
        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (1)");
        Assert.NotEqual(first, await bench.QueryAsync(DatabaseBench.Address, "SELECT @@server_id"));
        await bench.AwaitAsync(DatabaseBench.Member1, Sum, "1");

        await bench.Driver.SwitchOverDbSystemAsync(DatabaseBench.SystemId, CancellationToken.None);
        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (2)");
        Assert.Equal(first, await bench.QueryAsync(DatabaseBench.Address, "SELECT @@server_id"));
        await bench.AwaitAsync(DatabaseBench.Member2, Sum, "3");
        await bench.AwaitAsync(DatabaseBench.Replica1, Sum, "3");
    }

    [Fact]
    public async Task A_stopped_system_starts_with_its_data_and_its_replicas()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1, DatabaseBench.Member2);
        await bench.CreateReplicaAsync("ocid1.replica.1", DatabaseBench.Replica1);
        await bench.QueryAsync(DatabaseBench.Address, "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT)");

        await bench.Driver.StopDbSystemAsync(DatabaseBench.SystemId, CancellationToken.None);
        Assert.Empty(bench.Records.Names);
        await bench.Driver.StartDbSystemAsync(DatabaseBench.SystemId, CancellationToken.None);

        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (7)");
        await bench.AwaitAsync(DatabaseBench.Replica1, Sum, "7");
        await bench.AwaitAsync(DatabaseBench.Member2, Sum, "7");
    }

    [Fact]
    public async Task When_the_cloud_starts_again_over_its_state_the_data_and_the_roles_are_as_before()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1, DatabaseBench.Member2);
        await bench.QueryAsync(DatabaseBench.Address, "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT)");
        await bench.Driver.SwitchOverDbSystemAsync(DatabaseBench.SystemId, CancellationToken.None);
        string primary = await bench.QueryAsync(DatabaseBench.Address, "SELECT @@server_id");

        await bench.RestartDriverAsync();
        Assert.Empty(bench.Records.Names);
        await bench.CreateSystemAsync(DatabaseBench.Member1, DatabaseBench.Member2);

        Assert.Equal(primary, await bench.QueryAsync(DatabaseBench.Address, "SELECT @@server_id"));
        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (3)");
        await bench.AwaitAsync(DatabaseBench.Member1, Sum, "3");
    }

    [Fact]
    [Trait("Feature", "29")]
    public async Task The_replica_balancer_reads_from_live_replicas_and_else_from_the_primary()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1);
        await bench.CreateReplicaAsync("ocid1.replica.1", DatabaseBench.Replica1);
        await bench.ApplyBalancerAsync(DatabaseBench.Replica1);
        string replica = await bench.QueryAsync(DatabaseBench.Replica1, "SELECT @@server_id");
        string primary = await bench.QueryAsync(DatabaseBench.Address, "SELECT @@server_id");

        await bench.AwaitAsync(DatabaseBench.BalancerAddress, "SELECT @@server_id", replica);
        await bench.Driver.DeleteReplicaAsync("ocid1.replica.1", CancellationToken.None);
        await bench.AwaitAsync(DatabaseBench.BalancerAddress, "SELECT @@server_id", primary);
        await bench.ApplyBalancerAsync();
        Assert.False((await bench.TryQueryAsync(DatabaseBench.BalancerAddress, "SELECT 1")).IsSuccess);
    }
}
