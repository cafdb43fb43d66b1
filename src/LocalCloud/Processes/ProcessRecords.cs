using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>The long-lived processes of a local cloud, one file each in STATE/processes:
/// {"pid":4711,"startTime":123456,"what":"..."}. `down` ends whatever is recorded there.</summary>
internal sealed class ProcessRecords(string stateDirectory)
{
    /// <summary>Name of the process that serves the cloud itself.</summary>
    public const string Serve = "serve";

    private readonly string _directory = Path.Combine(stateDirectory, "processes");

    /// <summary>All names that are recorded.</summary>
    public IReadOnlyList<string> Names => !Directory.Exists(_directory)
        ? []
        :
        [
            .. Directory.EnumerateFiles(_directory, "*.json")
                .Select(path => Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(path)))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Records a process under a name; a later one of the same name takes its place.</summary>
    public void Write(string name, ProcessIdentity process)
    {
        Directory.CreateDirectory(_directory);
        string path = PathOf(name);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(
            new ProcessRecord(process.Pid, process.StartTime, name), ProcessRecordJson.Default.ProcessRecord));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Forgets a process; one that is not recorded is no error.</summary>
    public void Remove(string name)
    {
        try
        {
            File.Delete(PathOf(name));
        }
        catch (DirectoryNotFoundException)
        {
            // The state directory went first.
        }
    }

    /// <summary>The recorded process if it still runs.</summary>
    public ProcessIdentity? Find(string name)
    {
        try
        {
            ProcessRecord record = JsonSerializer.Deserialize(
                File.ReadAllText(PathOf(name)), ProcessRecordJson.Default.ProcessRecord)!;
            var process = new ProcessIdentity(record.Pid, record.StartTime);
            return process.IsRunning ? process : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(_directory, Uri.EscapeDataString(name) + ".json");
}

/// <summary>One running process.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTime">Clock ticks since boot, field 22 of /proc/PID/stat.</param>
/// <param name="What">What it is, for people; unique within the cloud.</param>
internal sealed record ProcessRecord(int Pid, long StartTime, string What);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProcessRecord))]
internal sealed partial class ProcessRecordJson : JsonSerializerContext;
