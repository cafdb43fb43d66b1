using System.Diagnostics;
using System.Globalization;

namespace MoodleNodeAgent.Benchmarks.Peers;

/// <summary>What the whole machine spends while something runs: controller, nodes and all that they start.</summary>
internal sealed class Machine
{
    private double _idleShare;

    /// <summary>Looks what the machine spends when nothing is asked of it, in processor seconds a second.</summary>
    public async Task LearnIdleAsync(TimeSpan time)
    {
        double before = Busy();
        await Task.Delay(time);
        _idleShare = (Busy() - before) / time.TotalSeconds;
    }

    /// <summary>Wall seconds and processor seconds of the work, without the idle machine's.</summary>
    public async Task<Cost> MeasureAsync(Func<Task> work)
    {
        double before = Busy();
        var clock = Stopwatch.StartNew();
        await work();
        double wall = clock.Elapsed.TotalSeconds;
        // What was begun asynchronously counts as well.
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        return new Cost(wall, Math.Max(0, Busy() - before - (_idleShare * clock.Elapsed.TotalSeconds)));
    }

    // cpu  user nice system idle iowait irq softirq steal guest guest_nice, in hundredths of a second
    private static double Busy()
    {
        double[] times = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return (times[0] + times[1] + times[2] + times[5] + times[6]) / 100;
    }
}

/// <param name="Wall">Seconds.</param>
/// <param name="Processor">Seconds on all cores.</param>
internal sealed record Cost(double Wall, double Processor);
