using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Simulation;

/// <summary>A coordinator is killed at every commit of its store and at every call of the cloud, before the call and after
/// it; the next one goes on.</summary>
[Collection(SimulationTests.Name)]
public sealed class KillEverywhereTests(Tally tally)
{
    private const int MostTries = 3;

    private static readonly IReadOnlyList<Goal> Life =
    [
        Goal.Site(2, 1), Goal.Site(3, 2, 1), Goal.Site(1, 1, 2), Goal.Site(2, 0), Goal.Destroyed(withData: false), Goal.Destroyed(withData: true),
    ];

    [Fact]
    [Trait("Feature", "45")]
    [Trait("Feature", "46")]
    [Trait("Feature", "47")]
    public void When_killed_at_any_event_of_a_sites_life_the_next_coordinator_goes_on_and_nothing_is_lost_or_there_twice()
    {
        var events = CountEvents();
        var longest = events.Max();
        var stride = Switches.Stride;
        Parallel.For(0, (longest + stride - 1) / stride, index =>
        {
            var number = 1 + (index * stride);
            var world = new World();
            try
            {
                // A life is lived as long as it has a death of this number ahead of it.
                for (var phase = 0; phase < Life.Count && events.Skip(phase).Any(count => number <= count); phase++)
                {
                    var verdict = Live(world, Life[phase], number <= events[phase] ? number : 0);
                    if (number <= events[phase])
                    {
                        tally.Add(verdict);
                    }

                    if (verdict.Problem is not null)
                    {
                        break;
                    }
                }
            }
            finally
            {
                world.Dispose();
            }
        });
        Assert.Empty(tally.Problems.Take(10));
    }

    private static Verdict Live(World world, Goal goal, int dieAt)
    {
        var ended = goal.Pursue(world, dieAt);
        var where = world.Mortality.Where;
        for (var tries = 1; ended is not { Succeeded: true } && tries <= MostTries; tries++)
        {
            ended = goal.Pursue(world);
        }

        var found = Census.Of(world).Against(goal.Wanted);
        var divergence = ended is { Succeeded: true } ? goal.Remaining(world) : $"it fails: {ended?.Error}";
        return Verdict.Of($"{goal.Name}, killed at event {dieAt} ({where})", found, divergence);
    }

    // What an undisturbed life has.
    private static int[] CountEvents()
    {
        var world = new World();
        try
        {
            return [.. Life.Select(goal =>
            {
                ApplyEnded ended = goal.Pursue(world)!;
                Assert.True(ended.Succeeded, ended.Error);
                return world.Mortality.Count;
            })];
        }
        finally
        {
            world.Dispose();
        }
    }
}
