using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>Removes all that a local cloud left on this machine, however it ended: recorded processes, whatever runs in
/// its namespaces, its mounts, its namespaces (with them their links and rules), its hosts' disks.</summary>
internal sealed class Remains(StateDirectory state, HostLimits limits, TimeProvider time)
{
    private const string NamespaceFolder = "/run/netns";

    private readonly CommandRunner _commands = new();

    /// <summary>Ends a local cloud that still serves, then removes everything. Does nothing when nothing is left.
    /// </summary>
    /// <returns>One line for each thing that was removed.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(CancellationToken cancellation)
    {
        List<string> removed = [];
        var records = new ProcessRecords(state.Path);
        if (records.Find(ProcessRecords.Serve) is { } serve && serve.Pid != Environment.ProcessId)
        {
            serve.Signal(Posix.SignalTerminate);
            await ProcessIdentity.WaitForEndAsync([serve], limits.Shutdown, limits.Look, time, cancellation);
            serve.Signal(Posix.SignalKill);
            removed.Add($"process serve ({serve.Pid})");
        }

        List<ProcessIdentity> processes = [];
        // Inits of hosts sort after their nspawn ("NAME", "NAME.init"); they have to be ended first.
        foreach (var name in records.Names.Reverse())
        {
            if (records.Find(name) is { } process && process.Pid != Environment.ProcessId)
            {
                process.Signal(Posix.SignalKill);
                processes.Add(process);
                removed.Add($"process {name} ({process.Pid})");
            }
        }

        List<string> namespaces = FindNamespaces();
        foreach (var name in namespaces.Where(name => name != state.NamePrefix + VirtualNetwork.ControlName))
        {
            // What was started but not yet recorded, when the local cloud was killed at that very moment.
            foreach (ProcessIdentity process in await ProcessesInAsync(name, cancellation))
            {
                process.Signal(Posix.SignalKill);
                processes.Add(process);
            }
        }

        await ProcessIdentity.WaitForEndAsync(processes, limits.Kill, limits.Look, time, cancellation);
        foreach (var name in records.Names.Where(name => records.Find(name) is null))
        {
            records.Remove(name);
        }

        foreach (var mount in MountTable.Below(state.Path))
        {
            await _commands.RunAsync("umount", ["--lazy", mount], cancellation);
            removed.Add($"mount {mount}");
        }

        foreach (var name in namespaces)
        {
            // A veth pair ends with either side's namespace, but a namespace lives on while a process is in it.
            await RemoveLinksAsync(name, cancellation);
            await _commands.RunAsync("ip", ["netns", "delete", name], cancellation);
            removed.Add($"namespace {name}");
        }

        foreach (var folder in Directory.EnumerateDirectories(state.Hosts))
        {
            await _commands.RunAsync("rm", ["-rf", "--one-file-system", folder], cancellation);
            removed.Add($"disk {folder}");
        }

        return removed;
    }

    private List<string> FindNamespaces() => !Directory.Exists(NamespaceFolder)
        ? []
        :
        [
            .. Directory.EnumerateFiles(NamespaceFolder, state.NamePrefix + "*")
                .Select(path => Path.GetFileName(path)).Order(),
        ];

    private async Task<IReadOnlyList<ProcessIdentity>> ProcessesInAsync(string name, CancellationToken cancellation)
    {
        (_, var output, _) = await _commands.TryRunAsync("ip", ["netns", "pids", name], cancellation);
        return
        [
            .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => ProcessIdentity.Of(int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)))
                .OfType<ProcessIdentity>()
                .Where(process => process.Pid != Environment.ProcessId),
        ];
    }

    private async Task RemoveLinksAsync(string name, CancellationToken cancellation)
    {
        // 2: v0123456789ab@if2: <BROADCAST,...
        (_, var output, _) = await _commands.TryRunAsync(
            "ip", ["-netns", name, "-oneline", "link", "show", "type", "veth"], cancellation);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var link = line.Split(' ')[1].Split('@')[0].TrimEnd(':');
            await _commands.TryRunAsync("ip", ["-netns", name, "link", "delete", link], cancellation);
        }
    }
}
