namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>When each heartbeat was committed on the primary. A replica that shows one of them is as far behind as the
/// next one is old; no clock of a server is in it, and a primary that takes no heartbeats makes no replica late.</summary>
internal sealed class Heartbeats(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    private readonly Lock gate = new();
    private readonly SortedList<long, long> committed = [];

    /// <summary>Notes that this heartbeat is on the primary.</summary>
    public void Committed(long number)
    {
        lock (gate)
        {
            committed[number] = time.GetTimestamp();
            while (time.GetElapsedTime(committed.GetValueAtIndex(0)) > Kept)
            {
                committed.RemoveAt(0);
            }
        }
    }

    /// <summary>How far behind a server is that shows this heartbeat; null: nothing was committed yet.</summary>
    public TimeSpan? LagOf(long number)
    {
        lock (gate)
        {
            if (committed.Count == 0)
            {
                return null;
            }

            // The first one after it.
            var (low, high) = (0, committed.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = committed.GetKeyAtIndex(middle) > number ? (low, middle) : (middle + 1, high);
            }

            return low == committed.Count ? TimeSpan.Zero : time.GetElapsedTime(committed.GetValueAtIndex(low));
        }
    }
}
