using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class TimerConvergerTests : IDisposable
{
    private const string Systemctl = "/usr/bin/systemctl --no-pager --no-ask-password ";
    private const string Service = "/etc/systemd/system/mna-moodle-cron.service";
    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "cron",
        Timer = new TimerTask
        {
            Name = "moodle-cron",
            OnCalendar = "*-*-* *:*:00",
            Program = "/usr/bin/php",
            Arguments = { "/var/www/moodle/admin/cli/cron.php", "--x=100% of \"$HOME\" \\" },
            RunAs = "apache",
        },
    };
    private string file = "";
    private string active = "inactive";

    public TimerConvergerTests()
    {
        host.Processes.Answer(Systemctl + "show", _ => new ProcessOutcome(
            0, $"LoadState=loaded\nActiveState={active}\nUnitFileState={file}\nNeedDaemonReload=no\n", ""));
        On("daemon-reload", () => { });
        On("enable", () => file = "enabled");
        On("restart", () => active = "active");
        On("stop", () => active = "inactive");
        On("disable", () => file = "disabled");
    }

    [Fact]
    public async Task It_is_checked_without_a_write_set_up_once_and_then_left_alone()
    {
        var before = host.Snapshot();
        var check = await host.CheckAsync(spec);
        Assert.Equal(before, host.Snapshot());

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal(["show", "show", "daemon-reload", "enable", "restart", "show"], Verbs);
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        var service = host.Read(Service);
        Assert.Contains("User=apache\n", service, StringComparison.Ordinal);
        Assert.Contains("OnCalendar=*-*-* *:*:00\n", host.Read("/etc/systemd/system/mna-moodle-cron.timer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_means_something_to_systemd_reaches_the_program_as_written()
    {
        await host.ApplyAsync(spec);

        Assert.Contains(
            """ExecStart="/usr/bin/php" "/var/www/moodle/admin/cli/cron.php" "--x=100%% of \"$$HOME\" \\" """.TrimEnd() + "\n",
            host.Read(Service), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timer_that_is_not_wanted_is_stopped_and_its_files_go()
    {
        await host.ApplyAsync(spec);
        spec.Timer.Absent = true;

        Assert.Equal(TaskStatus.Changed, (await host.ApplyAsync(spec)).Status);

        Assert.False(File.Exists(host.Map(Service)));
        Assert.Equal(("disabled", "inactive"), (file, active));
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
    }

    public void Dispose() => host.Dispose();

    private IEnumerable<string> Verbs => host.Processes.Requests.Select(request => request.Arguments[2]);

    private void On(string verb, Action effect) => host.Processes.Answer(Systemctl + verb, _ =>
    {
        effect();
        return new ProcessOutcome(0, "", "");
    });
}
