using System.Globalization;
using System.Text.RegularExpressions;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>Changes nodes.count in the text of a site file, and nothing beside it.</summary>
internal static partial class NodeCount
{
    /// <summary>The text with this many nodes, and the line that changed, from 1.</summary>
    /// <exception cref="CommandFailure">The key cannot be changed by a program.</exception>
    public static (string Text, int Line) Change(SiteFileResult file, string text, int nodes)
    {
        var number = nodes.ToString(CultureInfo.InvariantCulture);
        if (!file.Positions.TryGetValue("nodes.count", out var key))
        {
            if (file.Positions.ContainsKey("nodes"))
            {
                throw new CommandFailure(
                    ExitCode.Usage,
                    $"{file.File} has nodes, but no count below it. Write count: {number} there and apply the file.");
            }

            var end = text.Length == 0 || text.EndsWith('\n') ? "" : "\n";
            var whole = $"{text}{end}nodes: {{ count: {number} }}\n";
            return (whole, whole.Count(character => character == '\n'));
        }

        var start = OffsetOf(text, key);
        var match = Entry().Match(text, start);
        return match.Success && match.Index == start
            ? (string.Concat(text.AsSpan(0, match.Groups[1].Index), number, text.AsSpan(match.Groups[1].Index + match.Groups[1].Length)), key.Line)
            : throw new CommandFailure(
                ExitCode.Usage,
                $"{file.File}:{key.Line}: cannot tell where the number of nodes stands. Write count: {number} there and apply "
                + "the file.");
    }

    private static int OffsetOf(string text, Position position)
    {
        var offset = 0;
        for (var line = 1; line < position.Line; line++)
        {
            offset = text.IndexOf('\n', offset) + 1;
        }

        return Math.Min(text.Length, offset + position.Column - 1);
    }

    // Sample: "count: 2", 'count' : "2"
    [GeneratedRegex("""["']?count["']?[ \t]*:[ \t]*["']?([0-9]+)""")]
    private static partial Regex Entry();
}
