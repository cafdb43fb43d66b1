using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Hosts;

[Trait("Ring", "hosts")]
[Trait("Feature", "13")]
public sealed class RebootHostTests(AgentHost host) : IClassFixture<AgentHost>
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    [Fact]
    public async Task The_run_goes_on_after_the_boot_and_a_second_one_boots_nothing()
    {
        var first = await host.SucceedAsync("cat", BootId);
        var check = await host.RunSpecAsync(RunMode.Check, Spec());
        Assert.Contains($"boot: {first} -> another (before)", check.Results[1].Diff, StringComparison.Ordinal);
        Assert.Equal(first, await host.SucceedAsync("cat", BootId));

        var run = await host.RunSpecAsync(RunMode.Apply, Spec());
        Assert.True(run.Status == RunStatus.Succeeded, $"{run}");
        Assert.All(run.Results, task => Assert.Equal(TaskStatus.Changed, task.Status));
        var second = await host.SucceedAsync("cat", BootId);
        Assert.NotEqual(first, second);
        Assert.Equal($"boot: {first} -> {second}", run.Results[1].Diff);
        Assert.Equal("after the boot", host.Read("/var/www/after"));
        Assert.Equal(["key"], Directory.GetFiles(host.Map("/var/lib/moodle-node-agent/executor/suspended")).Select(Path.GetFileName));

        var again = await host.RunSpecAsync(RunMode.Apply, Spec());
        Assert.All(again.Results, task => Assert.Equal(TaskStatus.Ok, task.Status));
        Assert.Equal(second, await host.SucceedAsync("cat", BootId));

        await NeedsRestartingIsAskedAsync();
    }

    /// <summary>In the same test, since the host would boot under another one.</summary>
    private async Task NeedsRestartingIsAskedAsync()
    {
        var task = new TaskSpec { Id = "reboot", Reboot = new() { WhenNeeded = true } };
        await host.FailsAsync(task, "program-missing");
        await host.SucceedAsync("dnf", "install", "-y", "-q", "yum-utils");
        await host.SettledAsync(task);
        await host.SucceedAsync("dnf", "reinstall", "-y", "-q", "systemd");
        var check = await host.OneAsync(RunMode.Check, task);
        Assert.Contains("needs-restarting asks for it", check.Diff, StringComparison.Ordinal);
    }

    private static TaskSpec[] Spec() =>
    [
        File_("before", "before the boot"),
        new() { Id = "reboot", Reboot = new() { WhenChanged = { "before" } } },
        File_("after", "after the boot"),
    ];

    private static TaskSpec File_(string name, string content) => new()
    {
        Id = name,
        File = new() { Path = $"/var/www/{name}", Content = ByteString.CopyFromUtf8(content), Sensitive = true },
    };
}
