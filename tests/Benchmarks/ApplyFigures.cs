using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Simulation;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Benchmarks;

/// <summary>Measures the coordinator's own work: the wall time of an apply against the longest path on the simulation's
/// clock, plans, and a second apply. The cloud takes OCI's times and every call 30 ms.</summary>
internal static class ApplyFigures
{
    private const int Replicas = 2;
    private const int Plans = 9;

    // What an apply would take without bounds and with questions asked all the time: the longest path itself.
    private static readonly Limits Ideal = new()
    {
        ShortestPoll = TimeSpan.FromMilliseconds(100),
        LongestPoll = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>Runs the benchmark.</summary>
    /// <param name="isJson">Whether it prints one JSON array in place of a table.</param>
    /// <returns>Exit code: 1 when a figure is missed.</returns>
    public static int Run(bool isJson)
    {
        var figures = new List<Figure>();
        foreach (int nodes in (int[])[2, 8, 128])
        {
            figures.AddRange(MeasureApply(nodes));
        }

        figures.AddRange(MeasureSecondApply(10));
        Console.WriteLine(isJson
            ? JsonSerializer.Serialize(figures)
            : string.Join('\n', figures.Select(figure => figure.ToString())));
        return figures.All(figure => figure.IsMet) ? 0 : 1;
    }

    private static IEnumerable<Figure> MeasureApply(int nodes)
    {
        Site site = World.Site(nodes, Replicas);
        double path;
        World ideal = new(limits: Ideal, callsAtOnce: int.MaxValue);
        try
        {
            path = Applied(ideal.Apply(site)!).Status.WallSeconds;
        }
        finally
        {
            ideal.Dispose();
        }

        World world = new();
        try
        {
            var clock = Stopwatch.StartNew();
            double wall = Applied(world.Apply(site)!).Status.WallSeconds;
            yield return new Figure($"apply, {nodes} nodes: longest path", path, "s", null);
            yield return new Figure($"apply, {nodes} nodes: wall / longest path", wall / path, "", 1.03);
            yield return new Figure($"apply, {nodes} nodes: processor", clock.Elapsed.TotalSeconds, "s", null);
            if (nodes < 128)
            {
                yield break;
            }

            List<double> plans = [];
            long began = 0;
            using var self = Process.GetCurrentProcess();
            for (int number = 0; number <= Plans; number++)
            {
                self.Refresh();
                TimeSpan before = self.TotalProcessorTime;
                began = world.Time.GetTimestamp();
                if (world.Plan(site).Steps.Any(step => step.Action != StepAction.None))
                {
                    throw new InvalidOperationException("The plan of what was just applied has something to do.");
                }

                self.Refresh();
                plans.Add((self.TotalProcessorTime - before).TotalMilliseconds);
            }

            // The first one is the cold one.
            plans.RemoveAt(0);
            plans.Sort();
            yield return new Figure($"plan, {nodes} nodes, warm: processor", plans[Plans / 2], "ms", 200);
            yield return new Figure(
                $"plan, {nodes} nodes: answers of cloud and agents",
                world.Time.GetElapsedTime(began).TotalMilliseconds, "ms", null);
        }
        finally
        {
            world.Dispose();
        }
    }

    private static IEnumerable<Figure> MeasureSecondApply(int nodes)
    {
        Site site = World.Site(nodes, Replicas);
        World world = new();
        try
        {
            Applied(world.Apply(site)!);
            int calls = world.Wire.Changes;
            int runs = world.Agents.Applied;
            var clock = Stopwatch.StartNew();
            long began = world.Time.GetTimestamp();
            Applied(world.Apply(site)!);
            double waited = world.Time.GetElapsedTime(began).TotalSeconds;
            yield return new Figure($"second apply, {nodes} nodes", waited + clock.Elapsed.TotalSeconds, "s", 2);
            yield return new Figure($"second apply, {nodes} nodes: changing calls", world.Wire.Changes - calls, "", 0);
            yield return new Figure($"second apply, {nodes} nodes: applying runs", world.Agents.Applied - runs, "", 0);
        }
        finally
        {
            world.Dispose();
        }
    }

    private static ApplyEnded Applied(ApplyEnded ended) => ended.Succeeded
        ? ended
        : throw new InvalidOperationException($"The apply fails: {ended.Error}");

    private sealed record Figure(string Name, double Value, string Unit, double? Most)
    {
        public bool IsMet => Most is not { } most || Value <= most;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Name,-48} {Value,10:0.###} {Unit,-3}{(Most is { } most ? $" at most {most}{(IsMet ? "" : " MISSED")}" : "")}");
    }
}
