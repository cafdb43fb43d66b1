using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>The servers that this cloud has running, one file each under STATE/processes, so that another command can
/// end them after a crash. A process id alone may be somebody else's by then: the start time makes it certain.</summary>
internal sealed class ProcessRecords(string stateDirectory)
{
    private readonly string _directory = Path.Combine(stateDirectory, "processes");

    /// <summary>Writes the record of a running process.</summary>
    /// <returns>Path of the record.</returns>
    public string Add(int processId, string what)
    {
        Directory.CreateDirectory(_directory);
        long startTime = StartTimeOf(processId) ?? 0;
        string path = Path.Combine(_directory, $"{processId}-{startTime}.json");
        string unfinished = path + ".new";
        File.WriteAllText(
            unfinished,
            JsonSerializer.Serialize(
                new ProcessRecord(processId, startTime, what), ProcessRecordJson.Default.ProcessRecord));
        File.Move(unfinished, path, overwrite: true);
        return path;
    }

    /// <summary>Removes a record; one that is gone is no error.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // The state directory went first.
        }
    }

    /// <summary>Field 22 of /proc/PID/stat, in clock ticks since boot; null: no such process.</summary>
    public static long? StartTimeOf(int processId)
    {
        try
        {
            // Sample: 4711 (name with ) and spaces) S 1 4711 ... ; counting starts behind the last parenthesis.
            string text = File.ReadAllText($"/proc/{processId}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>One running server.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTime">Clock ticks since boot, field 22 of /proc/PID/stat.</param>
/// <param name="What">What it is, for people.</param>
internal sealed record ProcessRecord(int Pid, long StartTime, string What);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProcessRecord))]
internal sealed partial class ProcessRecordJson : JsonSerializerContext;
