namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>All steps of a site, in an order in which every step comes after those that it needs.</summary>
public sealed class Graph
{
    private Graph(IReadOnlyList<Step> steps)
    {
        Steps = steps;
    }

    /// <summary>Needed steps first; otherwise in the order in which they were given.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Orders the steps.</summary>
    /// <exception cref="ArgumentException">Two steps have one id, a needed step is not among them, or steps need each
    /// other in a circle.</exception>
    public static Graph Of(IEnumerable<Step> steps)
    {
        var all = steps.ToList();
        if (all.GroupBy(step => step.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two steps are called {twice.Key}.", nameof(steps));
        }

        var given = all.ToHashSet();
        if (all.SelectMany(step => step.Needs).FirstOrDefault(need => !given.Contains(need)) is { } foreign)
        {
            throw new ArgumentException($"The step {foreign.Id} is needed and not part of the graph.", nameof(steps));
        }

        var ordered = new List<Step>(all.Count);
        var placed = new HashSet<Step>();
        while (ordered.Count < all.Count)
        {
            var next = all.Where(step => !placed.Contains(step) && step.Needs.All(placed.Contains)).ToList();
            if (next.Count == 0)
            {
                var circle = string.Join(", ", all.Where(step => !placed.Contains(step)).Select(step => step.Id));
                throw new ArgumentException($"These steps need each other in a circle: {circle}.", nameof(steps));
            }

            ordered.AddRange(next);
            placed.UnionWith(next);
        }

        return new Graph(ordered);
    }

    /// <summary>The path along edges whose durations add up to the most.</summary>
    /// <param name="seconds">Duration of each step; steps of duration 0 are passed through and not listed.</param>
    public LongestPath LongestPath(Func<Step, double> seconds)
    {
        var best = new Dictionary<Step, (double Sum, Step? Before)>();
        foreach (var step in Steps)
        {
            var before = step.Needs.MaxBy(need => best[need].Sum);
            best[step] = ((before is null ? 0 : best[before].Sum) + seconds(step), before);
        }

        if (best.Count == 0)
        {
            return new LongestPath(0, []);
        }

        var last = best.MaxBy(entry => entry.Value.Sum).Key;
        var path = new List<Step>();
        for (var step = last; step is not null; step = best[step].Before)
        {
            if (seconds(step) > 0)
            {
                path.Add(step);
            }
        }

        path.Reverse();
        return new LongestPath(best[last].Sum, path);
    }
}

/// <summary>The path that bounds the wall time of an apply.</summary>
/// <param name="Seconds">Sum of its steps' durations.</param>
/// <param name="Steps">First to last.</param>
public sealed record LongestPath(double Seconds, IReadOnlyList<Step> Steps);
