namespace MoodleNodeAgent.Oci;

/// <summary>So many at a time, in the order in which they came. The one who waits goes on where it waited: no thread is
/// involved, so that a simulation stays in one.</summary>
public sealed class Slots(int count)
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> waiting = [];
    private int free = count;

    /// <summary>Takes a slot if one is free now.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            return free > 0 && free-- > 0;
        }
    }

    /// <summary>Runs the work once a slot is free.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await EnterAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Gives a slot back, to the first who waits.</summary>
    public void Leave()
    {
        TaskCompletionSource? next = null;
        lock (gate)
        {
            while (next is null && waiting.First is { } first)
            {
                waiting.RemoveFirst();
                next = first.Value.Task.IsCompleted ? null : first.Value;
            }

            if (next is null)
            {
                free++;
                return;
            }
        }

        if (!next.TrySetResult())
        {
            // It was cancelled at this moment: the slot is the next one's.
            Leave();
        }
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.AddLast(turn);
        }

        await using (cancellation.Register(() => turn.TrySetCanceled(cancellation)))
        {
            await turn.Task;
        }
    }
}
