namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>SELinux labels, such as "system_u:object_r:httpd_config_t:s0".</summary>
internal static class SelinuxLabel
{
    /// <summary>Whether the kernel has SELinux.</summary>
    public static bool IsEnabled(HostRoot root) => File.Exists(root.Map("/sys/fs/selinux/enforce"));

    /// <summary>The third field; the label itself when it has none.</summary>
    public static string TypeOf(string label) => label.Split(':') is { Length: >= 3 } fields ? fields[2] : label;

    /// <summary>A file's label of a type.</summary>
    public static string OfType(string type) => $"system_u:object_r:{type}:s0";
}
