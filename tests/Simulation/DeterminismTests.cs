using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Simulation;

/// <summary>A seed tells the whole story, so that what it found can be looked at again.</summary>
[Collection(SimulationTests.Name)]
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_same_seed_gives_the_same_events_at_the_same_times(int seed) => Assert.Equal(Story(seed), Story(seed));

    [Fact]
    public void Another_seed_gives_another_order() => Assert.NotEqual(Story(1), Story(2));

    private static List<string> Story(int seed)
    {
        var world = new World(new Random(seed));
        try
        {
            ApplyEnded ended = world.Apply(World.Site(2, 1))!;
            Assert.True(ended.Succeeded, ended.Error);
            return
            [
                .. world.Events.Select(entry => entry.StepStarted?.Step ?? entry.StepEnded?.Step).OfType<string>(),
                $"{world.Mortality.Count} events until {world.Time.GetUtcNow():O}",
            ];
        }
        finally
        {
            world.Dispose();
        }
    }
}
