using System.Collections.Concurrent;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Live sessions by node. The newest session of a node wins: the one before it is a dead connection that
/// nobody has noticed yet.</summary>
internal sealed class Sessions(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Session> _live = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _arrivals = new();

    /// <summary>Raised after a node dialled in or its last session ended, on the thread of that session.</summary>
    public event Action<string, bool>? ConnectionChanged;

    /// <summary>All nodes that have a session.</summary>
    public IReadOnlyCollection<string> Nodes => [.. _live.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The node's session; null: not connected.</summary>
    public Session? Find(string node) => _live.GetValueOrDefault(node);

    /// <summary>Registers the session and closes an older one of the node.</summary>
    public void Open(Session session)
    {
        Session? older = null;
        _live.AddOrUpdate(
            session.Node,
            session,
            (_, present) =>
            {
                older = present;
                return session;
            });
        older?.Close("the node dialled in again");
        if (_arrivals.TryRemove(session.Node, out TaskCompletionSource? arrival))
        {
            arrival.TrySetResult();
        }

        ConnectionChanged?.Invoke(session.Node, true);
    }

    /// <summary>Takes the session out, unless a newer one has its place.</summary>
    public void Remove(Session session)
    {
        if (_live.TryRemove(KeyValuePair.Create(session.Node, session)))
        {
            ConnectionChanged?.Invoke(session.Node, false);
        }
    }

    /// <summary>Waits until the node has a session.</summary>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    public async Task WaitAsync(string node, TimeSpan timeout, CancellationToken cancellation)
    {
        TaskCompletionSource arrival = _arrivals.GetOrAdd(
            node, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Find(node) is not null)
        {
            return;
        }

        await arrival.Task.WaitAsync(timeout, time, cancellation);
    }
}
