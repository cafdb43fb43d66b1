using System.Text.Json;

namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>One apply, ended.</summary>
public sealed record ApplyRecord
{
    /// <summary>Nothing was done.</summary>
    internal static ApplyRecord Nothing { get; } = new()
    {
        Succeeded = false,
        Changed = false,
        WallSeconds = 0,
        LongestPathSeconds = 0,
        LongestPath = [],
        Durations = new Dictionary<string, double>(),
    };

    /// <summary>Whether every step was done.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Whether anything was changed.</summary>
    public required bool Changed { get; init; }

    /// <summary>From start to end, in seconds.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Measured seconds along the longest path.</summary>
    public required double LongestPathSeconds { get; init; }

    /// <summary>Steps on the longest path, first to last.</summary>
    public required IReadOnlyList<string> LongestPath { get; init; }

    /// <summary>Measured seconds of each step.</summary>
    public required IReadOnlyDictionary<string, double> Durations { get; init; }

    /// <summary>Why it failed; null: it did not.</summary>
    public string? Error { get; init; }
}

/// <summary>The applies of one site, and its lease: one apply at a time, each under a higher epoch.</summary>
public interface IApplies
{
    /// <summary>Takes the lease and commits the start. The epoch is higher than any before.</summary>
    /// <returns>Null: somebody else's apply has not ended.</returns>
    ApplyStart? TryStart(string owner, TimeSpan length);

    /// <summary>Makes the lease last longer.</summary>
    /// <exception cref="LeaseLostException">A higher epoch has taken over.</exception>
    void Renew(ApplyStart start, TimeSpan length);

    /// <summary>Commits the end and gives the lease back.</summary>
    void End(ApplyStart start, ApplyRecord record);

    /// <summary>The lease as it stands; null: there was no apply yet.</summary>
    LeaseState? Lease { get; }

    /// <summary>Takes the lease away from its owner under a higher epoch, if it is still the one of this epoch.</summary>
    bool Free(long epoch);

    /// <summary>Newest epoch of the site; 0: there was no apply yet.</summary>
    long Epoch { get; }

    /// <summary>The newest ended apply; null: none.</summary>
    ApplyRecord? Last { get; }

    /// <summary>The newest ended apply that changed something; null: none.</summary>
    ApplyRecord? LastThatChanged { get; }
}

/// <summary>Who may write.</summary>
/// <param name="Owner">Empty: nobody.</param>
/// <param name="Epoch">Grows with each owner.</param>
/// <param name="Since">When the owner took it; null: nobody has it.</param>
/// <param name="Expires">When it ends unless it is renewed.</param>
public sealed record LeaseState(string Owner, long Epoch, DateTimeOffset? Since, DateTimeOffset Expires);

/// <summary>An apply that has begun.</summary>
public sealed record ApplyStart(long Id, long Epoch, string Owner);

/// <summary>Another coordinator has the site.</summary>
public sealed class LeaseLostException(string message) : Exception(message);

internal sealed class Applies(Database database, TimeProvider time, string site) : IApplies
{
    public long Epoch =>
        database.Find("SELECT epoch FROM leases WHERE site = $site", row => row.GetInt64(0), ("$site", site));

    public ApplyRecord? Last => Newest("TRUE");

    public ApplyRecord? LastThatChanged => Newest("changed");

    private ApplyRecord? Newest(string condition) =>
        database.Find(
            $"""
            SELECT succeeded, changed, wall_seconds, longest_path_seconds, longest_path, durations, error
            FROM applies WHERE site = $site AND ended IS NOT NULL AND {condition} ORDER BY id DESC LIMIT 1
            """,
            row => new ApplyRecord
            {
                Succeeded = row.GetBoolean(0),
                Changed = row.GetBoolean(1),
                WallSeconds = row.GetDouble(2),
                LongestPathSeconds = row.GetDouble(3),
                LongestPath = JsonSerializer.Deserialize<List<string>>(row.GetString(4))!,
                Durations = JsonSerializer.Deserialize<Dictionary<string, double>>(row.GetString(5))!,
                Error = row.IsDBNull(6) ? null : row.GetString(6),
            },
            ("$site", site));

    public LeaseState? Lease =>
        database.Find(
            """
            SELECT owner, epoch, expires,
                (SELECT started FROM applies WHERE site = $site AND epoch = leases.epoch ORDER BY id DESC LIMIT 1)
            FROM leases WHERE site = $site
            """,
            row => new LeaseState(
                row.GetString(0), row.GetInt64(1),
                row.GetString(0).Length == 0 || row.IsDBNull(3) ? null : Journal.Parse(row.GetString(3)),
                Journal.Parse(row.GetString(2))),
            ("$site", site));

    public bool Free(long epoch) =>
        database.Execute(
            "UPDATE leases SET owner = '', epoch = epoch + 1 WHERE site = $site AND epoch = $epoch",
            ("$site", site), ("$epoch", epoch)) > 0;

    public ApplyStart? TryStart(string owner, TimeSpan length) =>
        database.Atomically(() =>
        {
            var now = time.GetUtcNow();
            var held = database.Find(
                "SELECT owner, expires FROM leases WHERE site = $site",
                row => (Owner: row.GetString(0), Expires: row.GetString(1)), ("$site", site));

            // An owner's own unfinished lease is that of a coordinator that was killed: it goes on at once.
            if (held.Owner is { Length: > 0 } other && other != owner
                && string.CompareOrdinal(held.Expires, Journal.Format(now)) > 0)
            {
                return null;
            }

            // At least the time of day: agents refuse lower epochs than they have seen, also from a coordinator whose store
            // was lost and that would count from 1 again.
            database.Execute(
                """
                INSERT INTO leases VALUES ($site, $now, $owner, $expires)
                ON CONFLICT (site) DO UPDATE SET epoch = MAX(epoch + 1, $now), owner = $owner, expires = $expires
                """,
                ("$site", site), ("$owner", owner), ("$expires", Journal.Format(now + length)),
                ("$now", now.ToUnixTimeSeconds()));
            var epoch = database.Query(
                "SELECT epoch FROM leases WHERE site = $site", row => row.GetInt64(0), ("$site", site)).Single();
            var id = database.Query(
                "INSERT INTO applies (site, epoch, started) VALUES ($site, $epoch, $started) RETURNING id",
                row => row.GetInt64(0),
                ("$site", site), ("$epoch", epoch), ("$started", Journal.Format(now))).Single();
            return new ApplyStart(id, epoch, owner);
        });

    public void Renew(ApplyStart start, TimeSpan length)
    {
        var rows = database.Execute(
            "UPDATE leases SET expires = $expires WHERE site = $site AND epoch = $epoch",
            ("$expires", Journal.Format(time.GetUtcNow() + length)), ("$site", site), ("$epoch", start.Epoch));
        if (rows == 0)
        {
            throw new LeaseLostException(
                $"Cannot go on with the apply of {site}: another coordinator has taken the site over. "
                + "Ask that one for the status.");
        }
    }

    public void End(ApplyStart start, ApplyRecord record) =>
        database.Atomically(() =>
        {
            database.Execute(
                """
                UPDATE applies SET ended = $ended, succeeded = $succeeded, changed = $changed, wall_seconds = $wall,
                    longest_path_seconds = $seconds, longest_path = $path, durations = $durations, error = $error
                WHERE id = $id
                """,
                ("$ended", Journal.Format(time.GetUtcNow())), ("$succeeded", record.Succeeded),
                ("$changed", record.Changed), ("$wall", record.WallSeconds),
                ("$seconds", record.LongestPathSeconds), ("$path", JsonSerializer.Serialize(record.LongestPath)),
                ("$durations", JsonSerializer.Serialize(record.Durations)), ("$error", record.Error),
                ("$id", start.Id));
            return database.Execute(
                "UPDATE leases SET owner = '' WHERE site = $site AND epoch = $epoch",
                ("$site", site), ("$epoch", start.Epoch));
        });
}
