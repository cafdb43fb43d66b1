using Microsoft.Extensions.Time.Testing;

namespace MoodleNodeAgent.Oci.Calls;

/// <summary>A clock that jumps over every pause shorter than the time that an attempt may take.</summary>
internal sealed class HurriedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < new OciClientOptions { Region = "" }.AttemptTimeout)
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
