using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Tests.Resources;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Care;

public sealed class AgentRolloutTests : IDisposable
{
    private readonly ScriptedFleet fleet = new();
    private readonly Sessions sessions = new(TimeProvider.System);
    private readonly List<Session> live = [];
    private readonly List<string> said = [];

    public AgentRolloutTests()
    {
        foreach (var node in (string[])["web-1", "web-2", "web-3"])
        {
            var session = new Session(node, new FleetLimits(), TimeProvider.System)
            {
                Hello = new Hello { Node = node, Facts = new Facts { Architecture = "x86_64" } },
            };
            live.Add(session);
            sessions.Open(session);
            _ = fleet.WaitForSessionAsync(node, TimeSpan.Zero, CancellationToken.None);
        }
    }

    [Fact]
    [Trait("Feature", "23")]
    public async Task Each_node_gets_the_newest_version_for_its_architecture_one_after_the_other()
    {
        await RunAsync(new RollRequest { Work = RollWork.Agent, AgentWindow = new Duration { Seconds = 40 } });

        Assert.Equal(["web-1", "web-2", "web-3"], fleet.Applied.Select(run => run.Node));
        Assert.All(fleet.Applied, run => Assert.Equal(
            new AgentUpgradeTask { Version = "0.1.0-1", Window = new Duration { Seconds = 40 } },
            Assert.Single(run.Request.Spec.Tasks).AgentUpgrade));
        Assert.Equal(["web-1 its agent becomes 0.1.0-1", "web-1 its agent is 0.1.0-1"], said.Take(2));
    }

    [Fact]
    public async Task When_one_goes_back_the_nodes_after_it_keep_their_agents()
    {
        fleet.FailingTask = "agent";

        var failure = await Assert.ThrowsAsync<CareException>(
            () => RunAsync(new RollRequest { Work = RollWork.Agent, AgentVersion = "2.0.0-1", MaxUnavailable = 2 }));

        Assert.Equal(["web-1", "web-2"], fleet.Applied.Select(run => run.Node).Order());
        Assert.Contains("web-1: agent failed: Scripted failure.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Stopped here; not touched: web-3.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_node_is_away_the_error_says_where_to_look()
    {
        sessions.Remove(live[0]);

        var failure = await Assert.ThrowsAsync<CareException>(() => RunAsync(new RollRequest { Work = RollWork.Agent }));

        Assert.Contains("web-1 is not connected", failure.Message, StringComparison.Ordinal);
        Assert.Empty(fleet.Applied);
    }

    [Fact]
    public async Task When_there_is_no_package_for_its_architecture_the_error_names_it()
    {
        live[0].Hello = new Hello { Facts = new Facts { Architecture = "aarch64" } };

        var failure = await Assert.ThrowsAsync<CareException>(() => RunAsync(new RollRequest { Work = RollWork.Agent }));

        Assert.Contains("aarch64", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => live.ForEach(session => session.Dispose());

    private Task RunAsync(RollRequest request) => new AgentRollout(
        ["web-1", "web-2", "web-3"], new NodeWork(fleet, new CareLimits(), 1), fleet, sessions,
        (node, message) => said.Add($"{node} {message}")).RunAsync(request, CancellationToken.None);
}
