using System.Runtime.CompilerServices;
using Grpc.Core;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>An apply with its events so far, so that it does not depend on who listens.</summary>
internal sealed class RunningApply(string site, string owner, DateTimeOffset start) : IProgress<ApplyEvent>
{
    private readonly Lock _lock = new();
    private readonly List<ApplyEvent> _events = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    /// <summary>Name of the site.</summary>
    public string Site => site;

    /// <summary>Who started it.</summary>
    public string Owner => owner;

    /// <summary>When it was started.</summary>
    public DateTimeOffset Start => start;

    /// <inheritdoc />
    public void Report(ApplyEvent value) => Add(value, isLast: false);

    /// <summary>Adds the last event.</summary>
    public void End(ApplyEnded ended) => Add(new ApplyEvent { Ended = ended }, isLast: true);

    /// <summary>All events from the first one, until the last.</summary>
    public async IAsyncEnumerable<ApplyEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int next = 0; ;)
        {
            ApplyEvent[] fresh;
            Task changed;
            bool hasEnded;
            lock (_lock)
            {
                fresh = [.. _events.Skip(next)];
                changed = _changed.Task;
                hasEnded = _hasEnded;
            }

            foreach (ApplyEvent one in fresh)
            {
                yield return one;
            }

            next += fresh.Length;
            if (hasEnded)
            {
                yield break;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Sends all events to a client until the last one, or until it goes; the apply goes on.</summary>
    public async Task SendAsync(IServerStreamWriter<ApplyEvent> client, CancellationToken cancellation)
    {
        try
        {
            await foreach (ApplyEvent one in EventsAsync(cancellation))
            {
                await client.WriteAsync(one, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The client went away; the apply goes on.
        }
    }

    private void Add(ApplyEvent value, bool isLast)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (_hasEnded)
            {
                return;
            }

            _events.Add(value);
            _hasEnded = isLast;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }
}
