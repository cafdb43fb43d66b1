namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Reads the tables of operations and models: an indented line goes on with the one above.</summary>
internal static class TableText
{
    public static IReadOnlyList<string> Lines(string text)
    {
        var lines = new List<string>();
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith(' '))
            {
                lines[^1] += line[1..];
            }
            else if (line.Length > 0)
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
