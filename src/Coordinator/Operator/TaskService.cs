using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Single tasks on nodes, outside the site file.</summary>
internal sealed class TaskService(
    IFleet fleet, Sessions sessions, SiteStore store, ApplyQueue applies, OperatorLimits limits,
    ILogger<TaskService> log) : Tasks.TasksBase
{
    /// <inheritdoc />
    public override async Task RunTasks(
        RunTasksRequest request, IServerStreamWriter<NodeRun> responseStream, ServerCallContext context)
    {
        Site? site = SiteDeployment.SiteOf(store.Documents);
        IReadOnlyList<string> nodes = Choose(request.Nodes, site);
        bool isCheck = request.Mode != RunMode.Apply;
        if (request.Tasks.Count == 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "There is no task to run."));
        }

        if (!isCheck && applies.Current is { } apply)
        {
            throw new RpcException(new Status(
                StatusCode.Aborted,
                $"Site {apply.Site} is locked by an apply of {apply.Owner} since {apply.Start:u}. Wait for its end, or "
                + "look only, with --check."));
        }

        string kinds = string.Join(", ", request.Tasks.Select(task => task.KindCase));
        OperatorLog.TasksRun(
            log, kinds, isCheck, nodes.Count, OperatorIdentity.Of(context.GetHttpContext()));
        var answers = Channel.CreateUnbounded<NodeRun>();
        Task work = Task.WhenAll(nodes.Select(async node =>
            await answers.Writer.WriteAsync(await RunAsync(node, Request(request, node, site), context.CancellationToken))))
            .ContinueWith(
                done => answers.Writer.TryComplete(done.Exception), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await foreach (NodeRun answer in answers.Reader.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }

        await work;
    }

    private List<string> Choose(IReadOnlyCollection<string> wanted, Site? site)
    {
        List<string> known = [.. (site?.Nodes.Names ?? []).Concat(sessions.Nodes).Distinct()];
        if (wanted.FirstOrDefault(node => !known.Contains(node)) is { } unknown)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument,
                $"There is no node \"{unknown}\". Known: {(known.Count == 0 ? "none yet" : string.Join(", ", known))}."));
        }

        if (known.Count == 0)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, "There are no nodes yet. Make the site with moodlectl apply FILE."));
        }

        return wanted.Count == 0 ? known : [.. wanted.Distinct()];
    }

    private RunRequest Request(RunTasksRequest request, string node, Site? site) => new()
    {
        RunId = Guid.NewGuid().ToString("N"),
        Epoch = (ulong)(site is null ? 0 : store.Applies(site.Name).Epoch),
        Mode = request.Mode == RunMode.Apply ? RunMode.Apply : RunMode.Check,
        Spec = new NodeSpec { Node = node, Tasks = { request.Tasks } },
        Timeout = request.Timeout ?? Duration.FromTimeSpan(limits.TaskRun),
    };

    private async Task<NodeRun> RunAsync(string node, RunRequest request, CancellationToken cancellation)
    {
        // Waiting for a node that is away is for an apply; here somebody sits at a terminal.
        if (!fleet.IsConnected(node))
        {
            return new NodeRun { Node = node, Error = "The node is not connected." };
        }

        try
        {
            return new NodeRun { Node = node, Result = await fleet.RunAsync(node, request, null, cancellation) };
        }
        catch (TimeoutException failure)
        {
            return new NodeRun { Node = node, Error = failure.Message };
        }
    }
}
