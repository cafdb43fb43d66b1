using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class SysctlConvergerTests : IDisposable
{
    private const string File_ = "/etc/sysctl.d/99-moodle-node-agent-vm.swappiness.conf";
    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "sysctl",
        Sysctl = new SysctlTask { Key = "vm.swappiness", Value = "10" },
    };

    public SysctlConvergerTests()
    {
        host.Write("/proc/sys/vm/swappiness", "60\n");
        host.Processes.Answer("/usr/sbin/sysctl -q -w vm.swappiness=10", _ =>
        {
            host.Write("/proc/sys/vm/swappiness", "10\n");
            return new ProcessOutcome(0, "", "");
        });
    }

    [Fact]
    public async Task It_is_checked_without_a_write_set_once_for_now_and_each_boot_and_then_left_alone()
    {
        var before = host.Snapshot();
        var check = await host.CheckAsync(spec);
        Assert.Equal(before, host.Snapshot());
        Assert.EndsWith("vm.swappiness: 60 -> 10", check.Diff, StringComparison.Ordinal);

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.EndsWith("vm.swappiness = 10\n", host.Read(File_), StringComparison.Ordinal);
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Single(host.Processes.Requests);
    }

    [Fact]
    public async Task When_the_kernel_refuses_the_value_no_file_waits_for_the_next_boot()
    {
        host.Processes.Answer("/usr/sbin/sysctl", exitCode: 1, error: "setting key \"vm.swappiness\": Invalid argument");

        Assert.Equal("sysctl-refused", (await host.FailAsync(spec)).Code);
        Assert.False(File.Exists(host.Map(File_)));
    }

    [Fact]
    public async Task A_setting_of_the_network_is_read_in_the_hosts_own_namespace_and_spaces_do_not_count()
    {
        var network = new TaskSpec
        {
            Id = "net",
            Sysctl = new SysctlTask { Key = "net.ipv4.tcp_rmem", Value = "4096 131072  6291456" },
        };
        host.Processes.Answer("/usr/sbin/sysctl -n net.ipv4.tcp_rmem", "4096\t131072\t6291456\n");

        await host.ApplyAsync(network);

        Assert.True(Assert.Single(host.Processes.Requests.DistinctBy(request => request.Arguments[0])).OutsideSandbox);
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(network)).Status);
    }

    [Fact]
    public async Task A_setting_that_this_kernel_lacks_is_told() =>
        Assert.Equal("sysctl-unknown", (await host.FailAsync(new TaskSpec
        {
            Id = "x", Sysctl = new SysctlTask { Key = "vm.nothing", Value = "1" },
        })).Code);

    public void Dispose() => host.Dispose();
}
