using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Policy;
using MoodleNodeAgent.Agent.Upgrade;
using Serilog;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>What a task works with: the host, never the network.</summary>
internal sealed record TaskContext
{
    public required HostRoot Root { get; init; }
    public required IProcessRunner Processes { get; init; }
    public required AnswerCache Answers { get; init; }
    public required Accounts Accounts { get; init; }
    public required LocalPolicy Policy { get; init; }
    public required Limits Limits { get; init; }
    public required IArtifactSource Artifacts { get; init; }

    /// <summary>Folder that keeps the previous version of each file that was replaced.</summary>
    public required string PreviousFolder { get; init; }

    /// <summary>Run that the task is part of. Default empty: none, such as a look for drift.</summary>
    public string RunId { get; init; } = "";

    /// <summary>An upgrade of the agent itself.</summary>
    public required UpgradeFolder Upgrade { get; init; }

    /// <summary>Ids of the tasks that changed something in this run, or in an earlier one that did not succeed.</summary>
    public required IReadOnlySet<string> Changed { get; init; }

    /// <summary>Kernel's boot id when the run began, before a reboot that it asked for.</summary>
    public required string BootIdAtBegin { get; init; }

    /// <summary>Keeps the run over a reboot.</summary>
    public required IRunSuspension Suspension { get; init; }
    public required TimeProvider Time { get; init; }
    public required ILogger Log { get; init; }

    /// <summary>Runs a program that has to succeed.</summary>
    public async Task<ProcessOutcome> RequireAsync(
        ProcessRequest request, string code, string what, CancellationToken cancellation)
    {
        var outcome = await Processes.RunAsync(request, cancellation);
        return outcome.ExitCode == 0
            ? outcome
            : throw new TaskException(
                code,
                $"Cannot {what}: {request.Program} ended with {outcome.ExitCode}: {outcome.Tail(Limits.ErrorTail)}");
    }

    /// <summary>Path where the file really is, folders' links followed; it has to be inside the policy as well.</summary>
    public string Resolve(string path)
    {
        var resolved = Root.ResolveFolders(path);
        return Policy.AllowsPath(resolved)
            ? resolved
            : throw new TaskException(
                "path-leaves-policy",
                $"Cannot change {path}: a symbolic link leads to {resolved}, which the local policy does not allow.");
    }

    /// <summary>Makes the missing folders above a path: 0755, owned by root.</summary>
    public void CreateParents(string path) => PinnedPath.Make(Root, path).Dispose();

    /// <summary>Keeps the previous version of a file, for people to look at.</summary>
    public void KeepPrevious(string path, ReadOnlySpan<byte> content)
    {
        var kept = PreviousFolder + path;
        Directory.CreateDirectory(
            Path.GetDirectoryName(kept)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        AtomicFile.Write(kept, content, 0b110_000_000);
    }

    /// <summary>Runs what touches a file system that may hang, such as NFS of a dead server, with a time limit.</summary>
    public async Task<T> WithinAsync<T>(string path, Func<T> touch, CancellationToken cancellation)
    {
        // A thread of its own: it stays in the kernel for as long as the server is away.
        var work = Task.Factory.StartNew(
            touch, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(Limits.Query, Time, cancellation);
        }
        catch (TimeoutException)
        {
            throw new TaskException(
                "path-hangs",
                $"Cannot use {path}: its file system did not answer within {Limits.Query.TotalSeconds:0} s. "
                + "Check the server of the mount.");
        }
    }
}

/// <summary>Where archives come from: the link.</summary>
internal interface IArtifactSource
{
    /// <summary>Content of an artifact from an offset, part by part.</summary>
    /// <exception cref="IOException">The link or the coordinator is away; asking again later may help.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> FetchAsync(string sha256, long offset, CancellationToken cancellation);
}
