using MoodleNodeAgent.Agent.Executor.Host;

namespace MoodleNodeAgent.Agent.Executor.Journal;

/// <summary>Tasks that changed something since the last run that succeeded. A run that dies between a changed file and
/// the reload that it calls for would otherwise never reload: the next run finds the file right.</summary>
internal sealed class ChangeLedger(string file)
{
    /// <summary>Ids of the tasks.</summary>
    public IReadOnlySet<string> Read() =>
        File.Exists(file) ? File.ReadLines(file).ToHashSet(StringComparer.Ordinal) : new HashSet<string>();

    /// <summary>Adds a task, durably, before it changes anything.</summary>
    public void Add(string taskId) => Write(Read().Append(taskId).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Forgets tasks whose followers have seen the change.</summary>
    public void Remove(IEnumerable<string> taskIds)
    {
        var before = Read();
        var left = before.Except(taskIds).Order(StringComparer.Ordinal).ToList();
        if (left.Count < before.Count)
        {
            Write(left);
        }
    }

    private void Write(IEnumerable<string> ids) =>
        AtomicFile.Write(
            file, System.Text.Encoding.UTF8.GetBytes(string.Concat(ids.Select(id => id + "\n"))), 0b110_000_000);
}
