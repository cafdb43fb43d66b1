using MoodleNodeAgent.Agent.Executor;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Upgrade;

/// <summary>Installs another version of the agent and goes back when that one does not report in time. Runs in a unit of
/// its own, as a copy of the version that is left, so that it needs nothing of the new one; after a boot in between it
/// goes on.</summary>
/// <param name="program">The copy that runs; removed at the end.</param>
internal sealed class UpgradeGuard(
    UpgradeFolder folder, string program, IProcessRunner processes, Limits limits, TimeProvider time, ILogger log)
{
    private static readonly string[] Units = ["moodle-node-agent-executor.service", "moodle-node-agent-link.service"];

    public static UpgradeGuard Create(AgentPaths paths, Limits limits, TimeProvider time, ILogger log) => new(
        new UpgradeFolder(Path.Join(paths.State, "executor", UpgradeFolder.Name)), AgentUpgradeConverger.Guard,
        new HostProcessRunner(limits, systemd: true, time, log), limits, time, log);

    private static string[] FromRepository =>
        [$"--repo={AgentPackage.Repository}", $"--setopt={AgentPackage.Repository}.gpgcheck=1"];

    /// <summary>Does what is ordered.</summary>
    /// <param name="stopping">The host goes down: the upgrade goes on after the boot.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (folder.Order() is not { } order)
        {
            return;
        }

        var failure = await InstallAsync(order);
        if (failure is not null && await InstalledAsync() == order.From)
        {
            log.Warning("Agent not upgraded: {Reason:l}", failure);
            folder.Fail(order, failure);
            End();
            return;
        }

        if (failure is null && await IsConfirmedAsync(order, stopping))
        {
            log.Information("Agent upgraded from {From:l} to {To:l}", order.From, order.To);
            End();
            return;
        }

        await GoBackAsync(order, failure);
    }

    /// <summary>Keeps the present package, then installs the other; null: it is there.</summary>
    // A transaction of packages is not left half-way, so the host's shutdown waits for it.
    private async Task<string?> InstallAsync(AgentUpgradeOrder order)
    {
        try
        {
            var installed = await InstalledAsync();
            if (installed == order.To)
            {
                return null;
            }

            if (KeptPackages().Length == 0)
            {
                var what = $"keep a way back: fetch {order.From} from the coordinator's repository";
                await DnfAsync(
                    what,
                    [
                        "--refresh", "reinstall", "--downloadonly", $"--downloaddir={folder.Fetched}",
                        $"{AgentPackage.Name}-{order.From}",
                    ]);
                if (!folder.Keep())
                {
                    throw new TaskException("agent-upgrade-failed", $"Cannot {what}: dnf left no package in {folder.Fetched}.");
                }
            }

            await DnfAsync($"install {order.To}", ["install", $"{AgentPackage.Name}-{order.To}"]);
            return await InstalledAsync() is var now && now == order.To
                ? null
                : $"Cannot upgrade the agent: {now} is installed after the installation of {order.To}.";
        }
        catch (TaskException failure)
        {
            return failure.Message;
        }
    }

    private async Task<bool> IsConfirmedAsync(AgentUpgradeOrder order, CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        while (!folder.IsConfirmed(order))
        {
            if (time.GetElapsedTime(began) >= order.Window.ToTimeSpan())
            {
                return false;
            }

            await Task.Delay(limits.UpgradeLook, time, stopping);
        }

        return true;
    }

    private async Task GoBackAsync(AgentUpgradeOrder order, string? failure)
    {
        var reason = failure
            ?? $"The agent {order.To} did not report to the coordinator within {order.Window.ToTimeSpan().TotalSeconds:0} s "
                + $"of its installation. {await UnitsAsync()}";
        await RunAsync("/usr/bin/systemctl", "stop", [.. Units.Reverse()]);
        if (folder.IsConfirmed(order))
        {
            // At the very last moment; now that both are stopped it cannot happen any more.
            await StartAsync();
            End();
            return;
        }

        folder.Fail(order, $"{reason} {order.From} is back.");
        log.Warning("Agent goes back to {From:l}: {Reason:l}", order.From, reason);
        var back = KeptPackages() is { Length: > 0 } kept
            ? await RunAsync("/usr/bin/rpm", "-U", ["--oldpackage", "--replacepkgs", .. kept])
            : await RunAsync(Dnf.Program, "-y", [.. FromRepository, "install", $"{AgentPackage.Name}-{order.From}"]);
        await StartAsync();
        if (back.ExitCode != 0)
        {
            throw new IOException(
                $"Cannot go back to the agent {order.From}: rpm ended with {back.ExitCode}: {back.Tail(limits.ErrorTail)}");
        }

        End();
    }

    // moodle-node-agent-link.service: ExecMainStatus=1, NRestarts=12, ActiveState=activating, SubState=auto-restart
    private async Task<string> UnitsAsync()
    {
        List<string> states = [];
        foreach (var unit in Units)
        {
            var shown = await RunAsync(
                "/usr/bin/systemctl", "show",
                ["--property=ActiveState", "--property=SubState", "--property=ExecMainStatus", "--property=NRestarts", unit]);
            states.Add($"{unit}: {string.Join(", ", shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))}");
        }

        var said = await RunAsync(
            "/usr/bin/journalctl", "--no-pager",
            ["--quiet", "--output=cat", "--lines=1", "--priority=warning", "--identifier=moodle-node-agent", $"--unit={Units[1]}"]);
        var last = said.Output.Trim();
        return string.Join("; ", states) + "."
            + (last.Length == 0 ? "" : $" The link said last: {last}");
    }

    private async Task StartAsync()
    {
        // A version that ended too often at its start is not started again without this.
        await RunAsync("/usr/bin/systemctl", "reset-failed", Units);
        await RunAsync("/usr/bin/systemctl", "start", Units);
    }

    private void End()
    {
        folder.End();
        File.Delete(program);
    }

    private string[] KeptPackages() => Directory.Exists(folder.Kept) ? Directory.GetFiles(folder.Kept, "*.rpm") : [];

    private Task<string> InstalledAsync() =>
        AgentPackage.InstalledAsync(processes, limits, outsideSandbox: false, CancellationToken.None);

    private async Task DnfAsync(string what, IReadOnlyList<string> arguments)
    {
        var outcome = await RunAsync(Dnf.Program, "-y", [.. FromRepository, .. arguments]);
        if (outcome.ExitCode != 0)
        {
            throw new TaskException(
                "agent-upgrade-failed", $"Cannot {what}: dnf ended with {outcome.ExitCode}: {outcome.Tail(limits.ErrorTail)}");
        }
    }

    private Task<ProcessOutcome> RunAsync(string command, string first, IReadOnlyList<string> arguments) =>
        processes.RunAsync(
            new ProcessRequest { Program = command, Arguments = [first, .. arguments], Timeout = limits.Packages },
            CancellationToken.None);
}
