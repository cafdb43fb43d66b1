using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>A value of the file with its place.</summary>
internal abstract record YamlValue(Position Position);

internal sealed record YamlScalar(Position Position, string Text, bool IsPlain) : YamlValue(Position)
{
    /// <summary>Whether nothing was written, as in "network:".</summary>
    public bool IsEmpty => IsPlain && Text is "" or "~" or "null";
}

internal sealed record YamlList(Position Position, IReadOnlyList<YamlValue> Items) : YamlValue(Position);

internal sealed record YamlMap(Position Position, IReadOnlyList<YamlEntry> Entries) : YamlValue(Position);

internal sealed record YamlEntry(string Key, Position Position, YamlValue Value);

/// <summary>Reads YAML text to values with places. Unlike the library's own tree it keeps duplicate keys, so that they
/// are reported together with all else.</summary>
internal sealed class YamlTree
{
    private const int MaximumDepth = 8;

    private readonly IParser parser;
    private readonly ProblemList problems;

    private YamlTree(IParser parser, ProblemList problems)
    {
        this.parser = parser;
        this.problems = problems;
    }

    /// <summary>The only document of the text; null when there is none or the text is no YAML, which is reported.
    /// </summary>
    public static YamlValue? Read(string text, ProblemList problems)
    {
        using var reader = new StringReader(text);
        var tree = new YamlTree(new Parser(reader), problems);
        try
        {
            return tree.ReadDocument();
        }
        catch (Exception failure)
        {
            // The parser has more ways to fail on broken text than its own exception.
            var place = failure is YamlException { Start: var start } ? start : tree.parser.Current?.End ?? Mark.Empty;
            problems.Add(
                PositionOf(place),
                $"This is not YAML: {Sentence(failure.Message)} Check indentation, colons, quotes and brackets here.");
            return null;
        }
    }

    private YamlValue? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var value = ReadValue(0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
        {
            problems.Add(
                PositionOf(second.Start),
                "A second document begins here. A site file has one document: remove the line \"---\".");
        }

        return value;
    }

    private YamlValue ReadValue(int depth)
    {
        var position = PositionOf(parser.Current!.Start);
        if (depth > MaximumDepth)
        {
            throw new YamlException(
                parser.Current.Start, parser.Current.End, $"values are nested more than {MaximumDepth} deep.");
        }

        if (parser.TryConsume<AnchorAlias>(out _))
        {
            problems.Add(position, "Aliases (*) are not supported. Write the value out.");
            return new YamlScalar(position, "", IsPlain: true);
        }

        if (parser.Current is NodeEvent node)
        {
            RejectMarks(node, position);
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new YamlScalar(position, scalar.Value, scalar.Style == ScalarStyle.Plain);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlValue>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadValue(depth + 1));
            }

            return new YamlList(position, items);
        }

        if (parser.TryConsume<MappingStart>(out _))
        {
            return ReadMap(position, depth);
        }

        throw new YamlException(parser.Current!.Start, parser.Current.End, "a value is missing.");
    }

    private YamlMap ReadMap(Position position, int depth)
    {
        var entries = new List<YamlEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadValue(depth + 1);
            var value = ReadValue(depth + 1);
            if (key is YamlScalar scalar)
            {
                entries.Add(new YamlEntry(scalar.Text, key.Position, value));
            }
            else
            {
                problems.Add(key.Position, "A key has to be a word, not a list or a map.");
            }
        }

        return new YamlMap(position, entries);
    }

    private void RejectMarks(NodeEvent node, Position position)
    {
        if (!node.Anchor.IsEmpty)
        {
            problems.Add(position, "Anchors (&) are not supported. Remove it.");
        }

        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            problems.Add(position, $"The tag {Section.Quote(node.Tag.Value)} is not supported. Remove it.");
        }
    }

    private static Position PositionOf(Mark mark) =>
        new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static string Sentence(string message) => message.TrimEnd('.') + ".";
}
