using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

public sealed class EventsCommandTests
{
    [Fact]
    public async Task Each_event_is_one_line_with_its_time()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Status = ExampleStatus.Create();
        session.Coordinator.SiteEvents =
        [
            Event(new SiteEvent { Node = new NodeConnection { Node = "web-2", Connected = true } }),
            Event(new SiteEvent { ApplyBegun = new ApplyBegun { Owner = "uid 0 (pid 1)" } }),
            Event(new SiteEvent { Apply = new ApplyEvent { StepEnded = new StepEnded { Step = "network/vcn", Succeeded = true, Changed = true, Seconds = 2 } } }),
            Event(new SiteEvent { Apply = new ApplyEvent { Ended = new ApplyEnded { Error = "web-1 is away." } } }),
        ];

        Assert.Equal(5, await session.RunAsync("events"));

        Assert.Equal(
            """
            2027-01-15T08:00:00.000Z status: 1 of 2 nodes healthy, 1 of 2 agents connected
            2027-01-15T08:00:01.000Z web-2: connected
            2027-01-15T08:00:01.000Z apply begun by uid 0 (pid 1)
            2027-01-15T08:00:01.000Z network/vcn: changed after 2.0 s
            2027-01-15T08:00:01.000Z apply FAILED: web-1 is away.

            """,
            session.Output);
        Assert.Contains("stopped", session.Error, StringComparison.Ordinal);
    }

    private static SiteEvent Event(SiteEvent one)
    {
        one.UnixMilliseconds = 1_800_000_001_000;
        return one;
    }
}
