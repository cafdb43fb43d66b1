using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>Captures of what Oracle's SDKs send, beside these tests.</summary>
internal static class WireFile
{
    public static JsonNode Read(string name, [CallerFilePath] string here = "") =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Wire", name)))!;
}
