using System.Text.Json;

namespace MoodleNodeAgent.Coordinator.Store;

/// <summary>What is known of a step since it was last done.</summary>
public sealed record StepRecord
{
    /// <summary>Step path, such as "network/vcn".</summary>
    public required string Step { get; init; }

    /// <summary>OCID of the resource; null: the step has none.</summary>
    public string? Resource { get; init; }

    /// <summary>Outputs by name. Never a secret.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Outputs { get; init; }

    /// <summary>SHA-256 of what was wanted, hex; empty: not kept for this step.</summary>
    public required string SpecHash { get; init; }

    /// <summary>Seconds that the step took when it last changed something; null: not known.</summary>
    public double? Seconds { get; init; }
}

/// <summary>Records of all steps of one site.</summary>
public interface IStepStates
{
    /// <summary>The step's record; null: it was never done.</summary>
    StepRecord? Find(string step);

    /// <summary>Commits the record.</summary>
    void Save(StepRecord record);

    /// <summary>Forgets the step; nothing happens when there is no record.</summary>
    void Remove(string step);

    /// <summary>All records, by step path.</summary>
    IReadOnlyList<StepRecord> All { get; }
}

internal sealed class StepStates(Database database, TimeProvider time, string site) : IStepStates
{
    private const string Columns = "step, resource, outputs, spec_hash, seconds";

    public IReadOnlyList<StepRecord> All =>
        database.Query($"SELECT {Columns} FROM steps WHERE site = $site ORDER BY step", Read, ("$site", site));

    public StepRecord? Find(string step) =>
        database.Find(
            $"SELECT {Columns} FROM steps WHERE site = $site AND step = $step", Read,
            ("$site", site), ("$step", step));

    public void Save(StepRecord record) =>
        database.Execute(
            "INSERT OR REPLACE INTO steps VALUES ($site, $step, $resource, $outputs, $hash, $seconds, $changed)",
            ("$site", site), ("$step", record.Step), ("$resource", record.Resource),
            ("$outputs", JsonSerializer.Serialize(record.Outputs)), ("$hash", record.SpecHash),
            ("$seconds", record.Seconds), ("$changed", Journal.Format(time.GetUtcNow())));

    public void Remove(string step) =>
        database.Execute("DELETE FROM steps WHERE site = $site AND step = $step", ("$site", site), ("$step", step));

    private static StepRecord Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new()
    {
        Step = row.GetString(0),
        Resource = row.IsDBNull(1) ? null : row.GetString(1),
        Outputs = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.GetString(2))!,
        SpecHash = row.GetString(3),
        Seconds = row.IsDBNull(4) ? null : row.GetDouble(4),
    };
}
