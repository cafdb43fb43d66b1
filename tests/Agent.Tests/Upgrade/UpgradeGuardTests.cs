using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Upgrade;

public sealed class UpgradeGuardTests : IDisposable
{
    private const string Before = "1.0.0-1";
    private const string After = "1.1.0-1";
    private readonly TemporaryHost host = new();
    private readonly AgentUpgradeOrder order = new()
    {
        RunId = "run-1",
        From = Before,
        To = After,
        Window = TimeSpan.FromSeconds(60).ToDuration(),
    };

    private string installed = Before;

    public UpgradeGuardTests()
    {
        Directory.CreateDirectory(host.State);
        host.Upgrade.Begin(order);
        File.WriteAllText(Program, "the version before");
        host.Processes.Answer("/usr/bin/rpm -q", _ => new ProcessOutcome(0, installed + "\n", ""));
        host.Processes.Answer(Dnf("--refresh reinstall --downloadonly"), _ =>
        {
            Directory.CreateDirectory(host.Upgrade.Fetched);
            File.WriteAllText(Fetched, "a signed package");
            return new ProcessOutcome(0, "", "");
        });
        host.Processes.Answer(Dnf("install"), _ =>
        {
            // As dnf does with what it has fetched, once a transaction is through.
            File.Delete(Fetched);
            installed = After;
            return new ProcessOutcome(0, "", "");
        });
        host.Processes.Answer("/usr/bin/rpm -U --oldpackage", _ =>
        {
            installed = Before;
            return new ProcessOutcome(0, "", "");
        });
        host.Processes.Answer("/usr/bin/systemctl");
        host.Processes.Answer("/usr/bin/systemctl show", "ExecMainStatus=1\nActiveState=failed\n");
        host.Processes.Answer("/usr/bin/journalctl", "No session with https://control.demo.internal:7443");
    }

    private string Program => Path.Join(host.State, "before");

    private string Fetched => Path.Join(host.Upgrade.Fetched, Path.GetFileName(Kept));

    private string Kept => Path.Join(host.Upgrade.Kept, "moodle-node-agent-1.0.0-1.x86_64.rpm");

    [Fact]
    public async Task The_version_before_is_kept_first_and_forgotten_when_the_coordinator_has_heard_of_the_new_one()
    {
        var guard = Guard().RunAsync(CancellationToken.None);
        Assert.Equal(After, installed);
        Assert.True(File.Exists(Kept));
        host.Upgrade.Confirm("another-run");
        await PassAsync(TimeSpan.FromSeconds(30), guard);
        Assert.False(guard.IsCompleted);

        host.Upgrade.Confirm("run-1");
        await EndAsync(guard);

        Assert.Equal(After, installed);
        Assert.Null(host.Upgrade.Order());
        Assert.Empty(host.Upgrade.TakeFailures());
        Assert.False(Directory.Exists(host.Upgrade.Kept));
        Assert.False(File.Exists(Program));
        Assert.Equal(
            [Dnf($"--refresh reinstall --downloadonly --downloaddir={host.Upgrade.Fetched} moodle-node-agent-{Before}"),
                Dnf($"install moodle-node-agent-{After}")],
            host.Processes.Lines.Where(line => line.StartsWith("/usr/bin/dnf", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_the_new_version_does_not_report_the_version_before_comes_back_with_the_reason()
    {
        await EndAsync(Guard().RunAsync(CancellationToken.None));

        Assert.Equal(Before, installed);
        Assert.Null(host.Upgrade.Order());
        Assert.Contains($"/usr/bin/rpm -U --oldpackage --replacepkgs {Kept}", host.Processes.Lines);
        // Stopped before the last look, started after rpm.
        var lines = host.Processes.Lines.ToList();
        int At(string start) => lines.FindIndex(line => line.StartsWith(start, StringComparison.Ordinal));
        Assert.True(At("/usr/bin/systemctl stop") < At("/usr/bin/rpm -U"), string.Join('\n', lines));
        Assert.True(At("/usr/bin/rpm -U") < At("/usr/bin/systemctl reset-failed"), string.Join('\n', lines));
        Assert.True(At("/usr/bin/systemctl reset-failed") < At("/usr/bin/systemctl start"), string.Join('\n', lines));
        var (runId, reason) = Assert.Single(host.Upgrade.TakeFailures());
        Assert.Equal("run-1", runId);
        Assert.Equal(
            $"The agent {After} did not report to the coordinator within 60 s of its installation. "
            + "moodle-node-agent-executor.service: ExecMainStatus=1, ActiveState=failed; "
            + "moodle-node-agent-link.service: ExecMainStatus=1, ActiveState=failed. "
            + $"The link said last: No session with https://control.demo.internal:7443 {Before} is back.",
            reason);
    }

    [Fact]
    public async Task When_it_reports_at_the_last_moment_it_stays()
    {
        host.Processes.Answer("/usr/bin/systemctl stop", _ =>
        {
            host.Upgrade.Confirm("run-1");
            return new ProcessOutcome(0, "", "");
        });

        await EndAsync(Guard().RunAsync(CancellationToken.None));

        Assert.Equal(After, installed);
        Assert.Empty(host.Upgrade.TakeFailures());
        Assert.Contains(host.Processes.Lines, line => line.StartsWith("/usr/bin/systemctl start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_repository_no_longer_has_the_present_version_nothing_is_installed()
    {
        host.Processes.Answer(Dnf("--refresh reinstall"), exitCode: 1, error: "Installed package not available.");

        await Guard().RunAsync(CancellationToken.None);

        Assert.Equal(Before, installed);
        Assert.Contains("keep a way back: fetch 1.0.0-1", Assert.Single(host.Upgrade.TakeFailures()).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Processes.Lines, line => line.Contains("systemctl stop", StringComparison.Ordinal));
        Assert.Null(host.Upgrade.Order());
    }

    [Fact]
    public async Task When_dnf_leaves_another_version_behind_the_version_before_comes_back()
    {
        host.Processes.Answer(Dnf("install"), _ =>
        {
            installed = After;
            return new ProcessOutcome(1, "", "Error: %post failed");
        });

        await Guard().RunAsync(CancellationToken.None);

        Assert.Equal(Before, installed);
        Assert.Contains("%post failed", Assert.Single(host.Upgrade.TakeFailures()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_kept_package_is_gone_the_version_before_comes_from_the_repository()
    {
        host.Processes.Answer(Dnf($"install moodle-node-agent-{Before}"), _ =>
        {
            installed = Before;
            return new ProcessOutcome(0, "", "");
        });
        var guard = Guard().RunAsync(CancellationToken.None);
        File.Delete(Kept);

        await EndAsync(guard);

        Assert.Equal(Before, installed);
        Assert.Single(host.Upgrade.TakeFailures());
    }

    [Fact]
    public async Task When_the_host_goes_down_meanwhile_the_upgrade_goes_on_after_the_boot()
    {
        using var down = new CancellationTokenSource();
        var first = Guard().RunAsync(down.Token);
        await down.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(order, host.Upgrade.Order());

        await EndAsync(Guard().RunAsync(CancellationToken.None));

        Assert.Equal(Before, installed);
        Assert.Single(host.Upgrade.TakeFailures());
        Assert.Single(host.Processes.Lines, line => line.Contains("reinstall", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_way_back_fails_it_is_tried_again_at_the_next_start()
    {
        var attempts = 0;
        host.Processes.Answer("/usr/bin/rpm -U --oldpackage", _ =>
        {
            if (attempts++ == 0)
            {
                return new ProcessOutcome(1, "", "the database is damaged");
            }

            installed = Before;
            return new ProcessOutcome(0, "", "");
        });
        await Assert.ThrowsAsync<IOException>(() => EndAsync(Guard().RunAsync(CancellationToken.None)));
        Assert.NotNull(host.Upgrade.Order());

        await EndAsync(Guard().RunAsync(CancellationToken.None));

        Assert.Equal(Before, installed);
        Assert.Null(host.Upgrade.Order());
    }

    [Fact]
    public async Task Without_an_order_nothing_is_done()
    {
        host.Upgrade.End();

        await Guard().RunAsync(CancellationToken.None);

        Assert.Empty(host.Processes.Requests);
    }

    public void Dispose() => host.Dispose();

    private UpgradeGuard Guard() => new(host.Upgrade, Program, host.Processes, host.Limits, host.Time, host.Log);

    private static string Dnf(string arguments) =>
        $"/usr/bin/dnf -y --repo=moodle-node-agent --setopt=moodle-node-agent.gpgcheck=1 {arguments}";

    private async Task PassAsync(TimeSpan time, Task guard)
    {
        for (var passed = TimeSpan.Zero; passed < time && !guard.IsCompleted; passed += host.Limits.UpgradeLook)
        {
            host.Time.Advance(host.Limits.UpgradeLook);
            await Task.Yield();
        }
    }

    // However late the guard's look comes on a busy machine, the clock goes on until it is through.
    private async Task EndAsync(Task guard)
    {
        while (!guard.IsCompleted)
        {
            host.Time.Advance(host.Limits.UpgradeLook);
            await Task.Yield();
        }

        await guard;
    }
}
