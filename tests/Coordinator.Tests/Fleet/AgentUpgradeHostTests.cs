using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The coordinator gives a booted host another version of its agent, from its own signed repository.</summary>
[Trait("Ring", "hosts")]
public sealed class AgentUpgradeHostTests(AgentHosts hosts) : IClassFixture<AgentHosts>
{
    private const string Host = "web-1";
    private const string Policy = "/etc/moodle-node-agent/policy.toml";

    // Bounds a test that would otherwise hang for ever.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task The_agent_is_upgraded_and_brought_back_to_an_older_version_and_its_edited_policy_stays()
    {
        await hosts.SucceedAsync(Host, "sh", "-c", $"echo '# edited' >> {Policy}");
        TaskSpec task = Upgrade(AgentHosts.Second, TimeSpan.FromMinutes(5));

        RunResult check = await RunAsync(RunMode.Check, task);
        Assert.Equal("moodle-node-agent: 0.1.0-1 -> 0.1.0-2", Assert.Single(check.Results).Diff);
        Assert.Equal(AgentHosts.First, await hosts.InstalledAsync(Host));
        RunResult first = await RunAsync(RunMode.Apply, task);
        await AssertSucceededAsync(first, TaskStatus.Changed, AgentHosts.Second);
        Assert.Equal("moodle-node-agent: 0.1.0-1 -> 0.1.0-2", Assert.Single(first.Results).Diff);
        Assert.EndsWith("# edited", await hosts.SucceedAsync(Host, "cat", Policy), StringComparison.Ordinal);
        await AssertSucceededAsync(await RunAsync(RunMode.Apply, task), TaskStatus.Ok, AgentHosts.Second);

        await AssertSucceededAsync(
            await RunAsync(RunMode.Apply, Upgrade(AgentHosts.First, TimeSpan.FromMinutes(5))),
            TaskStatus.Changed, AgentHosts.First);
        Assert.EndsWith("# edited", await hosts.SucceedAsync(Host, "cat", Policy), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_new_version_ends_at_once_the_version_before_comes_back_and_tells_why()
    {
        RunResult result = await RunAsync(RunMode.Apply, Upgrade(AgentHosts.Broken, TimeSpan.FromSeconds(5)));

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Contains(
            "The agent 0.1.0-3 did not report to the coordinator within 5 s of its installation.", result.Error,
            StringComparison.Ordinal);
        Assert.Contains("moodle-node-agent-executor.service: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("NRestarts=", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("0.1.0-1 is back.", result.Error, StringComparison.Ordinal);
        await AssertAsBeforeAsync();
    }

    [Fact]
    public async Task When_the_new_version_does_not_reach_the_coordinator_the_version_before_comes_back()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<RunResult> run = RunAsync(
            RunMode.Apply, Upgrade(AgentHosts.Second, TimeSpan.FromSeconds(5)), new Signal(() => begun.TrySetResult()));
        await begun.Task.WaitAsync(Bound);
        hosts.Way.Inject(Fault.Drop);
        try
        {
            await UntilAsync(async () => (await hosts.RunAsync(
                Host, "journalctl", "--quiet", "--output=cat", "--unit=moodle-node-agent-upgrade.service")).Output
                .Contains("Agent goes back to 0.1.0-1: The agent 0.1.0-2 did not report", StringComparison.Ordinal));
            await AssertOverAsync();
        }
        finally
        {
            hosts.Way.Inject(Fault.None);
        }

        RunResult result = await run;

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Contains("The agent 0.1.0-2 did not report", result.Error, StringComparison.Ordinal);
        await AssertAsBeforeAsync();
    }

    [Fact]
    public async Task When_the_repository_has_no_such_version_the_agent_stays_as_it_is()
    {
        string process = await MainProcessAsync();

        RunResult result = await RunAsync(RunMode.Apply, Upgrade("0.1.0-9", TimeSpan.FromSeconds(60)));

        Assert.Contains("Cannot install 0.1.0-9", Assert.Single(result.Results).Error, StringComparison.Ordinal);
        Assert.Equal(process, await MainProcessAsync());
        await AssertAsBeforeAsync();
    }

    private static TaskSpec Upgrade(string version, TimeSpan window) => new()
    {
        Id = "agent",
        AgentUpgrade = new() { Version = version, Window = window.ToDuration() },
    };

    private Task<RunResult> RunAsync(RunMode mode, TaskSpec task, IProgress<TaskEvent>? progress = null) =>
        hosts.Coordinator.Fleet.RunAsync(
            Host,
            new RunRequest
            {
                RunId = Guid.NewGuid().ToString("N"),
                Mode = mode,
                Spec = new NodeSpec { Node = Host, Tasks = { task } },
            },
            progress,
            CancellationToken.None).WaitAsync(Bound);

    private async Task AssertSucceededAsync(RunResult result, TaskStatus status, string version)
    {
        Assert.True(result.Status == RunStatus.Succeeded, result.ToString());
        Assert.Equal(status, Assert.Single(result.Results).Status);
        Assert.Equal(version, await hosts.InstalledAsync(Host));
        await AssertOverAsync();
    }

    private async Task AssertAsBeforeAsync()
    {
        Assert.Equal(AgentHosts.First, await hosts.InstalledAsync(Host));
        await AssertOverAsync();
        Assert.Empty(await hosts.SucceedAsync(Host, "rpm", "--verify", "--nomtime", "--noconfig", "moodle-node-agent"));
        Assert.Equal(
            "active active",
            (await hosts.SucceedAsync(
                Host, "systemctl", "is-active", "moodle-node-agent-executor.service", "moodle-node-agent-link.service"))
                .ReplaceLineEndings(" "));
    }

    // The guard ends a moment after the coordinator has the result, and leaves nothing that begins again.
    private async Task AssertOverAsync()
    {
        await UntilAsync(async () => (await hosts.RunAsync(
            Host, "systemctl", "is-active", "moodle-node-agent-upgrade.service")).Output.Trim() == "inactive");
        foreach (string path in (string[])
            ["/usr/libexec/moodle-node-agent/before", "/var/lib/moodle-node-agent/executor/upgrade/order"])
        {
            Assert.NotEqual(0, (await hosts.RunAsync(Host, "test", "-e", path)).ExitCode);
        }
    }

    private Task<string> MainProcessAsync() => hosts.SucceedAsync(
        Host, "systemctl", "show", "--value", "--property=MainPID", "moodle-node-agent-executor.service");

    private static async Task UntilAsync(Func<Task<bool>> isSoAsync)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!await isSoAsync())
        {
            await Task.Delay(100, bound.Token);
        }
    }

    private sealed class Signal(Action raised) : IProgress<TaskEvent>
    {
        public void Report(TaskEvent value) => raised();
    }
}
