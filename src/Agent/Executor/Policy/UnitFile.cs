namespace MoodleNodeAgent.Agent.Executor.Policy;

/// <summary>Reads what a systemd unit file or drop-in sets.</summary>
internal static class UnitFile
{
    // systemd ends a line at each of these.
    private static readonly char[] LineEnds = ['\n', '\r', '\0'];

    /// <summary>Keys in the file; a line that is neither section, comment nor "Key=value" counts as a key as a whole,
    /// and so does a line that a backslash continues.</summary>
    public static IEnumerable<string> Keys(string text)
    {
        foreach (var line in text.Split(LineEnds).Select(line => line.Trim()))
        {
            if (line.EndsWith('\\'))
            {
                yield return line;
            }
            else if (line.Length > 0 && line[0] is not ('[' or '#' or ';'))
            {
                var end = line.IndexOf('=', StringComparison.Ordinal);
                yield return end < 0 ? line : line[..end].Trim();
            }
        }
    }
}
