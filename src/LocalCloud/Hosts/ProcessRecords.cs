using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>A process that cannot be taken for another: a pid alone is given out again.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Start in clock ticks since boot, field 22 of /proc/PID/stat.</param>
internal sealed record ProcessIdentity(int Pid, long StartTicks)
{
    /// <summary>The process with this pid, or null when there is none.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        try
        {
            // 4711 (name with ) and spaces) S 1 4711 ... ; the fields after the last parenthesis begin with the third.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X"
                ? null
                : new ProcessIdentity(pid, long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether this very process still runs.</summary>
    public bool IsRunning => Of(Pid) == this;
}

/// <summary>The long-lived processes of a local cloud, recorded in its folder, one JSON file for each:
/// {"pid":4711,"startTime":123456,"what":"..."}. `down` ends whatever is recorded there, by whomever.</summary>
internal sealed partial class ProcessRecords(StateDirectory state)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Records a process under a name; a later one of the same name takes its place.</summary>
    public void Write(string name, ProcessIdentity process)
    {
        var path = PathOf(name);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(
            new ProcessRecord(process.Pid, process.StartTicks, name), s_json));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Records the calling process, so that `down` ends it first.</summary>
    public void WriteSelf() => Write("serve", ProcessIdentity.Of(Environment.ProcessId)!);

    /// <summary>Forgets a process.</summary>
    public void Remove(string name) => File.Delete(PathOf(name));

    /// <summary>The recorded process if it still runs.</summary>
    public ProcessIdentity? Find(string name)
    {
        if (!File.Exists(PathOf(name)))
        {
            return null;
        }

        ProcessRecord record = JsonSerializer.Deserialize<ProcessRecord>(File.ReadAllText(PathOf(name)), s_json)!;
        var process = new ProcessIdentity(record.Pid, record.StartTime);
        return process.IsRunning ? process : null;
    }

    /// <summary>All names that are recorded.</summary>
    public IReadOnlyList<string> Names =>
        [.. Directory.EnumerateFiles(state.Processes, "*.json").Select(Path.GetFileNameWithoutExtension).Order()!];

    /// <summary>Sends a signal to a process if it is still the same one.</summary>
    public static void Signal(ProcessIdentity process, int signal)
    {
        if (process.IsRunning)
        {
            // It may have ended in between; then there is nothing left to do.
            _ = Kill(process.Pid, signal);
        }
    }

    private sealed record ProcessRecord(int Pid, long StartTime, string What);

    private string PathOf(string name) => Path.Combine(state.Processes, name + ".json");

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
