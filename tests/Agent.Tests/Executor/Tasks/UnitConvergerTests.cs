using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class UnitConvergerTests : IDisposable
{
    private const string Systemctl = "/usr/bin/systemctl --no-pager --no-ask-password ";
    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "unit",
        Unit = new UnitTask
        {
            Name = "httpd.service",
            Enabled = true,
            Running = true,
            ReloadWhenChanged = { "app/httpd", "app/both" },
            RestartWhenChanged = { "app/php", "app/both" },
        },
    };
    private string load = "loaded";
    private string file = "disabled";
    private string active = "inactive";
    private string reload = "no";

    public UnitConvergerTests()
    {
        host.Processes.Answer(Systemctl + "show", _ => new ProcessOutcome(
            0, $"LoadState={load}\nActiveState={active}\nUnitFileState={file}\nNeedDaemonReload={reload}\n", ""));
        On("enable", () => file = "enabled");
        On("start", () => active = "active");
        On("stop", () => active = "inactive");
        On("disable", () => file = "disabled");
        On("daemon-reload", () => reload = "no");
        On("restart", () => active = "active");
        On("reload-or-restart", () => active = "active");
    }

    [Fact]
    public async Task A_check_only_asks()
    {
        Assert.Equal("at boot: disabled -> enabled\nstate: inactive -> active", (await host.CheckAsync(spec)).Diff);
        Assert.Equal(["show"], Verbs);
    }

    [Fact]
    public async Task It_is_enabled_and_started_and_then_left_alone()
    {
        await host.ApplyAsync(spec);
        Assert.Equal(["show", "enable", "start", "show"], Verbs);

        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
    }

    [Theory]
    [InlineData("app/httpd", "reload-or-restart")]
    [InlineData("app/php", "restart")]
    [InlineData("app/both", "restart")]
    public async Task A_running_unit_follows_what_changed(string changed, string verb)
    {
        (file, active) = ("enabled", "active");
        host.Changed.Add(changed);

        var outcome = await host.ApplyAsync(spec);

        Assert.Equal(TaskStatus.Changed, outcome.Status);
        Assert.Contains(changed, outcome.Diff, StringComparison.Ordinal);
        Assert.Equal(["show", verb, "show"], Verbs);
    }

    [Fact]
    public async Task A_unit_that_was_started_anew_is_not_restarted_on_top()
    {
        host.Changed.Add("app/php");

        await host.ApplyAsync(spec);

        Assert.DoesNotContain("restart", Verbs);
    }

    [Fact]
    public async Task A_drop_in_that_systemd_has_not_read_is_read()
    {
        (file, active, reload) = ("enabled", "active", "yes");

        await host.ApplyAsync(spec);

        Assert.Equal(["show", "daemon-reload", "show"], Verbs);
    }

    [Fact]
    public async Task When_the_unit_does_not_exist_the_error_names_the_remedy()
    {
        (load, file) = ("not-found", "");

        Assert.Contains("Install its package", (await host.FailAsync(spec)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => host.Dispose();

    private IEnumerable<string> Verbs => host.Processes.Requests.Select(request => request.Arguments[2]);

    private void On(string verb, Action effect) => host.Processes.Answer(Systemctl + verb, _ =>
    {
        effect();
        return new ProcessOutcome(0, "", "");
    });
}
