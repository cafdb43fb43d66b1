using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.Simulation;

/// <summary>What lives in a cloud, by step where it bears tags and by kind where it does not.</summary>
internal sealed record Census(IReadOnlyDictionary<string, int> Counts)
{
    public static Census Of(World world)
    {
        lock (world.Cloud.Gate)
        {
            world.Cloud.Settle();
            // A final backup is meant to stay. A console's capture that a killed coordinator left behind costs nothing and
            // cannot be found again: the API has no call of ours that lists them.
            return new Census(world.Cloud.Resources
                .Where(resource => resource.TimeEnded is null && resource.Kind != Kinds.Backup
                    && resource.Kind != Kinds.ConsoleHistory)
                .GroupBy(NameOf).ToDictionary(group => group.Key, group => group.Count()));
        }
    }

    /// <summary>How this differs from what an undisturbed run leaves.</summary>
    public Comparison Against(Census wanted)
    {
        var orphans = new List<string>();
        var duplicates = new List<string>();
        var missing = wanted.Counts.Keys.Except(Counts.Keys).ToList();
        foreach (var (name, count) in Counts)
        {
            var expected = wanted.Counts.GetValueOrDefault(name);
            if (count > expected)
            {
                (expected == 0 ? orphans : duplicates).Add($"{name} {count}, not {expected}");
            }
            else if (count < expected)
            {
                missing.Add($"{name} {count}, not {expected}");
            }
        }

        return new Comparison(orphans, duplicates, missing);
    }

    private static string NameOf(Resource resource) =>
        resource.Document["freeformTags"]?["mna-step"]?.GetValue<string>() is { } step
            ? $"{step} ({resource.Kind.OcidType}{(resource.State == resource.Kind.Failed ? " FAILED" : "")})"
            : resource.Kind.OcidType;
}

/// <summary>What is there and not wanted, there more than once, and wanted and not there.</summary>
internal sealed record Comparison(
    IReadOnlyList<string> Orphans, IReadOnlyList<string> Duplicates, IReadOnlyList<string> Missing);
