using Tomlyn.Serialization;

namespace MoodleNodeAgent.Agent.Executor.Policy;

/// <summary>/etc/moodle-node-agent/policy.toml as written. What is absent is not allowed.</summary>
internal sealed class PolicyDocument
{
    /// <summary>Folders and files below which tasks may write.</summary>
    [TomlPropertyName("paths")]
    public List<string> Paths { get; set; } = [];

    /// <summary>Owners and groups of files, besides root.</summary>
    [TomlPropertyName("accounts")]
    public List<string> Accounts { get; set; } = [];

    /// <summary>Patterns of package names; * stands for anything.</summary>
    [TomlPropertyName("packages")]
    public List<string> Packages { get; set; } = [];

    /// <summary>Unit names.</summary>
    [TomlPropertyName("units")]
    public List<string> Units { get; set; } = [];

    /// <summary>Patterns of SELinux booleans.</summary>
    [TomlPropertyName("selinux_booleans")]
    public List<string> SelinuxBooleans { get; set; } = [];

    /// <summary>File system types that may be mounted.</summary>
    [TomlPropertyName("mount_types")]
    public List<string> MountTypes { get; set; } = [];

    /// <summary>Whole argument lists that may check a file before the swap, one text each.</summary>
    [TomlPropertyName("validations")]
    public List<string> Validations { get; set; } = [];

    /// <summary>Keys that a file below /etc/systemd may set.</summary>
    [TomlPropertyName("unit_keys")]
    public List<string> UnitKeys { get; set; } = [];

    [TomlPropertyName("commands")]
    public List<CommandRule> Commands { get; set; } = [];
}

/// <summary>A program that a product command may run.</summary>
internal sealed class CommandRule
{
    [TomlPropertyName("program")]
    public string Program { get; set; } = "";

    /// <summary>Folders below which its first argument, the script, has to be.</summary>
    [TomlPropertyName("scripts")]
    public List<string> Scripts { get; set; } = [];

    /// <summary>Users it may run as.</summary>
    [TomlPropertyName("users")]
    public List<string> Users { get; set; } = [];
}

[TomlSerializable(typeof(PolicyDocument))]
internal sealed partial class PolicyToml : TomlSerializerContext;
