using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

[Trait("Feature", "16")]
public sealed class MountConvergerTests : IDisposable
{
    private const string Path_ = "/var/www/moodledata";
    private const string Unit = "var-www-moodledata.mount";
    private readonly TemporaryHost host = new();

    public MountConvergerTests()
    {
        host.Write("/etc/fstab", "UUID=1 / xfs defaults 0 0\n");
        host.Write("/proc/1/mountinfo", "1 0 8:1 / / rw - xfs /dev/sda1 rw\n");
        host.Processes.Answer("/usr/bin/systemctl --no-pager --no-ask-password daemon-reload");
        host.Processes.Answer("/usr/bin/systemctl --no-pager --no-ask-password start", _ => Mounted("nfs4", "10.0.1.10:/moodledata"));
        host.Processes.Answer("/usr/bin/systemctl --no-pager --no-ask-password restart", _ => Mounted("nfs4", "10.0.1.10:/moodledata"));
    }

    [Fact]
    public async Task A_check_writes_nothing_and_starts_nothing()
    {
        var before = host.Snapshot();

        var outcome = await host.CheckAsync(Mount());

        Assert.Equal(TaskStatus.Changed, outcome.Status);
        Assert.Equal(before, host.Snapshot());
        Assert.Empty(host.Processes.Requests);
    }

    [Fact]
    public async Task A_mount_is_written_down_and_started_and_then_left_alone()
    {
        var outcome = await host.ApplyAsync(Mount());

        Assert.Equal(
            "/etc/fstab: absent -> 10.0.1.10:/moodledata /var/www/moodledata nfs defaults,_netdev,nofail 0 0\n"
            + "mount point: absent -> /var/www/moodledata\nmounted: nothing -> 10.0.1.10:/moodledata",
            outcome.Diff);
        Assert.Equal(
            "UUID=1 / xfs defaults 0 0\n10.0.1.10:/moodledata /var/www/moodledata nfs defaults,_netdev,nofail 0 0\n",
            host.Read("/etc/fstab"));
        Assert.Equal(["daemon-reload", "start"], host.Processes.Requests.Select(request => request.Arguments[2]));
        Assert.Equal(Unit, host.Processes.Requests[1].Arguments[^1]);
        Assert.Equal(0b111_000_000u, Native.Status(host.Map(Path_))!.Value.Mode);

        host.Processes.Requests.Clear();
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(Mount())).Status);
        Assert.Empty(host.Processes.Requests);
    }

    [Fact]
    public async Task A_mount_point_that_was_there_is_closed_before_the_mount()
    {
        Directory.CreateDirectory(host.Map(Path_));
        Native.ChangeMode(host.Map(Path_), 0b111_111_111);

        await host.ApplyAsync(Mount());

        Assert.Equal(0b111_000_000u, Native.Status(host.Map(Path_))!.Value.Mode);
    }

    [Fact]
    public async Task When_another_source_is_mounted_the_mount_is_made_anew()
    {
        Mounted("nfs4", "10.0.1.9:/old");

        await host.ApplyAsync(Mount());

        Assert.Contains($"/usr/bin/systemctl --no-pager --no-ask-password restart -- {Unit}", host.Processes.Lines);
    }

    [Fact]
    public async Task When_a_run_died_after_the_line_was_written_the_next_apply_mounts()
    {
        host.Write("/etc/fstab", "10.0.1.10:/moodledata /var/www/moodledata nfs defaults,_netdev,nofail 0 0\n");

        await host.ApplyAsync(Mount());

        Assert.Single(host.Processes.Requests, request => request.Arguments[2] == "start");
    }

    [Fact]
    public async Task When_the_server_refuses_the_error_tells_what_the_mount_said()
    {
        host.Processes.Answer("/usr/bin/systemctl --no-pager --no-ask-password start", exitCode: 1, error: "Job failed.");
        host.Processes.Answer("/usr/bin/journalctl", "mount.nfs: access denied by server\n");

        var failure = await host.FailAsync(Mount());

        Assert.Equal("mount-refused", failure.Code);
        Assert.Contains("access denied by server", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mount_helper_in_user_space_with_a_source_of_its_own_counts_as_mounted()
    {
        await host.ApplyAsync(Mount());
        Mounted("fuse.nfs", "/run/storage/moodledata");

        Assert.Equal(TaskStatus.Ok, (await host.CheckAsync(Mount())).Status);
    }

    [Theory]
    [InlineData("/var/www/moodledata", "var-www-moodledata.mount")]
    [InlineData("/var/www/my-data/.x y", "var-www-my\\x2ddata-.x\\x20y.mount")]
    [InlineData("/.snap", "\\x2esnap.mount")]
    public void Unit_names_are_escaped_as_systemd_does(string path, string unit) =>
        Assert.Equal(unit, UnitName.OfMount(path));

    public void Dispose() => host.Dispose();

    private ProcessOutcome Mounted(string type, string source)
    {
        var line = $"40 1 0:40 / {Path_} rw,nosuid shared:9 - {type} {source} rw\n";
        host.Write("/proc/1/mountinfo", "1 0 8:1 / / rw - xfs /dev/sda1 rw\n" + line);
        host.Write("/proc/self/mountinfo", line);
        return new ProcessOutcome(0, "", "");
    }

    private static TaskSpec Mount() => new()
    {
        Id = "storage/mount",
        Mount = new MountTask
        {
            Source = "10.0.1.10:/moodledata",
            Path = Path_,
            Type = "nfs",
            Options = "defaults,_netdev,nofail",
        },
    };
}
