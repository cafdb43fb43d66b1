using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Operator;

public sealed class TaskServiceTests
{
    private static readonly TaskSpec Package = new() { Id = "task/package", Package = new PackageTask { Names = { "httpd" } } };

    [Fact]
    public async Task Every_connected_node_gets_the_task_at_once_and_answers_for_itself()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        await using var first = Node.Join(coordinator, "web-1");
        await using var second = Node.Join(coordinator, "web-2");

        List<NodeRun> answers = await RunAsync(channel, new RunTasksRequest { Tasks = { Package } });

        Assert.Equal(["web-1", "web-2"], answers.Select(answer => answer.Node).Order(StringComparer.Ordinal));
        Assert.All(answers, answer => Assert.Equal(RunStatus.Succeeded, answer.Result.Status));
        Assert.All(first.Runs.Concat(second.Runs), run => Assert.Equal(RunMode.Check, run.Mode));
    }

    [Fact]
    public async Task Only_the_named_nodes_get_it_and_an_unknown_name_is_told_with_the_known_ones()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        await using var first = Node.Join(coordinator, "web-1");
        await using var second = Node.Join(coordinator, "web-2");

        Assert.Equal("web-2", Assert.Single(await RunAsync(channel, new RunTasksRequest { Nodes = { "web-2" }, Tasks = { Package } })).Node);
        Assert.Empty(first.Runs);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            RunAsync(channel, new RunTasksRequest { Nodes = { "web-9" }, Tasks = { Package } }));
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Contains("web-1, web-2", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_an_apply_runs_a_task_may_look_and_not_change()
    {
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using GrpcChannel channel = coordinator.OperatorChannel();
        await using var node = Node.Join(coordinator, "web-1");
        var finish = new TaskCompletionSource<ApplyEnded>();
        coordinator.Deployment.Apply = (_, _, _, _) => finish.Task;
        SiteFileResult file = SiteFileReader.Read(
            "site.yaml", "site: demo\nproduct: sample\nrelease: { archive: app }\ncloud: { provider: local }\n",
            new SiteFileOverrides());
        coordinator.Get<ApplyQueue>().Start(Assert.IsType<Site>(file.Site), new Artifact("", 0), "a test");

        Assert.Single(await RunAsync(channel, new RunTasksRequest { Tasks = { Package } }));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            RunAsync(channel, new RunTasksRequest { Tasks = { Package }, Mode = RunMode.Apply }));

        Assert.Equal(StatusCode.Aborted, failure.StatusCode);
        Assert.Contains("a test", failure.Status.Detail, StringComparison.Ordinal);
        finish.SetResult(new ApplyEnded { Succeeded = true });
    }

    private static async Task<List<NodeRun>> RunAsync(GrpcChannel channel, RunTasksRequest request)
    {
        using AsyncServerStreamingCall<NodeRun> call = new Tasks.TasksClient(channel).RunTasks(request);
        var answers = new List<NodeRun>();
        await foreach (NodeRun answer in call.ResponseStream.ReadAllAsync())
        {
            answers.Add(answer);
        }

        return answers;
    }

    /// <summary>A session whose agent does every task at once.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly TestCoordinator _coordinator;
        private readonly Session _session;
        private readonly Task _work;

        private Node(TestCoordinator coordinator, string name)
        {
            _coordinator = coordinator;
            _session = new Session(name, new FleetLimits(), TimeProvider.System);
            coordinator.Get<Sessions>().Open(_session);
            _work = WorkAsync();
        }

        public ConcurrentQueue<RunRequest> Runs { get; } = new();

        public static Node Join(TestCoordinator coordinator, string name) => new(coordinator, name);

        public async ValueTask DisposeAsync()
        {
            _coordinator.Get<Sessions>().Remove(_session);
            _session.Close("the test is over");
            await _work;
            _session.Dispose();
        }

        private async Task WorkAsync()
        {
            await foreach (CoordinatorMessage message in _session.Outgoing.ReadAllAsync())
            {
                Runs.Enqueue(message.Run);
                var result = new RunResult { RunId = message.Run.RunId, Status = RunStatus.Succeeded };
                result.Results.AddRange(message.Run.Spec.Tasks.Select(task =>
                    new TaskResult { TaskId = task.Id, Status = TaskStatus.Ok }));
                _coordinator.Get<Runs>().Find(message.Run.RunId)!.TryEnd(result);
            }
        }
    }
}
