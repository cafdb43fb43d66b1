using System.Globalization;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>One map of the site file. Whoever asks for a key makes it known; what nobody asked for is reported by
/// <see cref="RejectUnknownKeys"/>.</summary>
internal sealed class Section
{
    private readonly string path;
    private readonly ProblemList problems;
    private readonly Dictionary<string, YamlEntry> entries = [];
    private readonly HashSet<string> known = [];

    public Section(string path, Position position, YamlMap? map, ProblemList problems)
    {
        this.path = path;
        this.problems = problems;
        Position = position;
        foreach (var entry in map?.Entries ?? [])
        {
            if (!entries.TryAdd(entry.Key, entry))
            {
                problems.Add(
                    entry.Position,
                    $"{PathOf(Printable(entry.Key))}: this key stands here twice, first in line "
                    + $"{entries[entry.Key].Position.Line}. Remove one of them.");
            }
        }
    }

    /// <summary>Where the section begins.</summary>
    public Position Position { get; }

    /// <summary>Keys that the file has, in its order.</summary>
    public IReadOnlyList<string> Keys => [.. entries.Keys];

    /// <summary>Whether the file has the key.</summary>
    public bool Has(string key)
    {
        known.Add(key);
        return entries.ContainsKey(key);
    }

    /// <summary>Place of the key, or of this section when the key is not there.</summary>
    public Position PositionOf(string key) => entries.TryGetValue(key, out var entry) ? entry.Position : Position;

    public string? Text(string key) => Scalar(key, "a text") is { } scalar ? scalar.Text : null;

    public int? Integer(string key, string example)
    {
        if (Scalar(key, $"a whole number such as {example}") is not { } scalar)
        {
            return null;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign;
        if (scalar.IsPlain && int.TryParse(scalar.Text, style, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Report(key, $"{Quote(scalar.Text)} is no whole number. Write one such as {example}.");
        return null;
    }

    public double? Number(string key, string example)
    {
        if (Scalar(key, $"a number such as {example}") is not { } scalar)
        {
            return null;
        }

        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (scalar.IsPlain
            && double.TryParse(scalar.Text, style, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number))
        {
            return number;
        }

        Report(key, $"{Quote(scalar.Text)} is no number. Write one such as {example}.");
        return null;
    }

    public bool? Flag(string key)
    {
        if (Scalar(key, "true or false") is not { } scalar)
        {
            return null;
        }

        if (scalar.IsPlain && bool.TryParse(scalar.Text, out var flag))
        {
            return flag;
        }

        Report(key, $"{Quote(scalar.Text)} is neither true nor false. Write true or false, without quotes.");
        return null;
    }

    /// <summary>The map under the key; an empty one when the key is not there, so that all defaults apply.</summary>
    public Section Map(string key)
    {
        var position = PositionOf(key);
        var value = Value(key);
        if (value is not null and not YamlMap)
        {
            Report(key, "this has to be a map of keys and values.");
        }

        return new Section(PathOf(key), position, value as YamlMap, problems);
    }

    /// <summary>The texts of the list under the key with their places; null when the key is not there.</summary>
    public IReadOnlyList<YamlScalar>? List(string key, string example)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        if (value is not YamlList list)
        {
            Report(key, $"this has to be a list such as {example}.");
            return null;
        }

        var items = new List<YamlScalar>();
        for (var index = 0; index < list.Items.Count; index++)
        {
            if (list.Items[index] is YamlScalar { IsEmpty: false } scalar)
            {
                items.Add(scalar);
            }
            else
            {
                problems.Add(
                    list.Items[index].Position,
                    $"{PathOf(key)}[{index}]: this has to be a single value, as in {example}.");
            }
        }

        return items;
    }

    /// <summary>The raw value; null when the key is not there or has no value.</summary>
    public YamlValue? Value(string key) =>
        Has(key) && entries[key].Value is not YamlScalar { IsEmpty: true } ? entries[key].Value : null;

    public void Report(string key, string message) => problems.Add(PositionOf(key), $"{PathOf(key)}: {message}");

    /// <summary>Reports at a key below this section, such as "nodes.image", or at the nearest one above it.</summary>
    public void ReportBelow(string path, string message)
    {
        var parts = path.Split('.', 2);
        if (parts.Length == 2 && entries.TryGetValue(parts[0], out var entry) && entry.Value is YamlMap map)
        {
            new Section(PathOf(parts[0]), entry.Position, map, problems).ReportBelow(parts[1], message);
        }
        else
        {
            problems.Add(PositionOf(parts[0]), $"{PathOf(path)}: {message}");
        }
    }

    /// <summary>All keys with a single value each.</summary>
    public IReadOnlyDictionary<string, string> Texts()
    {
        var texts = new Dictionary<string, string>();
        foreach (var key in entries.Keys)
        {
            if (Scalar(key, "a single value") is { } scalar)
            {
                texts[key] = scalar.Text;
            }
        }

        return texts;
    }

    public void Warn(string key, string message) => problems.Warn(PositionOf(key), $"{PathOf(key)}: {message}");

    public void ReportItem(string key, int index, YamlScalar item, string message) =>
        problems.Add(item.Position, $"{PathOf(key)}[{index}]: {message}");

    public void WarnItem(string key, int index, YamlScalar item, string message) =>
        problems.Warn(item.Position, $"{PathOf(key)}[{index}]: {message}");

    public void RejectUnknownKeys()
    {
        foreach (var entry in entries.Values.Where(entry => !known.Contains(entry.Key)))
        {
            problems.Add(
                entry.Position,
                $"{PathOf(Printable(entry.Key))}: there is no such key. {Suggestion.Remedy(entry.Key, known)}");
        }
    }

    /// <summary>A value in quotes, fit for one line of a message.</summary>
    public static string Quote(string text) => $"\"{Printable(text)}\"";

    private static string Printable(string text)
    {
        var visible = string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
        return visible.Length > 60 ? visible[..60] + "…" : visible;
    }

    private YamlScalar? Scalar(string key, string wanted)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        if (value is YamlScalar scalar)
        {
            return scalar;
        }

        Report(key, $"this has to be {wanted}, not a list or a map.");
        return null;
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
