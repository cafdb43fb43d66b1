using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>One thing that an operator did.</summary>
/// <param name="Id">Number from 1, without a gap.</param>
/// <param name="Time">When.</param>
/// <param name="Operator">Such as "uid 0 (pid 4711)".</param>
/// <param name="Action">Such as "apply".</param>
/// <param name="Subject">Such as the site's name; never a secret.</param>
/// <param name="Hash">SHA-256 over this entry and the hash before it, hex.</param>
public sealed record AuditRecord(
    long Id, DateTimeOffset Time, string Operator, string Action, string Subject, string Hash);

/// <summary>What operators did. Entries are only ever added; each bears the hash of the one before, so that a changed,
/// dropped or inserted one breaks the chain.</summary>
public interface IAuditLog
{
    /// <summary>Commits an entry; what it is about may begin when this returns.</summary>
    void Add(string @operator, string action, string subject);

    /// <summary>All entries, oldest first.</summary>
    IReadOnlyList<AuditRecord> All { get; }

    /// <summary>Recomputes the chain; null: it holds. Otherwise which entry breaks it.</summary>
    string? FindBreak();
}

internal sealed class AuditLog(Database database, TimeProvider time) : IAuditLog
{
    public IReadOnlyList<AuditRecord> All =>
        database.Query(
            "SELECT id, time, operator, action, subject, hash FROM audit ORDER BY id",
            row => new AuditRecord(
                row.GetInt64(0), Journal.Parse(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetString(4),
                row.GetString(5)));

    public void Add(string @operator, string action, string subject) =>
        database.Atomically(() =>
        {
            var last = database.Find(
                "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1", row => (Id: row.GetInt64(0), Hash: row.GetString(1)));
            var entry = new AuditRecord(last.Id + 1, time.GetUtcNow(), @operator, action, subject, "");
            return database.Execute(
                "INSERT INTO audit VALUES ($id, $time, $operator, $action, $subject, $hash)",
                ("$id", entry.Id), ("$time", Journal.Format(entry.Time)), ("$operator", @operator), ("$action", action),
                ("$subject", subject), ("$hash", HashOf(last.Hash ?? "", entry)));
        });

    public string? FindBreak()
    {
        var hash = "";
        var expected = 1L;
        foreach (var entry in All)
        {
            if (entry.Id != expected)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"Entry {expected} is missing: the next one there is {entry.Id}.");
            }

            hash = HashOf(hash, entry);
            if (hash != entry.Hash)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Entry {entry.Id} of {entry.Time:u} does not fit the one before it: one of them was changed.");
            }

            expected++;
        }

        return null;
    }

    // JSON keeps the fields apart: no two entries give the same text.
    private static string HashOf(string before, AuditRecord entry) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
            new object[]
            {
                before, entry.Id, Journal.Format(entry.Time), entry.Operator, entry.Action, entry.Subject,
            }))));
}
