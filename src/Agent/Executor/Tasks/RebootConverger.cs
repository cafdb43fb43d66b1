using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Whether and why the host has to be booted anew.</summary>
/// <param name="Cause">Null: it has not.</param>
internal sealed record RebootState(string BootId, string? Cause);

/// <summary>One reboot; the run goes on after the boot.</summary>
internal sealed class RebootConverger(RebootTask spec) : NodeTask<RebootState>
{
    // As PID 1 sees it: a unit whose kernel settings are protected may see another one's in a container.
    private static readonly string[] BootIdPaths =
        ["/proc/1/root/proc/sys/kernel/random/boot_id", "/proc/sys/kernel/random/boot_id"];

    private const string NeedsRestarting = "/usr/bin/needs-restarting";
    private string? booted;

    /// <summary>Kernel's boot id; changes with each boot. Empty where the kernel tells none.</summary>
    public static string BootId(HostRoot root) =>
        BootIdPaths.Select(root.Map).FirstOrDefault(File.Exists) is { } file ? File.ReadAllText(file).Trim() : "";

    protected override TaskOutcome Settled => booted is null ? base.Settled : new(TaskStatus.Changed, booted);

    protected override async Task<RebootState> ObserveAsync(TaskContext context, CancellationToken cancellation)
    {
        var now = BootId(context.Root);
        if (context.BootIdAtBegin.Length > 0 && now != context.BootIdAtBegin)
        {
            booted = $"boot: {context.BootIdAtBegin} -> {now}";
            return new RebootState(now, null);
        }

        var changed = spec.WhenChanged.Where(context.Changed.Contains).ToList();
        if (changed.Count > 0)
        {
            return new RebootState(now, string.Join(", ", changed));
        }

        if (spec.WhenNeeded)
        {
            return new RebootState(now, await IsNeededAsync(context, cancellation) ? "needs-restarting asks for it" : null);
        }

        return new RebootState(now, spec.WhenChanged.Count == 0 ? "always" : null);
    }

    protected override IReadOnlyList<string> Compare(RebootState state, TaskContext context) =>
        state.Cause is null ? [] : [$"boot: {state.BootId} -> another ({state.Cause})"];

    protected override async Task ConvergeAsync(RebootState state, TaskContext context, CancellationToken cancellation)
    {
        context.Suspension.Suspend();
        try
        {
            await context.RequireAsync(
                new ProcessRequest
                {
                    Program = "/usr/bin/systemctl",
                    Arguments = ["--no-pager", "--no-ask-password", "--no-block", "reboot"],
                    Timeout = context.Limits.Query,
                },
                "reboot-refused", "boot the host anew", cancellation);
            // PID 1 ends the executor while it waits here.
            await Task.Delay(context.Limits.Reboot, context.Time, cancellation);
        }
        catch (TaskException)
        {
            context.Suspension.Withdraw();
            throw;
        }

        context.Suspension.Withdraw();
        throw new TaskException(
            "reboot-refused",
            $"Cannot boot the host anew: it was still up {context.Limits.Reboot.TotalSeconds:0} s after the order. "
            + "Look for units that hold the shutdown up (systemctl list-jobs).");
    }

    private static async Task<bool> IsNeededAsync(TaskContext context, CancellationToken cancellation)
    {
        var outcome = await context.Processes.RunAsync(
            new ProcessRequest
            {
                Program = NeedsRestarting,
                Arguments = ["--reboothint"],
                OutsideSandbox = true,
                Timeout = context.Limits.Query,
            },
            cancellation);
        return outcome.ExitCode switch
        {
            0 => false,
            1 => true,
            _ => throw new TaskException(
                "reboot-unknown",
                $"Cannot tell whether a reboot is needed: {NeedsRestarting} ended with {outcome.ExitCode}: "
                + $"{outcome.Tail(context.Limits.ErrorTail)} Install the package yum-utils."),
        };
    }
}

/// <summary>Keeps a run over a reboot.</summary>
internal interface IRunSuspension
{
    /// <summary>From now on the run goes on when the executor starts again.</summary>
    void Suspend();

    /// <summary>The executor was not ended after all.</summary>
    void Withdraw();
}
