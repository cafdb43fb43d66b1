using MoodleNodeAgent.Agent.Executor.Tasks;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>A live mount.</summary>
internal sealed record LiveMount(string Source, string Type);

/// <summary>What is mounted on the host.</summary>
internal static class MountTable
{
    /// <summary>The uppermost mount on a path, or null. Read through PID 1, since the executor's own view is a
    /// namespace apart; asks no file system, so that a dead server cannot hang it.</summary>
    public static LiveMount? Find(HostRoot root, string path) => Find(root.Map("/proc/1/mountinfo"), path);

    /// <summary>Whether the executor sees what the host has mounted on a path: else it would write beneath it.</summary>
    public static bool IsVisible(HostRoot root, string path) =>
        Find(root, path) is null || Find(root.Map("/proc/self/mountinfo"), path) is not null;

    private static LiveMount? Find(string table, string path)
    {
        LiveMount? found = null;
        foreach (var line in File.Exists(table) ? File.ReadLines(table) : [])
        {
            // "36 35 0:31 / /var/www/moodledata rw,nosuid shared:9 - nfs4 10.0.1.10:/moodledata rw,vers=4.2"
            var halves = line.Split(" - ", 2);
            var left = halves[0].Split(' ');
            var right = halves.Length == 2 ? halves[1].Split(' ') : [];
            if (left.Length > 4 && right.Length > 1 && Fstab.Decode(left[4]) == path)
            {
                found = new LiveMount(Fstab.Decode(right[1]), right[0]);
            }
        }

        return found;
    }
}
