using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

public sealed class NodeLogTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_operator_reads_a_nodes_lines_over_the_agents_own_stream_until_their_end()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        using GrpcChannel operators = coordinator.OperatorChannel();
        Task<List<LogEntry>> lines = ReadAsync(
            new Nodes.NodesClient(operators), new ReadLogRequest { Node = "web-1", RunId = "r1", Follow = true, Lines = 7 });

        LogRequest wanted = (await stream.ReadAsync(CoordinatorMessage.MessageOneofCase.Logs)).Logs;
        Assert.Equal(("r1", true, 7u), (wanted.RunId, wanted.Follow, wanted.Lines));
        await stream.SendAsync(Lines(wanted.Request, "first", "second"));
        await stream.SendAsync(new AgentMessage { LogLines = new LogLines { Request = wanted.Request, End = true } });

        Assert.Equal(["first", "second"], (await lines.WaitAsync(Bound)).Select(line => line.Message));
    }

    [Fact]
    public async Task When_the_reader_goes_away_the_agent_is_told_to_stop()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        using GrpcChannel operators = coordinator.OperatorChannel();
        ulong request;
        using (AsyncServerStreamingCall<LogEntry> call =
            new Nodes.NodesClient(operators).ReadLog(new ReadLogRequest { Node = "web-1", Follow = true }))
        {
            request = (await stream.ReadAsync(CoordinatorMessage.MessageOneofCase.Logs)).Logs.Request;
        }

        Assert.Equal(request, (await stream.ReadAsync(CoordinatorMessage.MessageOneofCase.CancelLogs)).CancelLogs.Request);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_node_is_away_or_goes_away_the_reader_is_told(bool wasThere)
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using GrpcChannel operators = coordinator.OperatorChannel();
        TestStream? stream = wasThere ? await agent.ConnectAsync() : null;
        Task<List<LogEntry>> lines = ReadAsync(new Nodes.NodesClient(operators), new ReadLogRequest { Node = "web-1", Follow = true });
        if (stream is not null)
        {
            await stream.ReadAsync(CoordinatorMessage.MessageOneofCase.Logs);
            await stream.CompleteAsync();
            stream.Dispose();
        }

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => lines.WaitAsync(Bound));
        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Contains("web-1", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_another_node_answers_in_the_place_of_the_asked_one_its_lines_are_dropped()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent victim = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestAgent liar = await TestAgent.JoinAsync(coordinator, "web-2");
        using TestStream victimStream = await victim.ConnectAsync();
        using TestStream liarStream = await liar.ConnectAsync();
        using GrpcChannel operators = coordinator.OperatorChannel();
        Task<List<LogEntry>> lines = ReadAsync(new Nodes.NodesClient(operators), new ReadLogRequest { Node = "web-1" });
        ulong request = (await victimStream.ReadAsync(CoordinatorMessage.MessageOneofCase.Logs)).Logs.Request;

        await liarStream.SendAsync(Lines(request, "a lie"));
        await liarStream.SendAsync(new AgentMessage { LogLines = new LogLines { Request = request, End = true } });
        // Its acknowledgement shows that the lies have been read.
        await liarStream.SendAsync(new RunResult { RunId = "none" });
        await liarStream.ReadAsync(CoordinatorMessage.MessageOneofCase.Acknowledged);
        await victimStream.SendAsync(Lines(request, "the truth"));
        await victimStream.SendAsync(new AgentMessage { LogLines = new LogLines { Request = request, End = true } });

        Assert.Equal("the truth", Assert.Single(await lines.WaitAsync(Bound)).Message);
    }

    [Fact]
    public async Task When_a_node_floods_its_reader_the_reading_ends_and_the_coordinator_lives()
    {
        await using TestCoordinator coordinator =
            await TestCoordinator.StartAsync(limits: new FleetLimits { WaitingLogLines = 10 });
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        using GrpcChannel operators = coordinator.OperatorChannel();
        Task<List<LogEntry>> lines = ReadAsync(new Nodes.NodesClient(operators), new ReadLogRequest { Node = "web-1" });
        ulong request = (await stream.ReadAsync(CoordinatorMessage.MessageOneofCase.Logs)).Logs.Request;

        await stream.SendAsync(Lines(
            request, [.. Enumerable.Range(0, 1000).Select(number => number.ToString(CultureInfo.InvariantCulture))]));

        await Assert.ThrowsAsync<RpcException>(() => lines.WaitAsync(Bound));
        Assert.True(coordinator.Fleet.IsConnected("web-1"));
    }

    private static async Task<List<LogEntry>> ReadAsync(Nodes.NodesClient client, ReadLogRequest request)
    {
        using AsyncServerStreamingCall<LogEntry> call = client.ReadLog(request);
        List<LogEntry> lines = [];
        await foreach (LogEntry line in call.ResponseStream.ReadAllAsync())
        {
            lines.Add(line);
        }

        return lines;
    }

    private static AgentMessage Lines(ulong request, params string[] messages)
    {
        var lines = new LogLines { Request = request };
        lines.Entries.AddRange(messages.Select(message => new LogEntry { Message = message }));
        return new AgentMessage { LogLines = lines };
    }
}
