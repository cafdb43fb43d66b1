using Tomlyn;
using Tomlyn.Serialization;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>/etc/moodle-node-agent/agent.toml.</summary>
internal sealed class LinkSettings
{
    /// <summary>Name of the node, such as "web-1".</summary>
    [TomlPropertyName("node")]
    public string Node { get; set; } = "";

    /// <summary>Address of the agent link, such as "https://control.campus.internal:7443".</summary>
    [TomlPropertyName("coordinator")]
    public string Coordinator { get; set; } = "";

    /// <summary>Address of the enrolment, such as "https://control.campus.internal:7444".</summary>
    [TomlPropertyName("enrolment")]
    public string Enrolment { get; set; } = "";

    /// <summary>One-time token; of no use after the enrolment. Default: none, the instance's identity is the proof.
    /// </summary>
    [TomlPropertyName("join_token")]
    public string JoinToken { get; set; } = "";

    public static LinkSettings Load(string file)
    {
        LinkSettings settings;
        try
        {
            settings = TomlSerializer.Deserialize(File.ReadAllText(file), LinkToml.Default.LinkSettings) ?? new();
        }
        catch (Exception exception) when (exception is TomlException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"Cannot read {file}: {exception.Message}", exception);
        }

        List<string> wrong = [];
        Require(wrong, settings.Node.Length > 0, "node is empty");
        Require(wrong, IsHttps(settings.Coordinator), "coordinator is not an https:// address");
        Require(wrong, IsHttps(settings.Enrolment), "enrolment is not an https:// address");
        return wrong.Count == 0
            ? settings
            : throw new InvalidDataException($"Cannot use {file}: {string.Join("; ", wrong)}.");
    }

    private static void Require(List<string> wrong, bool right, string what)
    {
        if (!right)
        {
            wrong.Add(what);
        }
    }

    private static bool IsHttps(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
}

[TomlSerializable(typeof(LinkSettings))]
internal sealed partial class LinkToml : TomlSerializerContext;
