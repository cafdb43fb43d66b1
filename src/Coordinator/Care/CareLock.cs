using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Operator;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>One piece of care at a time, and none while an apply runs. It holds the lease that an apply would need.</summary>
internal sealed class CareLock(SiteStore store, ApplyQueue applies, CareLimits limits, TimeProvider time)
{
    private readonly Lock gate = new();
    private string holder = "";

    /// <summary>Takes the site.</summary>
    /// <exception cref="ApplyInProgressException">Somebody else has it.</exception>
    public Hold Take(string site, string what, string owner)
    {
        lock (gate)
        {
            if (holder.Length > 0)
            {
                throw new ApplyInProgressException($"Site {site} is being worked on: {holder}. Wait for its end.");
            }

            if (applies.Current is { } apply)
            {
                throw new ApplyInProgressException(
                    $"Site {site} is locked by an apply of {apply.Owner} since {apply.Start:u}. Wait for its end.");
            }

            var ledger = store.Applies(site);
            // Another owner's name than an apply's on this machine, so that neither takes the other for its own.
            var start = ledger.TryStart($"{Environment.MachineName} (care)", limits.Lease)
                ?? throw new ApplyInProgressException($"Site {site} is being applied. Wait for its end.");
            holder = $"{what} of {owner} since {time.GetUtcNow():u}";
            return new Hold(ledger, start, limits, time, Release);
        }
    }

    private void Release()
    {
        lock (gate)
        {
            holder = "";
        }
    }

    /// <summary>The site, held until it is disposed of.</summary>
    internal sealed class Hold : IAsyncDisposable
    {
        private readonly IApplies ledger;
        private readonly ApplyStart start;
        private readonly Action release;
        private readonly CancellationTokenSource stop = new();
        private readonly Task renewal;

        public Hold(IApplies ledger, ApplyStart start, CareLimits limits, TimeProvider time, Action release)
        {
            this.ledger = ledger;
            this.start = start;
            this.release = release;
            renewal = RenewAsync(limits, time);
        }

        /// <summary>Travels with every run.</summary>
        public long Epoch => start.Epoch;

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await renewal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ledger.End(start, new ApplyRecord
            {
                Succeeded = true,
                Changed = false,
                WallSeconds = 0,
                LongestPathSeconds = 0,
                LongestPath = [],
                Durations = new Dictionary<string, double>(),
            });
            stop.Dispose();
            release();
        }

        private async Task RenewAsync(CareLimits limits, TimeProvider time)
        {
            using var timer = new PeriodicTimer(limits.Lease / 3, time);
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                ledger.Renew(start, limits.Lease);
            }
        }
    }
}
