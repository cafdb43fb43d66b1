namespace MoodleNodeAgent.LocalCloud.Databases;

[Trait("Ring", "hosts")]
[Trait("Feature", "30")]
public sealed class DatabaseBackupTests
{
    private const string BackupId = "ocid1.mysqlbackup.oc1.test.a";
    private const string Sum = "SELECT COALESCE(SUM(n), 0) FROM shop.numbers";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backup_holds_the_data_of_its_time_and_outlives_its_system(bool hasStandby)
    {
        await using DatabaseBench bench = await DatabaseBench.StartAsync();
        await bench.CreateSystemAsync(hasStandby ? [DatabaseBench.Member1, DatabaseBench.Member2] : [DatabaseBench.Member1]);
        await bench.QueryAsync(
            DatabaseBench.Address,
            "CREATE DATABASE shop; CREATE TABLE shop.numbers (n INT); INSERT INTO shop.numbers VALUES (1), (2)");

        await bench.Driver.CreateBackupAsync(BackupId, DatabaseBench.SystemId, CancellationToken.None);
        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (40)");
        await bench.Driver.DeleteDbSystemAsync(DatabaseBench.SystemId, CancellationToken.None);
        await bench.RestoreSystemAsync(BackupId, DatabaseBench.Member1, DatabaseBench.Member2);

        // As its administrator, with the password that the system had.
        Assert.Equal("3", await bench.QueryAsync(DatabaseBench.Address, Sum));
        await bench.QueryAsync(DatabaseBench.Address, "INSERT INTO shop.numbers VALUES (5)");
        await bench.AwaitAsync(DatabaseBench.Member2, Sum, "8");
        await bench.CreateReplicaAsync("ocid1.replica.1", DatabaseBench.Replica1);
        await bench.AwaitAsync(DatabaseBench.Replica1, Sum, "8");
        await bench.Driver.DeleteBackupAsync(BackupId, CancellationToken.None);
        await bench.Driver.DeleteDbSystemAsync(DatabaseBench.SystemId, CancellationToken.None);
        await Assert.ThrowsAsync<IOException>(() => bench.RestoreSystemAsync(BackupId, DatabaseBench.Member1));
    }
}
