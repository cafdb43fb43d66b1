using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>A plan that was looked at and is to be applied as it is: what it was made from, and its fingerprint.</summary>
internal sealed partial record SavedPlan
{
    private const string Words = "moodlectl plan 1";

    /// <summary>Says what the file is.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Absolute path of the site file.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the site file, hex.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>Absolute path of --archive; null: not given.</summary>
    public string? Archive { get; init; }

    /// <summary>--sha256; null: not given.</summary>
    public string? ArchiveSha256 { get; init; }

    /// <summary>The plan's fingerprint, as the coordinator gave it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The plan of this site file.</summary>
    public static SavedPlan Of(string site, string file, ArchiveChoice choice, string fingerprint) => new()
    {
        Kind = Words,
        Site = site,
        File = Path.GetFullPath(file),
        FileSha256 = HashOf(file),
        Archive = choice.File is null ? null : Path.GetFullPath(choice.File),
        ArchiveSha256 = choice.Sha256,
        Fingerprint = fingerprint,
    };

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        try
        {
            System.IO.File.WriteAllText(path, JsonSerializer.Serialize(this, PlanContext.Default.SavedPlan) + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"Cannot write the plan to {path}: {failure.Message}");
        }
    }

    /// <summary>Reads the file if it is a saved plan; null: it is something else, such as a site file.</summary>
    /// <exception cref="CommandFailure">It is a plan, and cannot be used any more.</exception>
    public static SavedPlan? TryRead(string path)
    {
        try
        {
            var bytes = System.IO.File.ReadAllBytes(path);
            if (!bytes.AsSpan().TrimStart((byte)' ').StartsWith("{"u8))
            {
                return null;
            }

            var plan = JsonSerializer.Deserialize(bytes, PlanContext.Default.SavedPlan);
            return plan is null || plan.Kind != Words ? null : plan.Checked(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            // Whatever is wrong with it, it is told where a site file is read.
            return null;
        }
    }

    private SavedPlan Checked(string path) => System.IO.File.Exists(File) && HashOf(File) == FileSha256
        ? this
        : throw new CommandFailure(
            ExitCode.Usage,
            $"Cannot apply {path}: its site file {File} is gone or has changed since. Make a new plan with moodlectl plan "
            + "-o, and look at it again.");

    private static string HashOf(string file) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(System.IO.File.ReadAllText(file))));

    [JsonSerializable(typeof(SavedPlan))]
    [JsonSourceGenerationOptions(WriteIndented = true)]
    private sealed partial class PlanContext : JsonSerializerContext;
}
