using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>What was about to be asked of the cloud: written before the call, so that a killed apply can go on.</summary>
public sealed record Intent
{
    /// <summary>Number in the journal, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>Step path, such as "network/vcn".</summary>
    public required string Step { get; init; }

    /// <summary>Name of the call, such as "CreateVcn".</summary>
    public required string Operation { get; init; }

    /// <summary>How many resources this step has had before; one more after each replacement.</summary>
    public required int Generation { get; init; }

    /// <summary>How many calls of this generation were refused before this one.</summary>
    public required int Attempt { get; init; }

    /// <summary>opc-retry-token of the call.</summary>
    public required string Token { get; init; }

    /// <summary>The exact request body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When the intent was written.</summary>
    public required DateTimeOffset Started { get; init; }
}

/// <summary>Intents and outcomes of all mutating calls of one site.</summary>
public interface IJournal
{
    /// <summary>Commits the intent. The call may start when this returns.</summary>
    /// <exception cref="LeaseLostException">The epoch is not the site's newest any more.</exception>
    Intent Begin(string step, string operation, ReadOnlySpan<byte> body, long epoch);

    /// <summary>Commits that the call was answered; resource is the OCID, if there is one.</summary>
    void Succeed(Intent intent, string? resource);

    /// <summary>Commits that the call was refused for good: the next one gets a new token.</summary>
    void Fail(Intent intent, string error);

    /// <summary>The step's newest intent without an outcome; null: none.</summary>
    Intent? FindUnanswered(string step);

    /// <summary>OCID that the step's newest answered call gave; null: none did.</summary>
    string? FindResource(string step);

    /// <summary>Number of intents of the site; answered or not.</summary>
    int Count { get; }
}

internal sealed class Journal(Database database, Vault vault, TimeProvider time, string site) : IJournal
{
    public int Count =>
        database.Query(
            "SELECT COUNT(*) FROM journal WHERE site = $site", row => row.GetInt32(0), ("$site", site)).Single();

    public Intent Begin(string step, string operation, ReadOnlySpan<byte> body, long epoch)
    {
        var content = body.ToArray();
        return database.Atomically(() =>
        {
            CheckEpoch(epoch);
            var generation = Ended(step, operation, "succeeded", null);
            var attempt = Ended(step, operation, "failed", generation);
            var intent = new Intent
            {
                Id = 0,
                Step = step,
                Operation = operation,
                Generation = generation,
                Attempt = attempt,
                Token = TokenOf(step, operation, generation, attempt),
                Body = content,
                Started = time.GetUtcNow(),
            };
            var id = database.Query(
                """
                INSERT INTO journal (site, step, operation, generation, attempt, token, body, epoch, started)
                VALUES ($site, $step, $operation, $generation, $attempt, $token, $body, $epoch, $started)
                RETURNING id
                """,
                row => row.GetInt64(0),
                ("$site", site), ("$step", step), ("$operation", operation), ("$generation", generation),
                ("$attempt", attempt), ("$token", intent.Token), ("$body", vault.Seal(Place(intent.Token), content)),
                ("$epoch", epoch), ("$started", Format(intent.Started))).Single();
            return intent with { Id = id };
        });
    }

    public void Succeed(Intent intent, string? resource) => End(intent, "succeeded", resource, null);

    public void Fail(Intent intent, string error) => End(intent, "failed", null, error);

    public Intent? FindUnanswered(string step) =>
        database.Find(
            """
            SELECT id, operation, generation, attempt, token, body, started FROM journal
            WHERE site = $site AND step = $step AND outcome IS NULL ORDER BY id DESC LIMIT 1
            """,
            row => new Intent
            {
                Id = row.GetInt64(0),
                Step = step,
                Operation = row.GetString(1),
                Generation = row.GetInt32(2),
                Attempt = row.GetInt32(3),
                Token = row.GetString(4),
                Body = vault.Unseal(Place(row.GetString(4)), row.GetFieldValue<byte[]>(5)),
                Started = DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture),
            },
            ("$site", site), ("$step", step));

    public string? FindResource(string step) =>
        database.Find(
            """
            SELECT resource FROM journal
            WHERE site = $site AND step = $step AND resource IS NOT NULL ORDER BY id DESC LIMIT 1
            """,
            row => row.GetString(0),
            ("$site", site), ("$step", step));

    internal static string Format(DateTimeOffset moment) => moment.ToString("O", CultureInfo.InvariantCulture);

    internal static DateTimeOffset Parse(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);

    private static string Place(string token) => "journal:" + token;

    private void End(Intent intent, string outcome, string? resource, string? error) =>
        database.Execute(
            "UPDATE journal SET outcome = $outcome, resource = $resource, error = $error, ended = $ended WHERE id = $id",
            ("$outcome", outcome), ("$resource", resource), ("$error", error),
            ("$ended", Format(time.GetUtcNow())), ("$id", intent.Id));

    private int Ended(string step, string operation, string outcome, int? generation) =>
        database.Query(
            """
            SELECT COUNT(*) FROM journal WHERE site = $site AND step = $step AND operation = $operation
                AND outcome = $outcome AND generation = COALESCE($generation, generation)
            """,
            row => row.GetInt32(0),
            ("$site", site), ("$step", step), ("$operation", operation), ("$outcome", outcome),
            ("$generation", generation)).Single();

    private void CheckEpoch(long epoch)
    {
        var newest = database.Find(
            "SELECT epoch FROM leases WHERE site = $site", row => row.GetInt64(0), ("$site", site));
        if (newest > epoch)
        {
            throw new LeaseLostException(
                $"Cannot go on with the apply of {site}: another coordinator has taken the site over. "
                + "Ask that one for the status.");
        }
    }

    // The store's birth is part of it: a site that is made anew must not meet the tokens of its namesake.
    private string TokenOf(string step, string operation, int generation, int attempt)
    {
        var birth = database.Find("SELECT id FROM births WHERE site = $site", row => row.GetString(0), ("$site", site));
        var text = $"{birth}\n{site}\n{step}\n{operation}\n{generation}\n{attempt}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
