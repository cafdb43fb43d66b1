using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Hosts;

[Trait("Ring", "hosts")]
[Trait("Feature", "13")]
[Trait("Feature", "14")]
public sealed class SystemHostTests(AgentHost host) : IClassFixture<AgentHost>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        if (File.Exists(host.Map("/etc/systemd/system/probe.service")))
        {
            return;
        }

        host.Write("/etc/systemd/system/probe.service", """
            [Service]
            ExecStart=/usr/bin/sleep infinity
            ExecReload=/usr/bin/sh -c "echo reloaded >> /run/probe"
            [Install]
            WantedBy=multi-user.target

            """);
        await host.StartExecutorAsync(policy => policy
            .Replace("units = [", "units = [\"probe.service\", \"firewalld.service\", ", StringComparison.Ordinal)
            .Replace("packages = [", "packages = [\"firewalld\", ", StringComparison.Ordinal)
            .Replace("users = []", "users = [\"site-cron\"]", StringComparison.Ordinal)
            .Replace("groups = []", "groups = [\"site-files\"]", StringComparison.Ordinal)
            + "\n[[commands]]\nprogram = \"/usr/bin/bash\"\nscripts = [\"/var/www\"]\nusers = [\"nobody\"]\n");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_unit_is_enabled_and_started_and_follows_only_what_changed()
    {
        await host.ProveAsync(Unit("probe.service"));
        Assert.Equal("enabled", await host.SucceedAsync("systemctl", "is-enabled", "probe.service"));
        var began = await InvocationAsync();

        foreach (var content in new[] { "1", "1", "2" })
        {
            var run = await host.RunSpecAsync(RunMode.Apply, Setting("reload", content), Following("reload", restart: false));
            Assert.True(run.Status == RunStatus.Succeeded, $"{run}");
        }

        // The same content called for nothing.
        Assert.Equal("reloaded\nreloaded", await host.SucceedAsync("cat", "/run/probe"));
        Assert.Equal(began, await InvocationAsync());

        await host.RunSpecAsync(RunMode.Apply, Setting("restart", "1"), Following("restart", restart: true));
        var restarted = await InvocationAsync();
        Assert.NotEqual(began, restarted);
        await host.RunSpecAsync(RunMode.Apply, Setting("restart", "1"), Following("restart", restart: true));
        Assert.Equal(restarted, await InvocationAsync());

        Task<string> InvocationAsync() => host.SucceedAsync("systemctl", "show", "--value", "-p", "InvocationID", "probe.service");
    }

    [Fact]
    public async Task A_group_and_a_user_of_it_are_made_and_cannot_log_in()
    {
        await host.ProveAsync(new TaskSpec { Group = new() { Name = "site-files" } });
        await host.ProveAsync(new TaskSpec { User = new() { Name = "site-cron", Groups = { "site-files" }, Home = "/var/www" } });
        Assert.Equal("site-cron site-files", await host.SucceedAsync("id", "-nG", "site-cron"));
        Assert.EndsWith(":/var/www:/sbin/nologin", await host.SucceedAsync("getent", "passwd", "site-cron"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_setting_is_live_and_in_its_file()
    {
        await host.ProveAsync(new TaskSpec { Sysctl = new() { Key = "net.ipv4.tcp_fin_timeout", Value = "23" } });
        Assert.Equal("23", await host.SucceedAsync("sysctl", "-n", "net.ipv4.tcp_fin_timeout"));
        Assert.EndsWith("net.ipv4.tcp_fin_timeout = 23\n", host.Read("/etc/sysctl.d/99-moodle-node-agent-net.ipv4.tcp_fin_timeout.conf"), StringComparison.Ordinal);
        var refused = await host.FailsAsync(
            new TaskSpec { Sysctl = new() { Key = "net.ipv4.tcp_fin_timeout", Value = "soon" } }, "sysctl-refused");
        Assert.Contains("tcp_fin_timeout", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timer_runs_its_program_with_the_arguments_as_they_were_given()
    {
        host.Write("/var/www/tick.sh", "printf '%s|' \"$(id -un)\" \"$@\" > /tmp/ticked");
        var task = new TaskSpec
        {
            Timer = new()
            {
                Name = "tick",
                OnCalendar = "*-*-* 03:00:00",
                Program = "/usr/bin/bash",
                Arguments = { "/var/www/tick.sh", "$HOME %n;`id`", "a \"b\" \\ 'c'" },
                RunAs = "nobody",
            },
        };
        await host.ProveAsync(task);
        Assert.Equal("active", await host.SucceedAsync("systemctl", "is-active", "mna-tick.timer"));
        await host.SucceedAsync("systemctl", "start", "mna-tick.service");
        Assert.Equal("nobody|$HOME %n;`id`|a \"b\" \\ 'c'|", host.Read("/tmp/ticked"));

        task.Timer.Absent = true;
        await host.ProveAsync(task);
        Assert.Equal(4, (await host.RunAsync("systemctl", "status", "mna-tick.timer")).ExitCode);
    }

    [Fact]
    public async Task A_boolean_is_in_the_policy_store_and_is_asked_for_only_when_the_store_changed()
    {
        // Tells that it was started.
        await host.SucceedAsync("mv", "/usr/sbin/getsebool", "/usr/sbin/getsebool.stand-in");
        host.Write("/usr/sbin/getsebool", "#!/bin/sh\necho asked >> /run/asked\nexec /usr/sbin/getsebool.stand-in \"$@\"\n");
        await host.SucceedAsync("chmod", "755", "/usr/sbin/getsebool");
        var task = new TaskSpec { SelinuxBoolean = new() { Name = "httpd_use_nfs", Value = true } };
        await host.ProveAsync(task);
        Assert.Contains("httpd_use_nfs=1", host.Read("/var/lib/selinux/default/active/booleans.local"), StringComparison.Ordinal);

        // What has just changed may change again within a tick of the file system's clock.
        await host.SucceedAsync("sleep", "2");
        await host.SettledAsync(task);
        var asked = host.Read("/run/asked");
        await host.SettledAsync(task);
        Assert.Equal(asked, host.Read("/run/asked"));
        await host.SucceedAsync("setsebool", "-P", "httpd_use_nfs=0");
        Assert.Equal(TaskStatus.Changed, (await host.OneAsync(RunMode.Check, task)).Status);
        Assert.NotEqual(asked, host.Read("/run/asked"));
    }

    [Fact]
    public async Task A_file_context_is_a_rule_of_the_policy()
    {
        await host.ProveAsync(new TaskSpec
        {
            SelinuxContext = new() { Path = "/var/www/files.d", Type = "httpd_sys_rw_content_t", Recursive = true },
        });
        Assert.Matches(
            @"/var/www/files\\\.d\(/\.\*\)\?\s+all files\s+system_u:object_r:httpd_sys_rw_content_t:s0",
            await host.SucceedAsync("semanage", "fcontext", "--list", "--locallist"));
    }

    [Fact]
    public async Task A_service_is_let_in_by_firewalld()
    {
        var task = new TaskSpec { FirewallService = new() { Service = "http" } };
        await host.FailsAsync(task, "firewall-missing");
        await host.ProveAsync(new TaskSpec { Package = new() { Names = { "firewalld" } } });
        await host.FailsAsync(task, "firewall-not-running");
        await host.ProveAsync(Unit("firewalld.service"));
        await host.ProveAsync(task);
        Assert.Contains("http", (await host.SucceedAsync("firewall-cmd", "--list-services")).Split(' '));
        Assert.Contains("http", (await host.SucceedAsync("firewall-cmd", "--permanent", "--list-services")).Split(' '));
        task.FirewallService.Absent = true;
        await host.ProveAsync(task);
        Assert.DoesNotContain("http", (await host.SucceedAsync("firewall-cmd", "--list-services")).Split(' '));
        await host.SucceedAsync("systemctl", "disable", "--now", "--quiet", "firewalld.service");
    }

    private static TaskSpec Unit(string name) => new() { Unit = new() { Name = name, Enabled = true, Running = true } };

    private static TaskSpec Setting(string id, string content) => new()
    {
        Id = id,
        File = new() { Path = $"/var/www/{id}.conf", Content = ByteString.CopyFromUtf8(content) },
    };

    private static TaskSpec Following(string id, bool restart)
    {
        var unit = Unit("probe.service");
        unit.Id = "probe";
        (restart ? unit.Unit.RestartWhenChanged : unit.Unit.ReloadWhenChanged).Add(id);
        return unit;
    }
}
