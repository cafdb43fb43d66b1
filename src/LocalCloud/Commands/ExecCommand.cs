using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MoodleNodeAgent.LocalCloud.Hosts;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Commands;

/// <summary>`moodle-local-cloud exec NODE -- COMMAND`: runs a command inside a host, with this terminal.</summary>
internal static class ExecCommand
{
    private const int NoSuchHost = 1;

    public static Command Create()
    {
        Option<string> state = DownCommand.StateOption();
        var node = new Argument<string>("node") { Description = "Display name of the instance, or its last part: web-1 for demo-web-1." };
        var line = new Argument<string[]>("command") { Description = "Command and its arguments, after --." };
        var command = new Command("exec", "Runs a command as root inside a host.") { state, node, line };
        command.SetAction(async (parsed, cancellation) =>
        {
            var directory = StateDirectory.Open(parsed.GetValue(state)!);
            var name = parsed.GetValue(node)!;
            if (FindLeader(directory, name) is not { } leader)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    $"Cannot run a command in {name}: no such host runs in the local cloud of {directory.Path}. "
                    + "Name another one with --state, or launch it.");
                return NoSuchHost;
            }

            return await RunAsync(leader, parsed.GetValue(line)!, cancellation);
        });
        return command;
    }

    private static ProcessIdentity? FindLeader(StateDirectory state, string displayName)
    {
        var records = new ProcessRecords(state.Path);
        return Directory.EnumerateDirectories(state.Hosts)
            .Select(folder => Path.Combine(folder, "host.json"))
            .Where(File.Exists)
            .Select(file => JsonSerializer.Deserialize<HostRecord>(File.ReadAllText(file))!)
            .Where(host => host.DisplayName == displayName || host.InstanceId == displayName
                || host.DisplayName.EndsWith("-" + displayName, StringComparison.Ordinal))
            .OrderBy(host => host.DisplayName.Length)
            .Select(host => records.Find(host.Name + ".init"))
            .FirstOrDefault(leader => leader is not null);
    }

    private static async Task<int> RunAsync(
        ProcessIdentity leader, IReadOnlyList<string> line, CancellationToken cancellation)
    {
        // Not through CliWrap: the child has this program's own input, output and terminal.
        var start = new ProcessStartInfo("nsenter") { UseShellExecute = false };
        string[] entry = ["--target", leader.Pid.ToString(CultureInfo.InvariantCulture), "--all", "--"];
        foreach (var argument in entry.Concat(line))
        {
            start.ArgumentList.Add(argument);
        }

        var terminal = Environment.GetEnvironmentVariable("TERM");
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = "/root";
        start.Environment["USER"] = "root";
        start.Environment["LANG"] = "C.UTF-8";
        if (terminal is not null)
        {
            start.Environment["TERM"] = terminal;
        }

        using Process process = Process.Start(start)
            ?? throw new IOException("Cannot start nsenter. Install util-linux.");
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return process.ExitCode;
    }
}
