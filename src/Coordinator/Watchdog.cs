using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace MoodleNodeAgent.Coordinator;

/// <summary>Shows systemd three times within WatchdogSec= that the coordinator gets work done; without a watchdog it
/// does nothing. Each sign is a task of the pool that does all else too, so a pool that hangs falls silent.</summary>
internal sealed class Watchdog(ISystemdNotifier systemd, TimeProvider time) : BackgroundService
{
    private static readonly ServiceState s_alive = new("WATCHDOG=1");

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Microseconds (sd_watchdog_enabled(3)).
        if (!systemd.IsEnabled
            || !long.TryParse(
                Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds))
        {
            return;
        }

        TimeSpan pause = TimeSpan.FromMicroseconds(microseconds) / 3;
        while (!stoppingToken.IsCancellationRequested)
        {
            systemd.Notify(s_alive);
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        }
    }
}
