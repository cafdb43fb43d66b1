using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

[Trait("Feature", "21")]
[Trait("Feature", "22")]
public sealed class ScaleCommandTests
{
    private static readonly ApplyEvent[] Succeeds = [new() { Ended = new ApplyEnded { Succeeded = true, Changed = true } }];

    [Theory]
    [InlineData("nodes: { count: 2, ocpus: 4 } # small\n", "nodes: { count: 5, ocpus: 4 } # small\n", 5)]
    [InlineData("nodes:\n  ocpus: 4\n  count:  2 # of them\n", "nodes:\n  ocpus: 4\n  count:  5 # of them\n", 7)]
    [InlineData("nodes: { \"count\" : 2 }\n", "nodes: { \"count\" : 5 }\n", 5)]
    [InlineData("", "nodes: { count: 5 }\n", 5)]
    public async Task The_number_is_changed_in_the_file_and_the_file_applied(string before, string after, int line)
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events = Succeeds;
        session.Coordinator.HasArchive = true;
        var site = session.WriteSite(before);
        var expected = File.ReadAllText(site)[..^before.Length] + after;

        Assert.Equal(0, await session.RunAsync("scale", "5", site));

        Assert.Equal(expected, File.ReadAllText(site));
        Assert.Equal(expected, session.Coordinator.Applied!.Text);
        Assert.StartsWith($"{site}:{line}: nodes.count 2 -> 5\n", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_this_number_already_is_left_alone_and_applied()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events = Succeeds;
        session.Coordinator.HasArchive = true;
        // A scale that was killed: the cloud is not there yet.
        session.Coordinator.PlanReply = Pending;
        var site = session.WriteSite("nodes: { count: 3 }\n");
        var text = File.ReadAllText(site);

        Assert.Equal(0, await session.RunAsync("scale", "3", site));

        Assert.Equal(text, File.ReadAllText(site));
        Assert.Equal(text, session.Coordinator.Applied!.Text);
    }

    [Fact]
    public async Task When_the_file_has_changes_that_were_not_applied_nothing_is_changed()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.PlanReply = Pending;
        var site = session.WriteSite("nodes: { count: 2 }\n");
        var text = File.ReadAllText(site);

        Assert.Equal(3, await session.RunAsync("scale", "3", site));

        Assert.Equal(text, File.ReadAllText(site));
        Assert.Null(session.Coordinator.Applied);
        Assert.Contains("database/replica-2 would change", session.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodes: { count: 2 }\n", "0", "nodes.count")]
    [InlineData("nodes: { ocpus: 4 }\n", "3", "Write count: 3 there")]
    public async Task What_cannot_be_is_refused_and_the_file_stands(string nodes, string number, string message)
    {
        await using var session = await Session.StartAsync();
        var site = session.WriteSite(nodes);
        var text = File.ReadAllText(site);

        Assert.Equal(2, await session.RunAsync("scale", number, site));

        Assert.Equal(text, File.ReadAllText(site));
        Assert.Null(session.Coordinator.Applied);
        Assert.Contains(message, session.Error, StringComparison.Ordinal);
    }

    private static PlanReply Pending => new()
    {
        Steps = { new PlannedStep { Step = "database/replica-2", Action = StepAction.Create } },
    };
}
