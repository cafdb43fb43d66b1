using MoodleNodeAgent.Agent.Executor.Drift;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Journal;
using MoodleNodeAgent.Agent.Executor.Policy;
using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Agent.Upgrade;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>Puts the executor together.</summary>
internal static class ExecutorProcess
{
    private const string LinkUser = "mna-link";

    public static async Task RunAsync(
        AgentPaths paths, HostRoot root, Limits limits, TimeProvider time, ILogger log, ServiceManager manager,
        CancellationToken stopping)
    {
        var state = Path.Join(paths.State, "executor");
        Directory.CreateDirectory(
            state, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var accounts = new Accounts(root);
        var connection = new ExecutorConnection(limits, time);
        var journal = new RunJournal(Path.Join(state, "runs"));
        // sd_booted(3): the folder is there when PID 1 is systemd.
        var systemd = Directory.Exists("/run/systemd/system");
        var context = new TaskContext
        {
            Root = root,
            Processes = new HostProcessRunner(limits, systemd, time, log),
            Answers = new AnswerCache(root, time),
            Accounts = accounts,
            Policy = LocalPolicy.Load(Path.Join(paths.Settings, "policy.toml")),
            Limits = limits,
            Artifacts = connection,
            PreviousFolder = Path.Join(state, "previous"),
            Upgrade = new UpgradeFolder(Path.Join(state, UpgradeFolder.Name)),
            Changed = new HashSet<string>(),
            BootIdAtBegin = "",
            Suspension = new NoSuspension(),
            Time = time,
            Log = log,
        };
        var kept = new KeptParts(Path.Join(state, "parts"));
        var engine = new RunEngine(
            journal, new ChangeLedger(Path.Join(state, "changed")), new SuspendedRuns(Path.Join(state, "suspended")), kept,
            context, new TaskCatalogue());
        Task TellAsync(ExecutorMessage message) => connection.TellAsync(message, stopping);
        var service = new ExecutorService(
            engine, journal, kept, new DriftWatch(engine, kept, journal, root, TellAsync, limits, time, log),
            new HostLog(root, context.Processes, limits, TellAsync), connection, new PeerCheck(accounts, LinkUser, log),
            new ReadPoolFile(root, context.Policy, time, log), context.Upgrade,
            new TrustedRootsFile(Path.Join(paths.Settings, "ca.pem"), log), limits, log)
        {
            Listening = () => manager.Ready(),
        };
        await service.RunAsync(paths.Socket, stopping);
    }
}
