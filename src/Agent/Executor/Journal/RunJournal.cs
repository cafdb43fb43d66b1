using System.Text.RegularExpressions;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Journal;

/// <summary>One file for each run, written before the run starts: so a run happens once and its result is never lost.
/// </summary>
internal sealed partial class RunJournal
{
    private const uint OwnerOnly = 0b110_000_000;
    private readonly string folder;
    private readonly string epochFile;
    private readonly Lock gate = new();

    /// <param name="folder">Created, closed to all but its owner, when it does not exist.</param>
    public RunJournal(string folder)
    {
        this.folder = folder;
        epochFile = Path.Join(Path.GetDirectoryName(folder), "epoch");
        Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Whether a run id may name a file.</summary>
    public static bool IsRunId(string runId) => RunId().IsMatch(runId);

    /// <summary>The entry of a run, or null when it was never seen.</summary>
    public JournalEntry? Find(string runId)
    {
        lock (gate)
        {
            var file = FileOf(runId);
            return File.Exists(file) ? JournalEntry.Parser.ParseFrom(File.ReadAllBytes(file)) : null;
        }
    }

    /// <summary>Writes an entry; it survives a power cut when this returns.</summary>
    public void Save(JournalEntry entry)
    {
        lock (gate)
        {
            AtomicFile.Write(FileOf(entry.RunId), entry.ToByteArray(), OwnerOnly);
        }
    }

    /// <summary>Marks a result as received by the coordinator; unknown and unfinished runs are left alone.</summary>
    public void Acknowledge(string runId)
    {
        lock (gate)
        {
            if (IsRunId(runId) && Find(runId) is { Result: not null, Acknowledged: false } entry)
            {
                entry.Acknowledged = true;
                Save(entry);
            }
        }
    }

    /// <summary>Gives a run the result "failed", unless the coordinator knows another one.</summary>
    /// <returns>False: it is unknown, or its result stands.</returns>
    public bool Fail(string runId, string reason)
    {
        lock (gate)
        {
            if (!IsRunId(runId) || Find(runId) is not { Acknowledged: false } entry
                || entry.Result is { Status: RunStatus.Failed })
            {
                return false;
            }

            entry.Result = new RunResult { RunId = runId, Status = RunStatus.Failed, Error = reason, Results = { entry.Done } };
            Save(entry);
            return true;
        }
    }

    /// <summary>Results that the coordinator has not acknowledged, oldest first.</summary>
    public IReadOnlyList<RunResult> Unacknowledged() =>
        [.. Entries().Where(entry => entry is { Result: not null, Acknowledged: false })
            .OrderBy(entry => entry.Started?.ToDateTimeOffset()).Select(entry => entry.Result)];

    /// <summary>Gives each run without a result the result "interrupted"; to be called before the first run.</summary>
    /// <param name="suspended">Runs that go on.</param>
    public IReadOnlyList<string> CloseUnfinished(IReadOnlyCollection<string> suspended)
    {
        List<string> interrupted = [];
        foreach (var entry in Entries().Where(entry => entry.Result is null && !suspended.Contains(entry.RunId)))
        {
            entry.Result = new RunResult
            {
                RunId = entry.RunId,
                Status = RunStatus.Interrupted,
                Error = "The executor ended in the middle of the run. Apply again under a new run id.",
            };
            Save(entry);
            interrupted.Add(entry.RunId);
        }

        return interrupted;
    }

    /// <summary>Highest epoch seen; 0 at first.</summary>
    public ulong Epoch()
    {
        lock (gate)
        {
            return File.Exists(epochFile) ? ulong.Parse(File.ReadAllText(epochFile).Trim()) : 0;
        }
    }

    /// <summary>Keeps an epoch when it is the highest so far; false when a higher one was seen.</summary>
    public bool TryAdvance(ulong epoch)
    {
        lock (gate)
        {
            var highest = Epoch();
            if (epoch > highest)
            {
                AtomicFile.Write(epochFile, System.Text.Encoding.ASCII.GetBytes($"{epoch}\n"), OwnerOnly);
            }

            return epoch >= highest;
        }
    }

    private List<JournalEntry> Entries()
    {
        lock (gate)
        {
            return [.. Directory.EnumerateFiles(folder, "*.run")
                .Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Select(file => JournalEntry.Parser.ParseFrom(File.ReadAllBytes(file)))];
        }
    }

    private string FileOf(string runId) => Path.Join(folder, $"{runId}.run");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,127}\z")]
    private static partial Regex RunId();
}
