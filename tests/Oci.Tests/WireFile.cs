using System.Text.Json;

namespace MoodleNodeAgent.Oci;

/// <summary>The captures of what Oracle's own SDKs send and read.</summary>
internal static class WireFile
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "wire");

    public static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, name)));
        return document.RootElement.Clone();
    }

    public static IEnumerable<string> Operations() => Directory.EnumerateDirectories(Root)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json"))
        .Select(file => Path.GetRelativePath(Root, file))
        .Order(StringComparer.Ordinal);
}
