using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Upgrade;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>The agent's own package. A guard of the version that is left installs the new one, which ends this executor;
/// the run goes on in the next one.</summary>
internal sealed class AgentUpgradeConverger(AgentUpgradeTask spec) : NodeTask<string>
{
    /// <summary>Copy of the program that guards; where SELinux lets systemd run programs.</summary>
    public const string Guard = "/usr/libexec/moodle-node-agent/before";

    private const string Program = "/usr/bin/moodle-node-agent";
    private const string Unit = "moodle-node-agent-upgrade.service";
    private string? left;

    protected override TaskOutcome Settled =>
        left is null ? base.Settled : new(TaskStatus.Changed, Difference(left));

    protected override async Task<string> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        var installed = await AgentPackage.InstalledAsync(
            context.Processes, context.Limits, outsideSandbox: true, cancellation);
        if (context.Upgrade.Order() is { } order && order.RunId == context.RunId)
        {
            left = order.From;
        }

        return installed;
    }

    protected override IReadOnlyList<string> Compare(string state, TaskContext context) =>
        state == spec.Version ? [] : [Difference(left ?? state)];

    protected override async Task ConvergeAsync(string state, TaskContext context, CancellationToken cancellation)
    {
        var isContinued = left is not null;
        context.Suspension.Suspend();
        try
        {
            await OrderAsync(state, context, cancellation);
            while (true)
            {
                if (context.Upgrade.FailureOf(context.RunId) is { } failure)
                {
                    throw new TaskException("agent-upgrade-failed", failure);
                }

                if (isContinued && await IsNewAsync(context, cancellation))
                {
                    context.Suspension.Withdraw();
                    return;
                }

                // The installation ends the executor that began while it waits here.
                await Task.Delay(context.Limits.UpgradeLook, context.Time, cancellation);
            }
        }
        catch (TaskException)
        {
            context.Suspension.Withdraw();
            throw;
        }
    }

    /// <summary>Whether this is the new version's executor and the transaction that started it is through: until then rpm
    /// knows both versions.</summary>
    private async Task<bool> IsNewAsync(TaskContext context, CancellationToken cancellation)
    {
        // "/usr/bin/moodle-node-agent (deleted)" is the version that is left, which is about to be ended.
        var self = new FileInfo(context.Root.Map("/proc/self/exe")).LinkTarget;
        return self?.EndsWith(" (deleted)", StringComparison.Ordinal) != true
            && await AgentPackage.InstalledAsync(
                context.Processes, context.Limits, outsideSandbox: true, cancellation) == spec.Version;
    }

    private async Task OrderAsync(string installed, TaskContext context, CancellationToken cancellation)
    {
        if (context.Upgrade.Order() is { } present && present.RunId != context.RunId)
        {
            throw new TaskException(
                "agent-upgrade-busy",
                $"Cannot upgrade the agent: run {present.RunId} upgrades it to {present.To} already. Try again in a minute.");
        }

        if (context.Upgrade.Order() is null)
        {
            await context.RequireAsync(
                new ProcessRequest
                {
                    Program = "/usr/bin/cp",
                    Arguments = ["--remove-destination", Program, Guard],
                    OutsideSandbox = true,
                    Timeout = context.Limits.Query,
                },
                "agent-upgrade-failed", "keep this version of the agent", cancellation);
            var window = spec.Window?.ToTimeSpan() is { } own && own > TimeSpan.Zero ? own : context.Limits.UpgradeWindow;
            context.Upgrade.Begin(new AgentUpgradeOrder
            {
                RunId = context.RunId,
                From = installed,
                To = spec.Version,
                Window = window.ToDuration(),
            });
        }

        // A guard that runs already goes on.
        await context.RequireAsync(
            new ProcessRequest
            {
                Program = "/usr/bin/systemctl",
                Arguments = ["--no-pager", "--no-ask-password", "--no-block", "start", Unit],
                Timeout = context.Limits.Query,
            },
            "agent-upgrade-failed", $"start {Unit}", cancellation);
    }

    private string Difference(string from) => $"{AgentPackage.Name}: {from} -> {spec.Version}";
}
