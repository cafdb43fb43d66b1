using System.Collections.Concurrent;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Simulation;

/// <summary>What the plan said is what happened.</summary>
[Collection(SimulationTests.Name)]
public sealed class PlanKeptTests
{
    private const int Worlds = 50;
    private const int SitesEach = 10;

    [Fact]
    [Trait("Feature", "14")]
    public void Over_500_random_sites_the_actions_of_the_plan_are_the_actions_of_the_log()
    {
        var seed = Switches.Seed;
        var problems = new ConcurrentQueue<string>();
        Parallel.For(0, Worlds, number =>
        {
            var chance = new Random(seed + number);
            var world = new World(new Random(seed + number));
            try
            {
                for (var turn = 0; turn < SitesEach && problems.IsEmpty; turn++)
                {
                    var site = World.Site(chance.Next(1, 5), chance.Next(0, 4), chance.Next(0, 3));
                    PlanReply plan = world.Plan(site);
                    ApplyEnded ended = world.Apply(site)!;
                    var log = world.Events.Select(entry => entry.StepStarted).Where(started => started is not null)
                        .Select(started => $"{started.Action} {started.Step}").Order(StringComparer.Ordinal);
                    var planned = plan.Steps.Where(step => step.Action != StepAction.None)
                        .Select(step => $"{step.Action} {step.Step}").Order(StringComparer.Ordinal);
                    if (!ended.Succeeded || !planned.SequenceEqual(log))
                    {
                        problems.Enqueue(
                            $"Seed {seed}, world {number}, site {turn}: {ended.Error} only planned: "
                            + $"{string.Join(", ", planned.Except(log))}; only done: {string.Join(", ", log.Except(planned))}");
                    }
                }
            }
            finally
            {
                world.Dispose();
            }
        });
        Assert.Empty(problems);
    }
}
