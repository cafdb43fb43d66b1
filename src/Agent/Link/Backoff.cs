namespace MoodleNodeAgent.Agent.Link;

/// <summary>Waits between attempts with full jitter: a random time up to min(longest, 0.5 s times 2 to the n), so that
/// a thousand agents do not come back at once. The first attempts stay short: at boot the coordinator or the way to
/// it is often a moment late, and the time to enrol counts.</summary>
internal sealed class Backoff(Random random, TimeSpan longest)
{
    private const int ShortAttempts = 4;
    private int attempts;

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        var doublings = Math.Clamp(attempts++ - ShortAttempts, 0, 16);
        var bound = Math.Min(longest.TotalSeconds, 0.5 * Math.Pow(2, doublings));
        return TimeSpan.FromSeconds(random.NextDouble() * bound);
    }

    /// <summary>To be called when an attempt had success.</summary>
    public void Reset() => attempts = 0;
}
