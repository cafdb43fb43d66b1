using System.Text.RegularExpressions;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>Mount points of this machine, from /proc/self/mountinfo.</summary>
internal static partial class MountTable
{
    /// <summary>Mount points at or below a folder, innermost first.</summary>
    public static IReadOnlyList<string> Below(string folder)
    {
        var prefix = folder + "/";
        // 36 35 98:0 /mnt1 /mnt\0402 rw,noatime master:1 - ext3 /dev/root rw; the fifth field is the mount point.
        return
        [
            .. File.ReadLines("/proc/self/mountinfo")
                .Select(line => Unescape(line.Split(' ')[4]))
                .Where(path => path == folder || path.StartsWith(prefix, StringComparison.Ordinal))
                .Reverse(),
        ];
    }

    private static string Unescape(string path) =>
        OctalEscape().Replace(path, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString());

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex OctalEscape();
}
