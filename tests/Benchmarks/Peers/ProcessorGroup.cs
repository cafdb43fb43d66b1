using System.Diagnostics;
using System.Globalization;

namespace MoodleNodeAgent.Benchmarks.Peers;

/// <summary>What this program and all that it starts spend: controller, nodes and their children, and nothing else that
/// runs on the machine. A control group of its own, under cgroup v1 (cpuacct) as under v2.</summary>
internal sealed class ProcessorGroup : IDisposable
{
    private const string Legacy = "/sys/fs/cgroup/cpuacct";
    private const string Unified = "/sys/fs/cgroup";

    private readonly string folder;
    private readonly string home;
    private double idleShare;

    private ProcessorGroup(string folder, string home)
    {
        this.folder = folder;
        this.home = home;
    }

    /// <summary>Makes the group and moves this process there, so that whatever it starts is born there.</summary>
    /// <exception cref="InvalidOperationException">The machine has no control groups.</exception>
    public static ProcessorGroup Enter()
    {
        string root = Directory.Exists(Legacy) ? Legacy : Unified;
        if (!File.Exists(Path.Combine(root, "cgroup.procs")))
        {
            throw new InvalidOperationException($"Cannot count processor time: no control groups under {root}.");
        }

        string line = File.ReadLines("/proc/self/cgroup").First(line => line.Split(':')[1] == (root == Legacy ? "cpuacct" : ""));
        var group = new ProcessorGroup(Path.Combine(root, $"peers-{Environment.ProcessId}"), root + line.Split(':')[2]);
        Directory.CreateDirectory(group.folder);
        File.WriteAllText(Path.Combine(group.folder, "cgroup.procs"), $"{Environment.ProcessId}");
        return group;
    }

    /// <summary>Looks what the group spends when nothing is asked of it, in processor seconds a second.</summary>
    public async Task LearnIdleAsync(TimeSpan time)
    {
        double before = Spent();
        var clock = Stopwatch.StartNew();
        await Task.Delay(time);
        idleShare = (Spent() - before) / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Wall seconds and processor seconds of the work, without those of the idle hosts.</summary>
    public async Task<Cost> MeasureAsync(Func<Task> work)
    {
        double before = Spent();
        var clock = Stopwatch.StartNew();
        await work();
        double wall = clock.Elapsed.TotalSeconds;
        // What was begun asynchronously counts as well.
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        return new Cost(wall, Math.Max(0, Spent() - before - (idleShare * clock.Elapsed.TotalSeconds)));
    }

    /// <summary>Leaves the group and removes it, where all that was started has ended.</summary>
    public void Dispose()
    {
        File.WriteAllText(Path.Combine(home, "cgroup.procs"), $"{Environment.ProcessId}");
        Directory.Delete(folder);
    }

    private double Spent()
    {
        string usage = Path.Combine(folder, "cpuacct.usage");
        return File.Exists(usage)
            ? double.Parse(File.ReadAllText(usage), CultureInfo.InvariantCulture) / 1e9
            : double.Parse(File.ReadLines(Path.Combine(folder, "cpu.stat")).First().Split(' ')[1], CultureInfo.InvariantCulture) / 1e6;
    }
}

/// <param name="Wall">Seconds.</param>
/// <param name="Processor">Seconds on all cores.</param>
internal sealed record Cost(double Wall, double Processor);
