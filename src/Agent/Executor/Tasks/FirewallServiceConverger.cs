using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Whether a service is let in.</summary>
internal sealed record FirewallServiceState(bool Live, bool Permanent);

/// <summary>A service that firewalld lets in, now and at each boot.</summary>
internal sealed class FirewallServiceConverger(FirewallServiceTask spec) : NodeTask<FirewallServiceState>
{
    private const string Program = "/usr/bin/firewall-cmd";
    private const int No = 1;
    private const int NotRunning = 252;
    private readonly string kind = spec.Port.Length == 0 ? "service" : "port";
    private readonly string name = spec.Port.Length == 0 ? spec.Service : spec.Port;
    private bool skipped;

    protected override TaskOutcome Settled => new(skipped ? TaskStatus.Skipped : TaskStatus.Ok, "");

    protected override async Task<FirewallServiceState> ObserveAsync(
        TaskContext context, CancellationToken cancellation)
    {
        if (!File.Exists(context.Root.Map(Program)))
        {
            skipped = spec.WhenInstalled;
            return skipped ? new FirewallServiceState(!spec.Absent, !spec.Absent) : throw new TaskException(
                "firewall-missing",
                $"Cannot set the firewall {kind} {name}: firewalld is not installed. Install the package firewalld, "
                + "or leave this task out where the security lists of the network are the only firewall.");
        }

        return new FirewallServiceState(
            await AsksAsync([], context, cancellation), await AsksAsync(["--permanent"], context, cancellation));
    }

    protected override IReadOnlyList<string> Compare(FirewallServiceState state, TaskContext context)
    {
        List<string> differences = [];
        if (state.Live == spec.Absent)
        {
            differences.Add($"{name}: {Word(state.Live)} -> {Word(!spec.Absent)}");
        }

        if (state.Permanent == spec.Absent)
        {
            differences.Add($"{name} at boot: {Word(state.Permanent)} -> {Word(!spec.Absent)}");
        }

        return differences;
    }

    protected override async Task ConvergeAsync(
        FirewallServiceState state, TaskContext context, CancellationToken cancellation)
    {
        // Permanent first: what holds now only would be gone at the next boot without a word.
        if (state.Permanent == spec.Absent)
        {
            await SetAsync(["--permanent"], context, cancellation);
        }

        if (state.Live == spec.Absent)
        {
            await SetAsync([], context, cancellation);
        }
    }

    private async Task<bool> AsksAsync(
        IReadOnlyList<string> options, TaskContext context, CancellationToken cancellation)
    {
        var outcome = await context.Processes.RunAsync(Request("query", options, context), cancellation);
        return outcome.ExitCode switch
        {
            0 => true,
            No => false,
            NotRunning => throw new TaskException(
                "firewall-not-running",
                $"Cannot set the firewall {kind} {name}: firewalld is not running. "
                + "Put a task that starts firewalld.service before this one."),
            _ => throw new TaskException(
                "firewall-refused",
                $"Cannot ask for the firewall {kind} {name}: firewall-cmd ended with {outcome.ExitCode}: "
                + outcome.Tail(context.Limits.ErrorTail)),
        };
    }

    private Task SetAsync(IReadOnlyList<string> options, TaskContext context, CancellationToken cancellation) =>
        context.RequireAsync(
            Request(spec.Absent ? "remove" : "add", options, context), "firewall-refused",
            $"set the firewall {kind} {name}", cancellation);

    private ProcessRequest Request(string verb, IReadOnlyList<string> options, TaskContext context) => new()
    {
        Program = Program,
        Arguments = [.. options, .. Zone, $"--{verb}-{kind}={name}"],
        OutsideSandbox = true,
        Timeout = context.Limits.Query,
    };

    private IEnumerable<string> Zone => spec.Zone.Length == 0 ? [] : [$"--zone={spec.Zone}"];

    private static string Word(bool letIn) => letIn ? "let in" : "not let in";
}
