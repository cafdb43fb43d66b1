namespace MoodleNodeAgent.Simulation;

/// <summary>A clock that stands still until the simulation has nothing else to do; then the next timer is due.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<(SimulatedTimer Timer, long Version), (long Due, long Number)> timers = new();
    private long now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
    private long number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);

    public override long GetTimestamp() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, whatever is due meanwhile: nobody lives to see it.</summary>
    public void Sleep(TimeSpan time) => now += time.Ticks;

    /// <summary>Forgets all timers: the process that they belonged to is dead.</summary>
    public void Clear() => timers.Clear();

    /// <summary>Moves to the next timer and runs it; false: there is none.</summary>
    public bool Advance()
    {
        while (timers.TryDequeue(out var entry, out var when))
        {
            if (entry.Timer.Version == entry.Version)
            {
                now = Math.Max(now, when.Due);
                entry.Timer.Ring();
                return true;
            }
        }

        return false;
    }

    private sealed class SimulatedTimer(SimulatedTime time, Action callback) : ITimer
    {
        private TimeSpan again;

        public long Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Version++;
            again = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time.timers.Enqueue((this, Version), (time.now + dueTime.Ticks, time.number++));
            }

            return true;
        }

        public void Ring()
        {
            if (again != Timeout.InfiniteTimeSpan && again > TimeSpan.Zero)
            {
                Change(again, again);
            }

            callback();
        }

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Version++;
            return ValueTask.CompletedTask;
        }
    }
}
