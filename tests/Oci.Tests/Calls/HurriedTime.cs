using Microsoft.Extensions.Time.Testing;

namespace MoodleNodeAgent.Oci.Calls;

/// <summary>A clock that jumps over every pause shorter than the time that an attempt may take.</summary>
internal sealed class HurriedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>Pauses from this length on are not jumped over; default: the time that an attempt may take.</summary>
    public TimeSpan Longest { get; set; } = new OciClientOptions { Region = "" }.AttemptTimeout;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < Longest)
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
