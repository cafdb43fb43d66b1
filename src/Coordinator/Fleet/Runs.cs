using System.Collections.Concurrent;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Runs whose result is awaited, by run id.</summary>
internal sealed class Runs
{
    private readonly ConcurrentDictionary<string, PendingRun> _pending = new();

    /// <summary>Notes a run.</summary>
    /// <exception cref="InvalidOperationException">The run id is awaited already.</exception>
    public void Add(PendingRun run)
    {
        if (!_pending.TryAdd(run.Request.RunId, run))
        {
            throw new InvalidOperationException(
                $"Run {run.Request.RunId} is awaited already. Await the first call, or use a new run id.");
        }
    }

    /// <summary>Forgets a run.</summary>
    public void Remove(PendingRun run) => _pending.TryRemove(KeyValuePair.Create(run.Request.RunId, run));

    /// <summary>The run, whoever's it is.</summary>
    public PendingRun? Find(string runId) => _pending.GetValueOrDefault(runId);

    /// <summary>All runs of a node.</summary>
    public IEnumerable<PendingRun> OfNode(string node) => _pending.Values.Where(run => run.Node == node);
}

/// <summary>A run on its way.</summary>
internal sealed class PendingRun(string node, RunRequest request, IProgress<TaskEvent>? progress)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<RunResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Session? _sentOn;
    private bool _isCancelled;

    /// <summary>Whose run it is.</summary>
    public string Node => node;

    /// <summary>What is sent.</summary>
    public RunRequest Request => request;

    /// <summary>Ends with the node's result.</summary>
    public Task<RunResult> Result => _result.Task;

    /// <summary>Whether it was ever sent; one that was not can be dropped without asking the agent.</summary>
    public bool WasSent { get; private set; }

    /// <summary>Sends the run, or once cancelled its cancellation, unless this session has it.</summary>
    /// <returns>Whether something was sent.</returns>
    public bool SendOn(Session session)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_sentOn, session) || !session.TrySend(Message()))
            {
                return false;
            }

            _sentOn = session;
            WasSent = true;
            return true;
        }
    }

    /// <summary>From now on each session gets the cancellation.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            _isCancelled = true;
            _sentOn = null;
        }
    }

    /// <summary>Hands an event to whoever asked for it.</summary>
    public void Report(TaskEvent taskEvent) => progress?.Report(taskEvent);

    /// <summary>Ends the run; a second result is the agent's repetition of the first.</summary>
    public bool TryEnd(RunResult result) => _result.TrySetResult(result);

    private CoordinatorMessage Message() => _isCancelled
        ? new CoordinatorMessage { Cancel = new CancelRun { RunId = request.RunId } }
        : new CoordinatorMessage { Run = request };
}
