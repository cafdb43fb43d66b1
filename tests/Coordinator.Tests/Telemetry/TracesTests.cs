using System.Collections.Concurrent;
using System.Diagnostics;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Operator;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Telemetry;

[Trait("Feature", "58")]
public sealed class TracesTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_task_on_a_node_is_a_span_below_its_run_below_its_apply()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Traces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using TestCoordinator coordinator = await TestCoordinator.StartAsync();
        using TestAgent agent = await TestAgent.JoinAsync(coordinator, "web-1");
        using TestStream stream = await agent.ConnectAsync();
        coordinator.Deployment.Apply = async (_, _, _, cancellation) =>
        {
            await coordinator.Fleet.RunAsync("web-1", new RunRequest { RunId = "traced-run" }, null, cancellation);
            return new ApplyEnded { Succeeded = true };
        };
        SiteFileResult file = SiteFileReader.Read(
            "site.yaml", "site: traced\nproduct: sample\nrelease: { archive: app }\ncloud: { provider: local }\n",
            new SiteFileOverrides());
        RunningApply apply = coordinator.Get<ApplyQueue>().Start(Assert.IsType<Site>(file.Site), new Artifact("", 0), "a test");
        await stream.ReadAsync();
        var failed = new TaskResult { TaskId = "storage/mount", Status = TaskStatus.Failed, Error = "refused" };
        await stream.SendAsync(new AgentMessage { TaskEvent = new TaskEvent { RunId = "traced-run", TaskId = "storage/mount", Result = failed } });
        await stream.SendAsync(new RunResult { RunId = "traced-run", Status = RunStatus.Failed, Results = { failed } });
        using var bound = new CancellationTokenSource(Bound);
        await foreach (ApplyEvent _ in apply.EventsAsync(bound.Token))
        {
        }

        Activity top = spans.Single(span => span.OperationName == "apply" && Equals(span.GetTagItem("mna.site"), "traced"));
        Activity run = spans.Single(span => Equals(span.GetTagItem("mna.run_id"), "traced-run"));
        Activity task = spans.Single(span => span.OperationName == "storage/mount" && span.ParentSpanId == run.SpanId);
        Assert.Equal(top.SpanId, run.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Error, run.Status);
        Assert.Equal((ActivityStatusCode.Error, "refused"), (task.Status, task.StatusDescription));
    }
}
