using Microsoft.Data.Sqlite;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Tests.Store;

public sealed class AuditLogTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-audit-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Trait("Feature", "41")]
    public void An_untouched_audit_log_holds()
    {
        using var store = Open();
        store.Audit.Add("uid 0 (pid 1)", "apply", "campus");
        store.Audit.Add("uid 0 (pid 2)", "show secret", "app/admin");

        Assert.Null(store.Audit.FindBreak());
        Assert.Equal(["apply", "show secret"], store.Audit.All.Select(entry => entry.Action));
    }

    [Fact]
    [Trait("Feature", "41")]
    public void An_entry_of_the_audit_log_can_be_neither_changed_nor_removed()
    {
        using (var store = Open())
        {
            store.Audit.Add("uid 0 (pid 1)", "apply", "campus");
        }

        Assert.Throws<SqliteException>(() => Execute("UPDATE audit SET operator = 'nobody'"));
        Assert.Throws<SqliteException>(() => Execute("DELETE FROM audit"));
    }

    [Theory]
    [InlineData("UPDATE audit SET operator = 'nobody' WHERE id = 2", "Entry 2 ")]
    [InlineData("DELETE FROM audit WHERE id = 2", "Entry 2 is missing")]
    [Trait("Feature", "41")]
    public void When_an_entry_of_the_audit_log_is_changed_the_chain_breaks_at_it(string tampering, string told)
    {
        using (var store = Open())
        {
            for (var number = 0; number < 3; number++)
            {
                store.Audit.Add("uid 0 (pid 1)", "apply", "campus");
            }
        }

        // Whoever has the file can do away with the triggers; the chain still tells.
        Execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened; " + tampering);
        using var again = Open();

        Assert.StartsWith(told, again.Audit.FindBreak(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_names_its_owner_and_is_freed_by_its_epoch_only()
    {
        using var store = Open();
        var applies = store.Applies("campus");
        var start = applies.TryStart("control-1", TimeSpan.FromMinutes(1))!;

        Assert.Equal("control-1", applies.Lease!.Owner);
        Assert.NotNull(applies.Lease.Since);
        Assert.False(applies.Free(start.Epoch - 1));
        Assert.True(applies.Free(start.Epoch));

        Assert.Equal("", applies.Lease.Owner);
        Assert.Throws<LeaseLostException>(() => applies.Renew(start, TimeSpan.FromMinutes(1)));
        Assert.Throws<LeaseLostException>(() => store.Journal("campus").Begin("step", "Call", "{}"u8, start.Epoch));
        Assert.NotNull(applies.TryStart("control-2", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_store_of_a_newer_release_is_refused_by_name()
    {
        Open().Dispose();
        Execute("UPDATE schema SET version = 99");

        var refusal = Assert.Throws<InvalidDataException>(() => Open().Dispose());

        Assert.Contains("newer", refusal.Message, StringComparison.Ordinal);
    }

    private SiteStore Open() => SiteStore.Open(folder.FullName, TimeProvider.System);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder.FullName, "coordinator.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
