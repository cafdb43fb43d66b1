using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Faults;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Simulation;

/// <summary>Whole lives of sites under faults, deaths, lost stores and long absences that chance decides, as it decides the
/// order in which ready work goes on. In the end an operator who does what the messages say has the site.</summary>
[Collection(SimulationTests.Name)]
public sealed class RandomScheduleTests(Tally tally)
{
    private const int MostTries = 8;

    private static readonly IReadOnlyList<Goal> Goals =
    [
        Goal.Site(1, 0), Goal.Site(2, 1), Goal.Site(2, 0), Goal.Site(1, 2, 1), Goal.Site(3, 1, 2),
        Goal.Destroyed(withData: false), Goal.Destroyed(withData: true),
    ];

    [Fact]
    [Trait("Feature", "45")]
    [Trait("Feature", "46")]
    [Trait("Feature", "47")]
    public void When_faults_and_deaths_come_at_random_the_site_ends_as_it_is_wanted()
    {
        var seed = Switches.Seed;
        Parallel.For(0, Switches.Schedules, number => tally.Add(Live(seed + number)));
        Assert.True(
            tally.Problems.Count == 0,
            $"Seed {seed}. {tally.Problems.Count} problems, such as:\n{string.Join('\n', tally.Problems.Take(10))}");
    }

    private static Verdict Live(int seed)
    {
        var chance = new Random(seed);
        var world = new World(new Random(seed));
        try
        {
            var verdict = new Verdict(0, 0, false, null);
            var phases = chance.Next(1, 4);
            var isThere = false;
            for (var phase = 0; phase < phases && verdict.Problem is null; phase++)
            {
                // There is nothing to destroy before anything was made, or after.
                var goal = Goals[chance.Next(isThere ? Goals.Count : Goals.Count - 2)];
                isThere = goal.DestroysData is null;
                verdict = Live(world, goal, Disturbance.Draw(chance), $"seed {seed}, phase {phase + 1}");
            }

            return verdict;
        }
        catch (Exception failure)
        {
            return new Verdict(0, 0, true, $"seed {seed}: {failure}");
        }
        finally
        {
            world.Dispose();
        }
    }

    private static Verdict Live(World world, Goal goal, Disturbance disturbance, string name)
    {
        disturbance.Begin(world);
        ApplyEnded? ended = null;
        foreach (var (dieAt, index) in disturbance.Deaths.Select((death, index) => (death, index)))
        {
            ended = Pursue(world, goal, dieAt);
            if (index == 0)
            {
                disturbance.AfterDeath(world);
            }
        }

        var said = new List<string>();
        for (var tries = 0; tries < MostTries; tries++)
        {
            ended = Pursue(world, goal, 0);
            if (ended is { Succeeded: true })
            {
                break;
            }

            said.Add(ended!.Error);

            // Faults end; what the message asks for is done.
            world.Faults.Clear();
            ObeyMessage(world, ended.Error);
        }

        world.Faults.Clear();
        if (ended is { Succeeded: true })
        {
            // What was made anew for a goal that a fault had cut short is complete only after a calm run.
            ended = Pursue(world, goal, 0);
        }

        var found = Census.Of(world).Against(goal.Wanted);
        var divergence = ended is { Succeeded: true } ? goal.Remaining(world) : $"it fails: {string.Join(" | ", said)}";
        return Verdict.Of($"{name}: {goal.Name}; {disturbance}", found, divergence);
    }

    // A coordinator without a store has no site to destroy until the site's file is applied once.
    private static ApplyEnded? Pursue(World world, Goal goal, int dieAt)
    {
        if (goal.DestroysData is not null && world.Run(0, (deployment, _) => Task.FromResult(deployment.Site ?? ""))!.Length == 0)
        {
            var applied = world.Apply(World.Site(1, 0));
            if (applied is not { Succeeded: true })
            {
                return applied;
            }
        }

        return goal.Pursue(world, dieAt);
    }

    // "Delete it in the cloud's console and apply again."
    private static void ObeyMessage(World world, string error)
    {
        lock (world.Cloud.Gate)
        {
            world.Cloud.Settle();
            foreach (var broken in world.Cloud.Resources.Where(resource => resource.TimeEnded is null
                && error.Contains(resource.Id, StringComparison.Ordinal)
                && error.Contains("Delete it in the cloud's console", StringComparison.Ordinal)
                && resource.State == resource.Kind.Failed).ToList())
            {
                Tampering.Delete(world.Cloud, broken.Id);
            }
        }
    }
}
