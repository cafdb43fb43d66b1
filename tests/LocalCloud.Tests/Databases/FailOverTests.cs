using System.Diagnostics;
using MoodleNodeAgent.LocalCloud.Processes;
using Xunit.Abstractions;

namespace MoodleNodeAgent.LocalCloud.Databases;

[Trait("Ring", "hosts")]
public sealed class FailOverTests(ITestOutputHelper output)
{
    private const string Sum = "SELECT COALESCE(SUM(n), 0) FROM shop.numbers";

    [Fact]
    [Trait("Feature", "28")]
    public async Task When_the_primary_is_killed_writes_work_again_at_the_same_address_and_replicas_follow()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1, DatabaseBench.Member2);
        await bench.CreateReplicasAsync();
        await bench.QueryAsync(
            DatabaseBench.Address,
            "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT); INSERT INTO shop.numbers VALUES (1)");
        string former = await bench.QueryAsync(DatabaseBench.Address, "SELECT @@server_id");

        bench.KillServer("member-1");
        long start = Stopwatch.GetTimestamp();
        await bench.AwaitWriteAsync("INSERT INTO shop.numbers VALUES (2)");
        TimeSpan outage = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"writes again after {outage}");

        Assert.True(outage < TimeSpan.FromSeconds(10), $"{outage}");
        Assert.NotEqual(former, await bench.QueryAsync(DatabaseBench.Address, "SELECT @@server_id"));
        await bench.AwaitAsync(DatabaseBench.Replica1, Sum, "3");
        await bench.AwaitAsync(DatabaseBench.Replica2, Sum, "3");

        // The killed member comes back as the standby, and can take over in its turn.
        await bench.AwaitAsync(DatabaseBench.Member1, Sum, "3");
        bench.KillServer("member-2");
        await bench.AwaitWriteAsync("INSERT INTO shop.numbers VALUES (4)");
        await bench.AwaitAsync(DatabaseBench.Replica2, Sum, "7");
        await bench.AwaitAsync(DatabaseBench.Member2, Sum, "7");
    }

    [Fact]
    public async Task When_servers_have_writes_that_the_new_primary_lacks_they_are_made_anew()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1, DatabaseBench.Member2);
        await bench.CreateReplicaAsync("ocid1.replica.1", DatabaseBench.Replica1);
        await bench.QueryAsync(
            DatabaseBench.Address,
            "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT); INSERT INTO shop.numbers VALUES (1)");
        await bench.AwaitAsync(DatabaseBench.Member2, Sum, "1");
        await bench.QueryAsync(DatabaseBench.Member2, "STOP SLAVE");
        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (100)");
        await bench.AwaitAsync(DatabaseBench.Replica1, Sum, "101");

        bench.KillServer("member-1");
        await bench.AwaitWriteAsync("INSERT INTO shop.numbers VALUES (2)");

        await bench.AwaitAsync(DatabaseBench.Replica1, Sum, "3");
        await bench.AwaitAsync(DatabaseBench.Member1, Sum, "3");
    }

    [Fact]
    public async Task When_the_primary_hangs_it_is_ended_and_the_standby_takes_over()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1, DatabaseBench.Member2);
        await bench.QueryAsync(DatabaseBench.Address, "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT)");

        bench.SignalServer("member-1", signal: 19);
        long start = Stopwatch.GetTimestamp();

        await bench.AwaitWriteAsync("INSERT INTO shop.numbers VALUES (8)");
        output.WriteLine($"writes again after {Stopwatch.GetElapsedTime(start)}");
        await bench.AwaitAsync(DatabaseBench.Member1, Sum, "8");
    }

    [Fact]
    public async Task When_a_replica_is_killed_it_comes_back_and_catches_up()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1);
        await bench.CreateReplicaAsync("ocid1.replica.1", DatabaseBench.Replica1);
        await bench.QueryAsync(DatabaseBench.Address, "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT)");

        bench.KillServer("ocid1.replica.1");
        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (5)");

        await bench.AwaitAsync(DatabaseBench.Replica1, Sum, "5");
    }

    [Fact]
    public async Task When_a_primary_without_standby_is_killed_it_starts_again_with_its_data()
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(DatabaseBench.Member1);
        await bench.QueryAsync(
            DatabaseBench.Address,
            "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT); INSERT INTO shop.numbers VALUES (6)");

        bench.KillServer("member-1");

        await bench.AwaitAsync(DatabaseBench.Address, Sum, "6");
        await bench.AwaitWriteAsync("INSERT INTO shop.numbers VALUES (1)");
    }
}
