using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A unit as systemd knows it.</summary>
internal sealed record UnitState(bool Exists, string FileState, string ActiveState, bool DaemonReloadNeeded)
{
    private static readonly string[] Properties = ["LoadState", "ActiveState", "UnitFileState", "NeedDaemonReload"];

    public bool Running => ActiveState is "active" or "reloading";

    public static async Task<UnitState> ReadAsync(string unit, TaskContext context, CancellationToken cancellation)
    {
        var shown = await Systemctl.ShowAsync(context, unit, Properties, cancellation);
        return new UnitState(
            shown.GetValueOrDefault("LoadState") is not ("not-found" or null),
            shown.GetValueOrDefault("UnitFileState") is { Length: > 0 } fileState ? fileState : "not found",
            shown.GetValueOrDefault("ActiveState", "inactive"),
            shown.GetValueOrDefault("NeedDaemonReload") == "yes");
    }
}

/// <summary>A systemd unit: enabled, running, and reloaded or restarted when what it depends on has changed.</summary>
internal sealed class UnitConverger(UnitTask spec) : NodeTask<UnitState>
{
    // A static unit has no [Install] section: what needs it starts it.
    private static readonly string[] EnabledStates = ["enabled", "static", "indirect", "generated", "alias"];
    private bool followed;

    protected override Task<UnitState> ObserveAsync(TaskContext context, CancellationToken cancellation) =>
        UnitState.ReadAsync(spec.Name, context, cancellation);

    protected override IReadOnlyList<string> Compare(UnitState state, TaskContext context)
    {
        List<string> differences = [];
        if (state.DaemonReloadNeeded)
        {
            differences.Add("unit files: older in systemd's memory -> as on disk");
        }

        if (BootDiffers(state))
        {
            differences.Add($"at boot: {state.FileState} -> {(spec.Enabled ? "enabled" : "disabled")}");
        }

        if (state.Running != spec.Running)
        {
            differences.Add($"state: {state.ActiveState} -> {(spec.Running ? "active" : "inactive")}");
        }
        else if (Follow(state, context) is { } follow)
        {
            differences.Add($"settings: older in memory -> {follow.Verb} for {string.Join(", ", follow.Causes)}");
        }

        return differences;
    }

    protected override async Task ConvergeAsync(UnitState state, TaskContext context, CancellationToken cancellation)
    {
        if (state.DaemonReloadNeeded)
        {
            await Systemctl.ReloadDaemonAsync(context, cancellation);
        }

        if (!state.Exists && (spec.Enabled || spec.Running))
        {
            throw new TaskException(
                "unit-missing", $"Cannot start {spec.Name}: systemd has no such unit. Install its package first.");
        }

        if (BootDiffers(state))
        {
            await ActAsync(spec.Enabled ? "enable" : "disable", context, cancellation);
        }

        if (state.Running != spec.Running)
        {
            await ActAsync(spec.Running ? "start" : "stop", context, cancellation);
        }
        else if (Follow(state, context) is { } follow)
        {
            await ActAsync(follow.Verb, context, cancellation);
        }

        followed = true;
    }

    private bool BootDiffers(UnitState state) =>
        spec.Enabled ? !EnabledStates.Contains(state.FileState) : state.FileState == "enabled";

    private Task ActAsync(string verb, TaskContext context, CancellationToken cancellation) =>
        Systemctl.ActAsync(context, verb, spec.Name, $"unit-{verb}-failed", context.Limits.Unit, cancellation);

    private (string Verb, IReadOnlyList<string> Causes)? Follow(UnitState state, TaskContext context)
    {
        if (followed || !state.Running)
        {
            return null;
        }

        var restart = spec.RestartWhenChanged.Where(context.Changed.Contains).ToList();
        var reload = spec.ReloadWhenChanged.Where(context.Changed.Contains).ToList();
        return restart.Count > 0 ? ("restart", restart) : reload.Count > 0 ? ("reload-or-restart", reload) : null;
    }
}
