using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>A real agent and a real coordinator over TLS, with a forwarder between them that harms the connection. Root,
/// since free commands change their user.</summary>
[Trait("Ring", "cloud")]
[Trait("Feature", "49")]
public sealed class ForwarderTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Fault.Drop)]
    [InlineData(Fault.Pause)]
    [InlineData(Fault.BlackHole)]
    [InlineData(Fault.HalfOpen)]
    [InlineData(Fault.Trickle)]
    public async Task When_the_way_is_harmed_before_and_within_a_run_nothing_is_lost_and_nothing_runs_twice(Fault fault)
    {
        await using TestCoordinator coordinator = await StartAsync();
        await using RealAgent agent = await RealAgent.StartAsync(coordinator, "web-1");

        // On the way there: the run is sent into the fault.
        agent.Way.Inject(fault);
        Task<RunResult> first = coordinator.Fleet.RunAsync("web-1", Run("before", agent, wait: false), null, CancellationToken.None);
        await WaitAsync(() => !coordinator.Fleet.IsConnected("web-1"));
        agent.Way.Inject(Fault.None);
        AssertOnce(await first.WaitAsync(Bound), agent, "before");

        // On the way back: the first task has begun when the fault comes, and has ended when it goes.
        Task<RunResult> second = coordinator.Fleet.RunAsync("web-1", Run("within", agent, wait: true), null, CancellationToken.None);
        await FileAsync(Path.Combine(agent.Folder, "within-1"));
        agent.Way.Inject(fault);
        await File.WriteAllTextAsync(Path.Combine(agent.Folder, "go"), "");
        await FileAsync(Path.Combine(agent.Folder, "within-3"));
        agent.Way.Inject(Fault.None);
        AssertOnce(await second.WaitAsync(Bound), agent, "within");
    }

    [Fact]
    public async Task A_run_that_is_cancelled_ends_before_its_next_task_and_the_agent_takes_the_next_run()
    {
        await using TestCoordinator coordinator = await StartAsync();
        await using RealAgent agent = await RealAgent.StartAsync(coordinator, "web-1");
        Task<RunResult> run = coordinator.Fleet.RunAsync("web-1", Run("cancelled", agent, wait: true), null, CancellationToken.None);
        await FileAsync(Path.Combine(agent.Folder, "cancelled-1"));

        coordinator.Get<Sessions>().Find("web-1")!.TrySend(
            new CoordinatorMessage { Cancel = new CancelRun { RunId = "cancelled" } });
        // Refused without waiting for its turn: what was sent before it has been read.
        RunRequest refused = Run("refused", agent, wait: false);
        refused.Spec.Tasks[0].Sysctl = new SysctlTask { Key = "kernel.core_pattern", Value = "x" };
        Assert.Equal(
            RunStatus.Refused,
            (await coordinator.Fleet.RunAsync("web-1", refused, null, CancellationToken.None).WaitAsync(Bound)).Status);
        await File.WriteAllTextAsync(Path.Combine(agent.Folder, "go"), "");

        Assert.Equal(RunStatus.Cancelled, (await run.WaitAsync(Bound)).Status);
        Assert.False(File.Exists(Path.Combine(agent.Folder, "cancelled-3")));
        RunResult next = await coordinator.Fleet.RunAsync("web-1", Run("next", agent, wait: false), null, CancellationToken.None);
        AssertOnce(next, agent, "next");
    }

    [Fact]
    public async Task A_program_that_does_not_end_and_one_that_says_too_much_are_bounded()
    {
        await using TestCoordinator coordinator = await StartAsync();
        await using RealAgent agent = await RealAgent.StartAsync(coordinator, "web-1");
        RunRequest slow = Run("slow", agent, wait: false);
        slow.Spec.Tasks[0].Command.Command[2] = "sleep 600";
        slow.Spec.Tasks[0].Command.TimeoutSeconds = 1;
        RunResult late = await coordinator.Fleet.RunAsync("web-1", slow, null, CancellationToken.None).WaitAsync(Bound);
        Assert.Equal("program-too-slow", late.Results[0].ErrorCode);
        Assert.Equal(TaskStatus.Skipped, late.Results[1].Status);

        RunRequest loud = Run("loud", agent, wait: false);
        loud.Spec.Tasks[0].Command.Command[2] = "echo first; head -c 50M /dev/zero; echo last; exit 1";
        RunResult told = await coordinator.Fleet.RunAsync("web-1", loud, null, CancellationToken.None).WaitAsync(Bound);
        Assert.Equal("command-failed", told.Results[0].ErrorCode);
        Assert.EndsWith("last", told.Results[0].Error, StringComparison.Ordinal);
        Assert.True(told.Results[0].Error.Length < 4000);
    }

    private static Task<TestCoordinator> StartAsync() => TestCoordinator.StartAsync(limits: new FleetLimits
    {
        Heartbeat = TimeSpan.FromMilliseconds(200),
        Silence = TimeSpan.FromSeconds(2),
    });

    // Three tasks, each tells once that it ran; the second one waits for "go" if asked to.
    private static RunRequest Run(string id, RealAgent agent, bool wait)
    {
        string[] lines =
        [
            $"echo ran >> {agent.Folder}/{id}-1",
            $"{(wait ? $"while [ ! -e {agent.Folder}/go ]; do sleep 0.02; done; " : "")}echo ran >> {agent.Folder}/{id}-2",
            $"echo ran >> {agent.Folder}/{id}-3",
        ];
        var spec = new NodeSpec { Node = "web-1" };
        spec.Tasks.AddRange(lines.Select((line, index) => new TaskSpec
        {
            Id = $"{id}-{index + 1}",
            Command = new CommandTask { Command = { "/bin/sh", "-c", line } },
        }));
        return new RunRequest
        {
            RunId = id,
            Epoch = 1,
            Mode = RunMode.Apply,
            Spec = spec,
            Timeout = Duration.FromTimeSpan(Bound),
        };
    }

    private static void AssertOnce(RunResult result, RealAgent agent, string id)
    {
        Assert.True(result.Status == RunStatus.Succeeded, $"{result}");
        Assert.All(Enumerable.Range(1, 3), number =>
            Assert.Equal("ran\n", File.ReadAllText(Path.Combine(agent.Folder, $"{id}-{number}"))));
    }

    private static Task FileAsync(string path) => WaitAsync(() => File.Exists(path));

    private static async Task WaitAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Bound);
        while (!isSo())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
