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

    /// <summary>Patterns of dnf modules.</summary>
    [TomlPropertyName("modules")]
    public List<string> Modules { get; set; } = [];

    /// <summary>Patterns of ids of repositories that tasks may write or name.</summary>
    [TomlPropertyName("repositories")]
    public List<string> Repositories { get; set; } = [];

    /// <summary>Fingerprints of OpenPGP keys, subkeys too, that may sign a repository's packages; 40 hex digits.</summary>
    [TomlPropertyName("repository_keys")]
    public List<string> RepositoryKeys { get; set; } = [];

    /// <summary>Patterns of SELinux types that files and file contexts may get.</summary>
    [TomlPropertyName("selinux_types")]
    public List<string> SelinuxTypes { get; set; } = [];

    /// <summary>Patterns of services that the firewall may let in or shut out.</summary>
    [TomlPropertyName("firewall_services")]
    public List<string> FirewallServices { get; set; } = [];

    /// <summary>Patterns of ports with their protocol that the firewall may let in or shut out.</summary>
    [TomlPropertyName("firewall_ports")]
    public List<string> FirewallPorts { get; set; } = [];

    /// <summary>Users that may be made or changed.</summary>
    [TomlPropertyName("users")]
    public List<string> Users { get; set; } = [];

    /// <summary>Groups that may be made, or given to those users.</summary>
    [TomlPropertyName("groups")]
    public List<string> Groups { get; set; } = [];

    /// <summary>Patterns of kernel settings.</summary>
    [TomlPropertyName("sysctls")]
    public List<string> Sysctls { get; set; } = [];

    /// <summary>Whether the host may be booted anew. Default false.</summary>
    [TomlPropertyName("reboot")]
    public bool Reboot { get; set; }

    /// <summary>Whether the agent's own package may be upgraded, from the coordinator's signed repository. Default false.
    /// </summary>
    [TomlPropertyName("agent_upgrade")]
    public bool AgentUpgrade { get; set; }

    /// <summary>Whether any program may be run as any user. Default false.</summary>
    [TomlPropertyName("free_commands")]
    public bool FreeCommands { get; set; }

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
