namespace MoodleNodeAgent.LocalCloud.Clock;

/// <summary>A clock that stands still until it is moved.</summary>
/// <param name="start">What it shows first.</param>
internal sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves it forward.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, Math.Max(0, by.Ticks));
}
