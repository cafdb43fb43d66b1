using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

[Trait("Feature", "17")]
public sealed class SelinuxBooleanConvergerTests : IDisposable
{
    private const string Local = "/var/lib/selinux/targeted/active/booleans.local";
    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "selinux",
        SelinuxBoolean = new SelinuxBooleanTask { Name = "httpd_use_nfs", Value = true },
    };
    private string live = "httpd_use_nfs --> off\n";

    public SelinuxBooleanConvergerTests()
    {
        host.Processes.Answer("/usr/sbin/getsebool httpd_use_nfs", _ => new ProcessOutcome(
            live.Contains("disabled", StringComparison.Ordinal) ? 1 : 0, live, ""));
        host.Processes.Answer("/usr/sbin/setsebool -P httpd_use_nfs=1", _ =>
        {
            live = live.Replace("off", "on", StringComparison.Ordinal);
            host.Write(Local, "# local\nhttpd_use_nfs=1\n");
            return new ProcessOutcome(0, "", "");
        });
    }

    [Fact]
    public async Task It_is_checked_without_a_write_set_once_and_then_left_alone()
    {
        var check = await host.CheckAsync(spec);
        Assert.Equal("httpd_use_nfs: off -> on\nhttpd_use_nfs at boot: not set -> on", check.Diff);
        Assert.DoesNotContain(host.Processes.Lines, line => line.Contains("setsebool", StringComparison.Ordinal));

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Single(host.Processes.Requests, request => request is { Program: "/usr/sbin/setsebool", OutsideSandbox: true });
    }

    [Fact]
    public async Task A_boolean_that_is_on_until_the_next_boot_only_is_set_persistently()
    {
        live = "httpd_use_nfs --> on\n";

        Assert.Equal("httpd_use_nfs at boot: not set -> on", (await host.ApplyAsync(spec)).Diff);
    }

    [Fact]
    public async Task When_the_kernel_has_no_selinux_the_policy_store_is_set_all_the_same()
    {
        live = "getsebool:  SELinux is disabled\n";

        Assert.Equal(TaskStatus.Changed, (await host.ApplyAsync(spec)).Status);
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
    }

    public void Dispose() => host.Dispose();
}
