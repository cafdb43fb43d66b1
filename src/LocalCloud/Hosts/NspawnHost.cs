using System.Text.Json;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>One host: an overlay over the base image, booted by systemd-nspawn inside its place of the VCN.</summary>
internal sealed class NspawnHost(
    InstanceSpec spec,
    StateDirectory state,
    string imageRoot,
    CommandRunner commands,
    HostLimits limits,
    TimeProvider time)
{
    // systemd's "halt now, in order" (systemd(1)): SIGRTMIN+4 is poweroff.
    private const int PowerOff = 34 + 4;

    private readonly ProcessRecords _records = new(state.Path);
    private RecordedProcess? _nspawn;
    private ProcessIdentity? _leader;

    /// <summary>The instance as launched.</summary>
    public InstanceSpec Spec => spec;

    /// <summary>The host's init, as this machine sees it; null when it does not run.</summary>
    public ProcessIdentity? Leader => _leader is { IsRunning: true } ? _leader : null;

    private string Name => state.NameFor(spec.InstanceId);

    private string Folder => Path.Combine(state.Hosts, Name);

    private string Root => Path.Combine(Folder, "root");

    /// <summary>Makes the disk if it is not there, mounts it and boots. Ends when init runs.</summary>
    public async Task StartAsync(NetworkPlace place, CancellationToken cancellation)
    {
        if (Leader is not null)
        {
            return;
        }

        await KillAsync(cancellation);
        await MountAsync(cancellation);
        _nspawn = RecordedProcess.Start(_records, Name,
        [
            "systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit", $"--machine={Name}",
            $"--hostname={spec.HostName}",
            $"--directory={Root}", $"--network-namespace-path={place.Path}", 
            // A terminal that only gives: the host's /dev/console is there and its output comes to the file below.
            "--console=read-only",
            // A virtual machine's root rules over its own network stack.
            "--capability=CAP_NET_ADMIN",
            "--kill-signal=SIGRTMIN+3", "--resolv-conf=off", "--timezone=off", "--link-journal=no",
            "--bind=/dev/fuse", $"--bind={state.Storage}:/run/moodle-local-cloud/storage-root",
        ],
        Path.Combine(Folder, "console.log"), ["SYSTEMD_NSPAWN_LOCK=0"]);
        try
        {
            _leader = await WaitForInitAsync(_nspawn, cancellation);
            _records.Write(Name + ".init", _leader);
        }
        catch
        {
            await KillAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Shuts down in order, by force after the limit. The disk stays.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (Leader is { } leader)
        {
            leader.Signal(PowerOff);
            await ProcessIdentity.WaitForEndAsync(
                [leader, _nspawn!.Identity], limits.Shutdown, limits.Look, time, cancellation);
        }

        await KillAsync(cancellation);
        await UnmountAsync(cancellation);
    }

    /// <summary>Ends the host at once and removes its disk.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        await KillAsync(cancellation);
        await UnmountAsync(cancellation);
        await commands.RunAsync("rm", ["-rf", "--one-file-system", Folder], cancellation);
    }

    private async Task<ProcessIdentity> WaitForInitAsync(RecordedProcess nspawn, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < limits.Boot && !nspawn.Exited.IsCompleted)
        {
            foreach (var child in nspawn.Identity.Children)
            {
                if (Directory.Exists($"/proc/{child}/root/run/systemd/system")
                    && ProcessIdentity.Of(child) is { } leader)
                {
                    return leader;
                }
            }

            await Task.Delay(limits.Look, time, cancellation);
        }

        throw new IOException(
            $"Cannot boot {spec.DisplayName}: its init did not start within {limits.Boot.TotalSeconds:0} s. It said: "
            + string.Join(" ", nspawn.Output.Split('\n').TakeLast(5)));
    }

    private async Task MountAsync(CancellationToken cancellation)
    {
        var upper = Path.Combine(Folder, "upper");
        var work = Path.Combine(Folder, "work");
        if (!Directory.Exists(upper))
        {
            Directory.CreateDirectory(
                Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await File.WriteAllTextAsync(Path.Combine(Folder, "host.json"),
                JsonSerializer.Serialize(new HostRecord(spec.InstanceId, spec.DisplayName, Name)), cancellation);
            Directory.CreateDirectory(work);
            Directory.CreateDirectory(Root);
            Directory.CreateDirectory(Path.Combine(upper, "etc"));
            await File.WriteAllTextAsync(Path.Combine(upper, "etc/hostname"), spec.HostName + "\n", cancellation);
            await File.WriteAllTextAsync(Path.Combine(upper, "etc/machine-id"),
                StateDirectory.Mark(spec.InstanceId)[..32] + "\n", cancellation);
        }

        if (MountTable.Below(Root).Count == 0)
        {
            await commands.RunAsync("mount",
            [
                "--types", "overlay", "overlay", "--options",
                $"lowerdir={imageRoot},upperdir={upper},workdir={work}", Root,
            ], cancellation);
        }
    }

    private async Task UnmountAsync(CancellationToken cancellation)
    {
        foreach (var mount in MountTable.Below(Root))
        {
            await commands.RunAsync("umount", ["--lazy", mount], cancellation);
        }
    }

    private async Task KillAsync(CancellationToken cancellation)
    {
        // Killing nspawn alone can leave the host's systemd alive, so its init goes first: with it ends every process
        // of its pid namespace.
        _leader?.Signal(Posix.SignalKill);
        if (_nspawn is { } nspawn)
        {
            nspawn.Signal(Posix.SignalKill);
            try
            {
                await nspawn.Exited.WaitAsync(limits.Kill, time, cancellation);
            }
            catch (TimeoutException exception)
            {
                throw new IOException(
                    $"Cannot end {spec.DisplayName}: its process {nspawn.Identity.Pid} is there "
                    + $"{limits.Kill.TotalSeconds:0} s after SIGKILL. Look at /proc/{nspawn.Identity.Pid}/stack.",
                    exception);
            }
        }

        if (_leader is { } leader)
        {
            await ProcessIdentity.WaitForEndAsync([leader], limits.Kill, limits.Look, time, cancellation);
        }

        _records.Remove(Name + ".init");
        _leader = null;
        _nspawn = null;
    }
}

/// <summary>What the folder of a host tells to other processes.</summary>
internal sealed record HostRecord(string InstanceId, string DisplayName, string Name);
