using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Coordinator.Tests.Resources;

namespace MoodleNodeAgent.Coordinator.Tests.Deployment;

public sealed class ApplyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-apply-");
    private readonly SiteStore store;

    public ApplyTests()
    {
        store = SiteStore.Open(folder.FullName, TimeProvider.System);
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Feature", "65")]
    public async Task Independent_steps_run_at_the_same_time()
    {
        var left = new TestStep("left");
        var right = new TestStep("right");
        var meeting = new Barrier(left, right);

        var outcome = await RunAsync(left, right);

        Assert.Empty(outcome.Errors);
        Assert.True(meeting.HaveMet);
    }

    [Fact]
    public async Task Steps_of_one_key_run_one_after_the_other()
    {
        var inside = 0;
        var most = 0;
        var steps = Enumerable.Range(1, 5).Select(number => new TestStep($"step-{number}") { Key = "balancer" }).ToArray();
        foreach (var step in steps)
        {
            step.Work = async () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            };
        }

        await RunAsync(steps);

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task After_a_failure_nothing_is_started_and_what_is_in_flight_ends_and_is_recorded()
    {
        var failed = new TaskCompletionSource();
        var inFlight = new TestStep("in-flight") { Work = () => failed.Task };
        var failing = new TestStep("failing") { Work = () => throw new InvalidOperationException("No.") };
        var after = new TestStep("after", inFlight);
        var events = new EventList();
        var run = RunAsync(events, inFlight, failing, after);
        while (store.Steps("campus").Find("failing") is null && !events.Events.ToList().Exists(
            entry => entry.StepEnded is { Step: "failing" }))
        {
            await Task.Yield();
        }

        failed.SetResult();
        var outcome = await run;

        Assert.Equal(["failing: No."], outcome.Errors);
        Assert.NotNull(store.Steps("campus").Find("in-flight"));
        Assert.Null(store.Steps("campus").Find("after"));
    }

    private Task<ApplyOutcome> RunAsync(params TestStep[] steps) => RunAsync(new EventList(), steps);

    private async Task<ApplyOutcome> RunAsync(EventList events, params TestStep[] steps)
    {
        var context = new StepContext
        {
            Journal = store.Journal("campus"),
            States = store.Steps("campus"),
            Limits = new Limits(),
            Time = TimeProvider.System,
            Epoch = 1,
            Report = _ => { },
        };
        var plan = await new Planner(context).PlanAsync(Graph.Of(steps), CancellationToken.None);
        return await new Apply(context, events).RunAsync(plan, CancellationToken.None);
    }

    // Each of two steps waits for the other: this ends only if both run.
    private sealed class Barrier
    {
        private readonly TaskCompletionSource left = new();
        private readonly TaskCompletionSource right = new();

        public Barrier(TestStep first, TestStep second)
        {
            first.Work = () => MeetAsync(left, right.Task);
            second.Work = () => MeetAsync(right, left.Task);
        }

        public bool HaveMet => left.Task.IsCompleted && right.Task.IsCompleted;

        private static Task MeetAsync(TaskCompletionSource own, Task other)
        {
            own.SetResult();
            return other;
        }
    }
}
