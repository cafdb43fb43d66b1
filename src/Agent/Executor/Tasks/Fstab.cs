using System.Globalization;
using System.Text;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>A line of /etc/fstab, its fields decoded.</summary>
internal sealed record FstabEntry(string Source, string Path, string Type, string Options);

/// <summary>/etc/fstab by line: the line of one mount point is ours, all others stay as they are, byte for byte.</summary>
internal static class Fstab
{
    // What fstab(5) and the kernel's mount tables write as octal.
    private const string Escaped = " \t\n\\#";

    /// <summary>The file with this entry. Its own text when the entry stands there already, however it is spaced.
    /// </summary>
    /// <param name="text">Each character is one byte (Latin-1), so that foreign bytes survive.</param>
    public static string With(string text, FstabEntry entry)
    {
        var line = $"{Encode(entry.Source)} {Encode(entry.Path)} {Encode(entry.Type)} {Encode(entry.Options)} 0 0\n";
        var result = new StringBuilder(text.Length + line.Length);
        var placed = false;
        foreach (var existing in Lines(text))
        {
            if (Parse(existing) is not { } found || found.Path != entry.Path)
            {
                result.Append(existing);
            }
            else if (!placed)
            {
                result.Append(found == entry ? existing : line);
                placed = true;
            }
        }

        if (!placed)
        {
            if (result.Length > 0 && result[^1] != '\n')
            {
                result.Append('\n');
            }

            result.Append(line);
        }

        return result.ToString();
    }

    /// <summary>The first line of a mount point, without its end; null when there is none.</summary>
    public static string? LineOf(string text, string path) =>
        Lines(text).FirstOrDefault(line => Parse(line)?.Path == path)?.TrimEnd('\n');

    /// <summary>Fields of a line; null for comments, blank lines and what is not one.</summary>
    public static FstabEntry? Parse(string line)
    {
        var fields = line.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 3 || fields[0].StartsWith('#')
            ? null
            : new FstabEntry(
                Decode(fields[0]), Decode(fields[1]), Decode(fields[2]), fields.Length > 3 ? Decode(fields[3]) : "");
    }

    /// <summary>Undoes "\040" and its like.</summary>
    public static string Decode(string field)
    {
        if (!field.Contains('\\'))
        {
            return field;
        }

        var result = new StringBuilder(field.Length);
        for (var index = 0; index < field.Length; index++)
        {
            if (field[index] == '\\' && index + 3 < field.Length
                && field.AsSpan(index + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                result.Append((char)Convert.ToInt32(field.Substring(index + 1, 3), 8));
                index += 3;
            }
            else
            {
                result.Append(field[index]);
            }
        }

        return result.ToString();
    }

    public static string Encode(string field) => string.Concat(field.Select(letter => Escaped.Contains(letter)
        ? string.Create(CultureInfo.InvariantCulture, $"\\{Convert.ToString(letter, 8).PadLeft(3, '0')}")
        : letter.ToString()));

    /// <summary>Lines with their ends.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            yield return text[start..next];
            start = next;
        }
    }
}
