using System.Globalization;

namespace MoodleNodeAgent.Benchmarks;

/// <summary>Measures the agent as it is shipped: sizes; then, in the demo's hosts, memory, the processor's time from exec
/// to connected and at rest; then the executor's time for checks of a converged spec. Each is the median of the runs.
/// </summary>
internal static class AgentFigures
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    // The agent's time on the processor in milliseconds, of all its threads, with the kernel's nanoseconds.
    private const string ProcessorTime =
        """cat /proc/$pid/task/*/schedstat | awk '{ sum += $1 } END { printf "%.3f\n", sum / 1e6 }'""";

    public static async Task<int> RunAsync(int runs)
    {
        Demo.Run("up");
        try
        {
            string package = Directory
                .EnumerateFiles(Path.Combine(Repository.FindRoot(), "out", "packages"), "moodle-node-agent-*.rpm")
                .OrderByDescending(File.GetLastWriteTimeUtc).First();
            Print("RPM, MB", 3.5, [new FileInfo(package).Length / 1e6]);
            Print("program, MB", 11, [Number(Host("stat --format %s /usr/bin/moodle-node-agent")) / 1e6]);

            Print("executor: check of a converged spec of 7 tasks, ms", 3, await AgentChecks.MeasureAsync(runs));

            List<double> connect = [];
            for (int run = 0; run < runs; run++)
            {
                connect.Add(Number(Host(Restart("link") +
                    """
                    for i in $(seq 200); do
                        journalctl --quiet _PID=$pid | grep --quiet 'Connected to "https' && break
                        sleep 0.02
                    done
                    """ + "\n" + ProcessorTime)));
            }

            Print("link: processor from exec to connected, ms", 80, connect);
            Host(Restart("executor"));
            await Task.Delay(TimeSpan.FromSeconds(10));
            Print("link: resident memory, MB", 22, [Memory("link")]);
            Print("executor: resident memory, MB", 14, [Memory("executor")]);
            double before = Spent("link") + Spent("executor");
            await Task.Delay(Rest);
            Print("both: processor at rest, %", 0.05,
                [(Spent("link") + Spent("executor") - before) / Rest.TotalMilliseconds * 100]);
            return 0;
        }
        finally
        {
            Demo.Run("down");
        }
    }

    private static string Restart(string part) =>
        $"systemctl restart moodle-node-agent-{part}\n" + Pid(part);

    private static string Pid(string part) =>
        $"pid=$(systemctl show --value --property=MainPID moodle-node-agent-{part})\n";

    private static double Memory(string part) =>
        Number(Host(Pid(part) + "awk '/^VmRSS/ { print $2 * 1024 / 1e6 }' /proc/$pid/status"));

    private static double Spent(string part) => Number(Host(Pid(part) + ProcessorTime));

    private static string Host(string script) => Demo.Run("exec", "web-1", "--", "sh", "-c", script);

    private static double Number(string text) => double.Parse(text.Trim(), CultureInfo.InvariantCulture);

    private static void Print(string figure, double limit, List<double> values)
    {
        values.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{figure,-52} median {values[values.Count / 2],7:0.00} ({values[0]:0.00} - {values[^1]:0.00}), at most {limit}"));
    }
}
