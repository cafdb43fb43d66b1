using System.Collections.Concurrent;
using System.Globalization;

namespace MoodleNodeAgent.Simulation;

/// <summary>Counts the cases of all tests, and writes the four lines when they are over.</summary>
public sealed class Tally : IDisposable
{
    private readonly ConcurrentQueue<string> problems = new();
    private int cases;
    private int orphans;
    private int duplicates;
    private int diverged;

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyCollection<string> Problems => problems;

    internal void Add(Verdict verdict)
    {
        Interlocked.Increment(ref cases);
        Interlocked.Add(ref orphans, verdict.Orphans);
        Interlocked.Add(ref duplicates, verdict.Duplicates);
        Interlocked.Add(ref diverged, verdict.HasDiverged ? 1 : 0);
        if (verdict.Problem is { } problem)
        {
            problems.Enqueue(problem);
        }
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("SIMULATION_REPORT") is { Length: > 0 } report)
        {
            File.WriteAllText(report, string.Create(
                CultureInfo.InvariantCulture,
                $"cases {cases}\norphans {orphans}\nduplicates {duplicates}\ndiverged {diverged}\n"));
        }
    }
}

/// <summary>How a case ended.</summary>
/// <param name="Orphans">Resources that nobody wants.</param>
/// <param name="Duplicates">Resources that are there once too often.</param>
/// <param name="HasDiverged">Whether the site is not what was asked for.</param>
/// <param name="Problem">What went wrong, with seed and place; null: nothing.</param>
internal sealed record Verdict(int Orphans, int Duplicates, bool HasDiverged, string? Problem)
{
    public static Verdict Of(string name, Comparison found, string? divergence)
    {
        var missing = found.Missing.Count > 0 ? "missing: " + string.Join(", ", found.Missing) : null;
        var words = new[]
            {
                divergence, missing,
                found.Orphans.Count > 0 ? "orphans: " + string.Join(", ", found.Orphans) : null,
                found.Duplicates.Count > 0 ? "duplicates: " + string.Join(", ", found.Duplicates) : null,
            }.OfType<string>().ToList();
        return new Verdict(
            found.Orphans.Count, found.Duplicates.Count, divergence is not null || missing is not null,
            words.Count == 0 ? null : $"{name}: {string.Join("; ", words)}");
    }
}

/// <summary>All tests of the simulation share one tally.</summary>
[CollectionDefinition(Name)]
public sealed class SimulationTests : ICollectionFixture<Tally>
{
    public const string Name = "simulation";
}
