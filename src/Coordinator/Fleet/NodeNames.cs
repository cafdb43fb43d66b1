using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>What a node may be called: a host name label, since it becomes one and a certificate's common name.</summary>
internal static partial class NodeNames
{
    /// <summary>Whether the text is a node's name.</summary>
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
