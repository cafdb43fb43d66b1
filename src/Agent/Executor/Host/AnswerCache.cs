using System.Collections.Concurrent;
using System.Globalization;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>Answers of programs that can only change when some files do, such as rpm's when its database does. Kept in
/// memory for the life of the executor.</summary>
internal sealed class AnswerCache(HostRoot root, TimeProvider time)
{
    /// <summary>Folders of rpm's database, on Enterprise Linux 8 to 10.</summary>
    public static readonly IReadOnlyList<string> PackageDatabase = ["/var/lib/rpm", "/usr/lib/sysimage/rpm"];

    /// <summary>Files whose time of change is younger than this may change again without one more tick of the clock of
    /// the file system; an answer about them is not kept.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (string Key, ProcessOutcome Answer)> answers = new(StringComparer.Ordinal);

    /// <summary>The answer of a program; the program is only started when one of the sources has changed since.</summary>
    /// <param name="isAnswer">Whether the program answered; what it says of a failure of its own is not kept.</param>
    /// <param name="sources">Files and folders (their own files count, not those below); absent ones count as such.</param>
    public async Task<ProcessOutcome> AskAsync(
        ProcessRequest request, IReadOnlyList<string> sources, Func<ProcessOutcome, bool> isAnswer,
        IProcessRunner processes, CancellationToken cancellation)
    {
        var question = string.Join('\0', request.Arguments.Prepend(request.Program));
        var (key, _) = KeyOf(sources);
        if (answers.TryGetValue(question, out var kept) && kept.Key == key)
        {
            return kept.Answer;
        }

        var answer = await processes.RunAsync(request, cancellation);
        var (after, settled) = KeyOf(sources);
        if (after == key && settled && isAnswer(answer))
        {
            answers[question] = (key, answer);
        }
        else
        {
            answers.TryRemove(question, out _);
        }

        return answer;
    }

    private (string Key, bool Settled) KeyOf(IReadOnlyList<string> sources)
    {
        var files = sources.Select(root.Map).SelectMany(Files).Order(StringComparer.Ordinal).ToList();
        var youngest = time.GetUtcNow().UtcDateTime - Tick;
        var settled = files.Count > 0;
        var kernel = root.Map("/sys/");
        var key = new System.Text.StringBuilder();
        foreach (var path in files)
        {
            var file = new FileInfo(path);
            var changed = file.LastWriteTimeUtc;
            settled &= changed < youngest;
            // The kernel's files tell neither time nor size, and are short.
            var content = path.StartsWith(kernel, StringComparison.Ordinal) ? File.ReadAllText(path) : "";
            key.Append(CultureInfo.InvariantCulture, $"{path}\0{changed.Ticks}\0{(file.Exists ? file.Length : -1)}\0{content}\n");
        }

        return (key.ToString(), settled);
    }

    // Locks and shared memory change when somebody only reads.
    private static IEnumerable<string> Files(string source) => Directory.Exists(source)
        ? Directory.EnumerateFiles(source).Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)
            && !path.EndsWith(".lock", StringComparison.Ordinal) && !path.Contains("__db.", StringComparison.Ordinal))
        : File.Exists(source) ? [source] : [];
}
