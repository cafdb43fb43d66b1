namespace MoodleNodeAgent.Simulation;

/// <summary>Runs everything on the calling thread, one continuation after the other: in the order in which they became
/// ready, or in one that chance decides.</summary>
/// <param name="time">The clock, moved when nothing is ready.</param>
/// <param name="chance">Picks the next continuation; null: the oldest.</param>
internal sealed class OneThread(SimulatedTime time, Random? chance) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Work, object? State)> ready = [];
    private readonly int thread = Environment.CurrentManagedThreadId;
    private int first;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            throw new InvalidOperationException(
                $"A continuation left the thread of the simulation: {(state as Delegate)?.Target}");
        }

        ready.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Runs the work to its end.</summary>
    /// <param name="work">Begins it.</param>
    /// <param name="isDead">Whether the process died meanwhile: then what is left of it never runs.</param>
    /// <returns>Null: it died.</returns>
    public Task<T>? Run<T>(Func<Task<T>> work, Func<bool> isDead)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            while (!task.IsCompleted && !isDead())
            {
                if (!Step() && !time.Advance())
                {
                    throw new InvalidOperationException("The simulation is stuck: nothing is ready, and no timer is set.");
                }
            }

            return isDead() ? null : task;
        }
        finally
        {
            ready.Clear();
            first = 0;
            time.Clear();
            SetSynchronizationContext(before);
        }
    }

    private bool Step()
    {
        if (first == ready.Count)
        {
            ready.Clear();
            first = 0;
            return false;
        }

        if (chance is not null)
        {
            var pick = chance.Next(first, ready.Count);
            (ready[first], ready[pick]) = (ready[pick], ready[first]);
        }

        var (work, state) = ready[first++];
        work(state);
        return true;
    }
}
