using System.Globalization;
using System.Text;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>Values as PHP source. Strings are single-quoted: nothing in them is ever interpreted.</summary>
internal static class PhpLiteral
{
    /// <summary>A string literal for any text.</summary>
    public static string String(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>A value of any kind; maps and lists are written one entry a line, from this depth of indentation.
    /// </summary>
    public static string Value(object value, int depth) => value switch
    {
        string text => String(text),
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        PhpRaw raw => raw.Source,
        IReadOnlyList<KeyValuePair<string, object>> map =>
            Block(map.Select(entry => $"{String(entry.Key)} => {Value(entry.Value, depth + 1)}"), depth),
        IReadOnlyList<object> list => Block(list.Select(item => Value(item, depth + 1)), depth),
        _ => throw new ArgumentException($"PHP has no literal for {value.GetType().Name} here.", nameof(value)),
    };

    /// <summary>A value of the site file as what it looks like: true, false, a whole number, else a text.</summary>
    public static object Typed(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text => number,
        _ => text,
    };

    private static string Block(IEnumerable<string> lines, int depth)
    {
        var indent = new string(' ', 4 * (depth + 1));
        var block = new StringBuilder("[\n");
        foreach (var line in lines)
        {
            block.Append(indent).Append(line).Append(",\n");
        }

        return block.Append(' ', 4 * depth).Append(']').ToString();
    }
}

/// <summary>A piece of PHP source that is taken as it is, such as "02770".</summary>
internal sealed record PhpRaw(string Source);
