using System.Text;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Agent.Executor;
using MoodleNodeAgent.Agent.Executor.Drift;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Journal;
using MoodleNodeAgent.Agent.Executor.Policy;
using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Agent.Upgrade;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;
using Serilog.Core;

namespace MoodleNodeAgent.Agent.Fakes;

/// <summary>A host in a temporary folder, with the packaged policy. Its users are the one who runs the tests.</summary>
internal sealed class TemporaryHost : IDisposable
{
    private static readonly Logger Silent = new LoggerConfiguration().CreateLogger();
    private AnswerCache? answers;
    private KeptParts? kept;
    private readonly string folder = Directory.CreateTempSubdirectory("mna-").FullName;

    public TemporaryHost()
    {
        Root = new HostRoot(Path.Join(folder, "root"));
        var me = Native.Status("/proc/self")!.Value;
        var apache = me.Uid == 0 ? (48u, 48u) : (me.Uid, me.Gid);
        Write("/etc/passwd", $"root:x:{me.Uid}:{me.Gid}::/root:/bin/sh\napache:x:{apache.Item1}:{apache.Item2}::/:/bin/false\n");
        Write("/etc/group", $"root:x:{me.Gid}:\napache:x:{apache.Item2}:\n");
        // Links of the machine's own temporary folder must not count as leaving the policy.
        Policy = LocalPolicy.Load(PackagedPolicy());
    }

    public HostRoot Root { get; }
    public RecordingProcesses Processes { get; } = new();
    public FakeTimeProvider Time { get; } = new();
    public LocalPolicy Policy { get; init; }
    public string RunId { get; set; } = "";
    public string BootIdAtBegin { get; set; } = "";
    public RecordingSuspension Suspension { get; } = new();
    public Limits Limits { get; init; } = new();
    public FakeArtifacts Artifacts { get; } = new();
    public HashSet<string> Changed { get; } = [];
    public string State => Path.Join(folder, "state");
    public Logger Log { get; init; } = Silent;

    /// <summary>policy.toml as the package brings it.</summary>
    public static string PackagedPolicy()
    {
        var here = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(here, "packaging", "policy.toml")))
        {
            here = Path.GetDirectoryName(here) ?? throw new FileNotFoundException("packaging/policy.toml");
        }

        return Path.Join(here, "packaging", "policy.toml");
    }

    public TaskContext Context() => new()
    {
        Root = Root,
        Processes = Processes,
        Answers = answers ??= new AnswerCache(Root, Time),
        Accounts = new Accounts(Root),
        Policy = Policy,
        Limits = Limits,
        Artifacts = Artifacts,
        PreviousFolder = Path.Join(State, "previous"),
        RunId = RunId,
        Upgrade = Upgrade,
        Changed = Changed,
        BootIdAtBegin = BootIdAtBegin,
        Suspension = Suspension,
        Time = Time,
        Log = Log,
    };

    public RunEngine Engine(RunJournal? journal = null) => new(
        journal ?? Journal(), new ChangeLedger(Path.Join(State, "changed")),
        new SuspendedRuns(Path.Join(State, "suspended")), Kept, Context(), new TaskCatalogue());

    public UpgradeFolder Upgrade => new(Path.Join(State, UpgradeFolder.Name));

    public KeptParts Kept => kept ??= new KeptParts(Path.Join(State, "parts"));

    public RunJournal Journal() => new(Path.Join(State, "runs"));

    public Task<TaskOutcome> CheckAsync(TaskSpec spec) => RunAsync(spec, RunMode.Check);

    public Task<TaskOutcome> ApplyAsync(TaskSpec spec) => RunAsync(spec, RunMode.Apply);

    public Task<TaskException> FailAsync(TaskSpec spec) => Assert.ThrowsAsync<TaskException>(() => ApplyAsync(spec));

    public string Map(string path) => Root.Map(path);

    public string Read(string path) => File.ReadAllText(Map(path), Encoding.Latin1);

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Map(path))!);
        File.WriteAllText(Map(path), content, Encoding.Latin1);
    }

    /// <summary>Names, kinds, modes, times of change and contents of all there is; equal when nothing was written.</summary>
    public string Snapshot() => string.Join('\n', Directory
        .EnumerateFileSystemEntries(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
        })
        .Order(StringComparer.Ordinal)
        .Select(path => $"{path} {Native.Status(path)} {File.GetLastWriteTimeUtc(path).Ticks} "
            + (Native.Status(path)!.Value.Kind == FileKind.Regular ? File.ReadAllText(path) : "")));

    public void Dispose()
    {
        Log.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Task<TaskOutcome> RunAsync(TaskSpec spec, RunMode mode) => new TaskCatalogue().Create(spec).RunAsync(
        mode, Context(), () => { }, CancellationToken.None);
}
