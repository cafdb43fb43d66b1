using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Cli.NodeTasks;

/// <summary>Makes a task of the words of a command line: its kind, and "field=value" for each field, named as in
/// protos/moodle/agent/v1/task.proto.</summary>
internal static class TaskWords
{
    private static readonly IList<FieldDescriptor> KindFields = TaskSpec.Descriptor.Oneofs.Single().Fields;

    /// <summary>Names of all kinds, such as "package".</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. KindFields.Select(field => field.Name)];

    /// <summary>The task.</summary>
    /// <exception cref="CommandFailure">A word that cannot be.</exception>
    public static TaskSpec Read(string kind, IReadOnlyList<string> words)
    {
        var field = KindFields.FirstOrDefault(field => field.Name == kind)
            ?? throw Wrong($"There is no kind of task \"{kind}\". Use one of: {string.Join(", ", Kinds)}.");
        var content = field.MessageType.Parser.ParseFrom(ByteString.Empty);
        foreach (var word in words)
        {
            Set(content, kind, word);
        }

        var task = new TaskSpec { Id = $"task/{kind.Replace('_', '-')}" };
        field.Accessor.SetValue(task, content);
        return task;
    }

    private static void Set(IMessage content, string kind, string word)
    {
        var parts = word.Split('=', 2);
        var fields = content.Descriptor.Fields.InDeclarationOrder();
        var field = fields.FirstOrDefault(field => field.Name == parts[0]);
        if (parts.Length != 2 || field is null)
        {
            throw Wrong(
                $"\"{word}\" is no field of {kind}. Write NAME=VALUE with one of: "
                + $"{string.Join(", ", fields.Select(field => field.Name))}.");
        }

        if (field.IsRepeated && field.FieldType == FieldType.String)
        {
            var list = (System.Collections.IList)field.Accessor.GetValue(content);
            foreach (var item in parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                list.Add(item);
            }

            return;
        }

        field.Accessor.SetValue(content, field.IsRepeated ? throw TooDeep(field, kind) : ValueOf(field, parts[1], kind));
    }

    private static object ValueOf(FieldDescriptor field, string text, string kind) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Bool when bool.TryParse(text, out var flag) => flag,
        FieldType.Bool => throw Wrong($"{field.Name}={text}: write true or false."),
        FieldType.UInt32 => NumberOf(field, text),
        FieldType.Bytes => BytesOf(field, text),
        FieldType.Enum => EnumOf(field, text),
        _ => throw TooDeep(field, kind),
    };

    // "0640" is a file mode in octal, "640" a plain number.
    private static uint NumberOf(FieldDescriptor field, string text)
    {
        try
        {
            return text.Length > 1 && text[0] == '0'
                ? Convert.ToUInt32(text, 8)
                : uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            throw Wrong($"{field.Name}={text}: write a number; one that begins with 0 is octal, such as 0640.");
        }
    }

    private static ByteString BytesOf(FieldDescriptor field, string text)
    {
        if (!text.StartsWith('@'))
        {
            return ByteString.CopyFrom(text, Encoding.UTF8);
        }

        try
        {
            return ByteString.CopyFrom(File.ReadAllBytes(text[1..]));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"{field.Name}={text}: cannot read {text[1..]}: {failure.Message}");
        }
    }

    // "installed" for PACKAGE_STATE_INSTALLED.
    private static object EnumOf(FieldDescriptor field, string text)
    {
        var values = field.EnumType.Values.Where(value => value.Number != 0).ToList();
        var prefix = Prefix(field.EnumType.Values[0].Name);
        var value = values.FirstOrDefault(value => Short(value.Name, prefix) == text)
            ?? throw Wrong(
                $"{field.Name}={text}: write one of: {string.Join(", ", values.Select(value => Short(value.Name, prefix)))}.");
        return value.Number;
    }

    private static string Prefix(string unspecified) => unspecified[..^"UNSPECIFIED".Length];

    private static string Short(string name, string prefix) => name[prefix.Length..].ToLowerInvariant();

    private static CommandFailure TooDeep(FieldDescriptor field, string kind) =>
        Wrong($"{field.Name} of {kind} cannot be written on a command line; the site file's product sets it.");

    private static CommandFailure Wrong(string message) => new(ExitCode.Usage, message);
}
