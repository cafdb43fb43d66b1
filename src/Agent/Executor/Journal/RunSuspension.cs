using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Journal;

/// <summary>Suspends one run: the journal gets what is done, the spec waits for the next start.</summary>
internal sealed class RunSuspension(
    RunRequest request, JournalEntry entry, RunResult result, RunJournal journal, SuspendedRuns suspended) : IRunSuspension
{
    public void Suspend()
    {
        entry.Done.Clear();
        entry.Done.AddRange(result.Results);
        // First what is done, then the spec: without its spec the run is told as interrupted, which is safe.
        journal.Save(entry);
        suspended.Save(request);
    }

    public void Withdraw() => suspended.Forget(request.RunId);
}

/// <summary>Outside a run nothing can be suspended.</summary>
internal sealed class NoSuspension : IRunSuspension
{
    public void Suspend() => throw new InvalidOperationException("No run is under way.");

    public void Withdraw()
    {
    }
}
