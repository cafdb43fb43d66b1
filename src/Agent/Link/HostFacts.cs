using System.Runtime.InteropServices;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>What the host says of itself.</summary>
internal static class HostFacts
{
    public static Facts Read(HostRoot root) => new()
    {
        OperatingSystem = PrettyName(root),
        Architecture = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "x86_64",
            Architecture.Arm64 => "aarch64",
            var other => other.ToString(),
        },
        Kernel = Line(root, "/proc/sys/kernel/osrelease"),
        BootId = Line(root, "/proc/sys/kernel/random/boot_id"),
    };

    // PRETTY_NAME="Oracle Linux Server 9.4"
    private static string PrettyName(HostRoot root)
    {
        const string key = "PRETTY_NAME=";
        var file = root.Map("/etc/os-release");
        var line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
            : null;
        return line?[key.Length..].Trim('"') ?? "";
    }

    private static string Line(HostRoot root, string path) =>
        File.Exists(root.Map(path)) ? File.ReadAllText(root.Map(path)).Trim() : "";
}
