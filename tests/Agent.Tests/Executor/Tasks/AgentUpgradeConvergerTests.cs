using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class AgentUpgradeConvergerTests : IDisposable
{
    private const string Start = "/usr/bin/systemctl --no-pager --no-ask-password --no-block start moodle-node-agent-upgrade.service";
    private readonly TemporaryHost host = new();
    private readonly CancellationTokenSource stopping = new();
    private string installed = "1.0.0-1";

    public AgentUpgradeConvergerTests()
    {
        host.Processes.Answer("/usr/bin/rpm -q", _ => new ProcessOutcome(0, installed + "\n", ""));
        host.Processes.Answer("/usr/bin/cp --remove-destination /usr/bin/moodle-node-agent /usr/libexec/moodle-node-agent/before");
        host.Processes.Answer(Start, _ =>
        {
            // The guard installs the other version, which ends the executor.
            stopping.Cancel();
            return new ProcessOutcome(0, "", "");
        });
    }

    [Fact]
    public async Task A_check_tells_both_versions_and_begins_nothing()
    {
        host.RunId = "run-1";

        Assert.Equal("moodle-node-agent: 1.0.0-1 -> 1.1.0-1", (await host.CheckAsync(Request().Spec.Tasks[0])).Diff);
        Assert.Null(host.Upgrade.Order());
        Assert.Single(host.Processes.Requests);
    }

    [Fact]
    public async Task The_version_that_is_there_is_left_alone()
    {
        installed = "1.1.0-1";

        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(Request().Spec.Tasks[0])).Status);
        Assert.Single(host.Processes.Requests);
    }

    [Fact]
    public async Task The_run_goes_on_in_the_new_version_and_its_acknowledgement_confirms_it()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Request(), stopping.Token));
        var order = host.Upgrade.Order()!;
        Assert.Equal(
            ("run-1", "1.0.0-1", "1.1.0-1", TimeSpan.FromSeconds(30)),
            (order.RunId, order.From, order.To, order.Window.ToTimeSpan()));
        installed = "1.1.0-1";

        var result = await RunAsync(Assert.Single(host.Engine().TakeSuspended()), CancellationToken.None);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal("moodle-node-agent: 1.0.0-1 -> 1.1.0-1", Assert.Single(result.Results).Diff);
        Assert.False(host.Upgrade.IsConfirmed(order));
        host.Upgrade.Confirm("run-1");
        Assert.True(host.Upgrade.IsConfirmed(order));
    }

    [Fact]
    public async Task The_new_executor_waits_for_the_end_of_the_transaction_that_started_it()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Request(), stopping.Token));
        installed = "1.0.0-1\n1.1.0-1";
        var run = RunAsync(Assert.Single(host.Engine().TakeSuspended()), CancellationToken.None);
        Assert.False(run.IsCompleted);

        installed = "1.1.0-1";
        await EndAsync(run);

        Assert.Equal(RunStatus.Succeeded, (await run).Status);
        Assert.Equal("moodle-node-agent: 1.0.0-1 -> 1.1.0-1", Assert.Single((await run).Results).Diff);
        Assert.Empty(host.Engine().TakeSuspended());
    }

    [Fact]
    public async Task The_executor_of_the_version_that_is_left_never_speaks_for_the_new_one()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Request(), stopping.Token));
        Directory.CreateDirectory(host.Map("/proc/self"));
        File.CreateSymbolicLink(host.Map("/proc/self/exe"), "/usr/bin/moodle-node-agent (deleted)");
        var run = RunAsync(Assert.Single(host.Engine().TakeSuspended()), CancellationToken.None);
        installed = "1.1.0-1";
        for (var look = 0; look < 10; look++)
        {
            host.Time.Advance(host.Limits.UpgradeLook);
            await Task.Yield();
        }

        Assert.False(run.IsCompleted);
        host.Upgrade.Fail(host.Upgrade.Order()!, "it did not report");
        await EndAsync(run);
        Assert.Equal(RunStatus.Failed, (await run).Status);
    }

    [Fact]
    public async Task An_executor_that_starts_anew_before_the_installation_waits_for_the_same_guard()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Request(), stopping.Token));
        var order = host.Upgrade.Order();
        host.Upgrade.Fail(order!, "the repository is away");

        var result = await RunAsync(Assert.Single(host.Engine().TakeSuspended()), CancellationToken.None);

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Equal("agent-upgrade-failed", Assert.Single(result.Results).ErrorCode);
        Assert.Equal("the repository is away", Assert.Single(result.Results).Error);
        Assert.Single(host.Processes.Lines, line => line.StartsWith("/usr/bin/cp", StringComparison.Ordinal));
        Assert.Equal(2, host.Processes.Lines.Count(line => line == Start));
    }

    [Fact]
    public async Task While_another_run_upgrades_the_agent_it_is_refused()
    {
        host.Upgrade.Begin(new AgentUpgradeOrder { RunId = "run-0", To = "1.0.5-1" });

        var result = await RunAsync(Request(), CancellationToken.None);

        Assert.Equal("agent-upgrade-busy", Assert.Single(result.Results).ErrorCode);
        Assert.Empty(host.Engine().TakeSuspended());
    }

    [Fact]
    public void When_the_version_before_is_back_a_success_that_nobody_has_heard_of_is_none()
    {
        var journal = host.Journal();
        journal.Save(new JournalEntry
        {
            RunId = "run-1",
            Result = new RunResult { RunId = "run-1", Status = RunStatus.Succeeded },
        });

        Assert.True(journal.Fail("run-1", "1.1.0-1 did not report"));

        var told = Assert.Single(journal.Unacknowledged());
        Assert.Equal((RunStatus.Failed, "1.1.0-1 did not report"), (told.Status, told.Error));
        Assert.False(journal.Fail("run-1", "again"));
        Assert.False(journal.Fail("run-2", "unknown"));
        journal.Acknowledge("run-1");
        Assert.False(journal.Fail("run-1", "too late"));
    }

    [Theory]
    [InlineData("1.1.0", 30, "not a version and release")]
    [InlineData("1.1.0-1 --nogpgcheck", 30, "not a version and release")]
    [InlineData("-1.1.0-1", 30, "not a version and release")]
    [InlineData("1.1.0-1", 3601, "its window is not of 0 to 3600 whole seconds")]
    [InlineData("1.1.0-1", -1, "its window is not of 0 to 3600 whole seconds")]
    public void What_is_no_version_or_no_window_is_refused(string version, long seconds, string reason)
    {
        var request = Request();
        request.Spec.Tasks[0].AgentUpgrade = new AgentUpgradeTask { Version = version, Window = new Duration { Seconds = seconds } };

        Assert.Contains(reason, Assert.Single(host.Policy.Check(request.Spec)), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_local_policy_does_not_allow_it_the_agent_stays()
    {
        var policy = new Policy.LocalPolicy(new Policy.PolicyDocument(), "policy.toml");

        Assert.Contains("Set agent_upgrade = true", Assert.Single(policy.Check(Request().Spec)), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        stopping.Dispose();
        host.Dispose();
    }

    private static RunRequest Request() => new()
    {
        RunId = "run-1",
        Epoch = 1,
        Mode = RunMode.Apply,
        Spec = new NodeSpec
        {
            Node = "web-1",
            Tasks =
            {
                new TaskSpec
                {
                    Id = "agent",
                    AgentUpgrade = new AgentUpgradeTask { Version = "1.1.0-1", Window = TimeSpan.FromSeconds(30).ToDuration() },
                },
            },
        },
    };

    // However late the look comes on a busy machine, the clock goes on until it is through.
    private async Task EndAsync(Task run)
    {
        while (!run.IsCompleted)
        {
            host.Time.Advance(host.Limits.UpgradeLook);
            await Task.Yield();
        }
    }

    private Task<RunResult> RunAsync(RunRequest request, CancellationToken stopped) =>
        host.Engine().RunAsync(request, _ => Task.CompletedTask, CancellationToken.None, stopped);
}
