using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Simulation;

/// <summary>The disk of the store fills up while a site is made.</summary>
[Collection(SimulationTests.Name)]
public sealed class FullStoreTests
{
    [Fact]
    public void When_the_store_is_full_the_apply_stops_and_the_next_one_goes_on()
    {
        var goal = Goal.Site(2, 1);
        var stops = 0;
        for (var pages = 0; pages < 24; pages += 3)
        {
            var world = new World();
            try
            {
                world.LimitStore(pages);
                ApplyEnded full = goal.Pursue(world)!;
                stops += full.Succeeded ? 0 : 1;
                Assert.True(
                    full.Succeeded || full.Error.Contains("Make room on its disk", StringComparison.Ordinal), full.Error);
                world.LimitStore(null);

                ApplyEnded ended = goal.Pursue(world)!;

                Assert.Equal("", ended.Error);
                Comparison found = Census.Of(world).Against(goal.Wanted);
                Assert.Empty(found.Orphans.Concat(found.Duplicates).Concat(found.Missing));
                Assert.Null(goal.Remaining(world));
            }
            finally
            {
                world.Dispose();
            }
        }

        Assert.True(stops > 3, $"The store was full only {stops} times.");
    }
}
