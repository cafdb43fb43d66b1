using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.Benchmarks;

/// <summary>Kills the parts of the demo one at a time while users come, and tells what each costs: requests that failed,
/// and seconds from the first of them to the end of the last. Needs root, as the demo does.</summary>
internal static class Failures
{
    private const double PerSecond = 20;
    private const int Kill = 9;
    private const int Stop = 19;
    private const int Continue = 18;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(30);
    private static readonly string Root = Repository.FindRoot();

    private static readonly string State =
        Environment.GetEnvironmentVariable("MOODLE_DEMO_STATE") ?? "/var/lib/moodle-demo";

    private const string Expectation = "/var/www/site-tools/expectation.json";

    private static readonly (string Name, Func<Task> Act, Func<Task> After)[] All =
    [
        ("rolling restart of all nodes", () => DemoAsync("ctl", "roll", "restart"), NothingAsync),
        ("web server and PHP of a node", () => ExecAsync(
            "web-2", "sh", "-c", "pkill -KILL -f '^/usr/sbin/httpd'; pkill -KILL -f '^php-fpm'; true"), () => ExecAsync(
            "web-2", "systemctl", "start", "php-fpm.service", "httpd.service")),
        ("the balancer's view of a node, 20 s", () => ExecAsync(
            "web-2", "sh", "-c", $"mv {Expectation} {Expectation}.away; sleep 20; mv {Expectation}.away {Expectation}"),
            NothingAsync),
        ("both processes of an agent", () => ExecAsync(
            "web-2", "sh", "-c",
            "kill -9 $(systemctl show -P MainPID moodle-node-agent-link moodle-node-agent-executor)"), NothingAsync),
        ("a read replica, killed", () => SignalAsync("mysqlreplica", Kill), NothingAsync),
        ("a read replica that hangs, 20 s", () => PauseAsync("mysqlreplica"), NothingAsync),
        ("the database's primary, killed", () => SignalAsync("mysqldbsystem", Kill), NothingAsync),
        ("the coordinator, killed", KillCoordinatorAsync, () => DemoAsync("up")),
        ("the NFS server, 20 s", () => PauseAsync("NFS%20server"), NothingAsync),
    ];

    /// <summary>Runs the benchmark on a demo of its own.</summary>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync()
    {
        await DemoAsync("down");
        await DemoAsync("up");
        try
        {
            using JsonDocument status = JsonDocument.Parse(await DemoAsync("status", "--json"));
            var site = new Uri(status.RootElement.GetProperty("site_url").GetString()!);
            Console.WriteLine($"{"failure",-36} {"requests",9} {"failed",7} {"seconds until right again",26}");
            foreach ((string name, Func<Task> act, Func<Task> after) in All)
            {
                await MeasureAsync(name, site, act);
                await after();
                await Task.Delay(Calm);
            }

            return 0;
        }
        finally
        {
            await DemoAsync("down");
        }
    }

    private static async Task MeasureAsync(string name, Uri site, Func<Task> act)
    {
        await using var visitors = new Visitors(site, PerSecond);
        await Task.Delay(Calm);
        TimeSpan begin = visitors.Elapsed;
        Task acting = act();
        await Task.WhenAll(acting, Task.Delay(Watch));
        IReadOnlyList<Visit> visits = await visitors.GoAsync();
        List<Visit> failed = [.. visits.Where(visit => visit.Failed)];
        double seconds = failed.Count == 0 ? 0 : (failed.Max(visit => visit.At) - begin).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-36} {visits.Count,9} {failed.Count,7} {seconds,26:F1}  {string.Join(", ", failed
                .GroupBy(visit => visit.Status?.ToString() ?? "no answer").Select(group => $"{group.Count()} {group.Key}"))}"));
    }

    private static Task NothingAsync() => Task.CompletedTask;

    private static async Task KillCoordinatorAsync()
    {
        string pid = (await File.ReadAllTextAsync(Path.Combine(State, "coordinator.pid"))).Split(' ')[0];
        await RunAsync("kill", $"-{Kill}", pid);
    }

    private static async Task PauseAsync(string word)
    {
        await SignalAsync(word, Stop);
        await Task.Delay(TimeSpan.FromSeconds(20));
        await SignalAsync(word, Continue);
    }

    // The local cloud notes each of its processes, such as "MariaDB server OCID/member-1", with its id.
    private static async Task SignalAsync(string word, int signal)
    {
        string cloud = Path.Combine(State, "cloud");
        string role = word == "mysqldbsystem"
            ? (await File.ReadAllTextAsync(Directory.EnumerateFiles(
                Path.Combine(cloud, "databases"), "primary", SearchOption.AllDirectories).First())).Trim().Split('/')[^1]
            : "";
        string record = Directory.EnumerateFiles(Path.Combine(cloud, "processes")).Order(StringComparer.Ordinal)
            .First(file => file.Contains(word, StringComparison.Ordinal) && file.Contains(role, StringComparison.Ordinal));
        using JsonDocument known = JsonDocument.Parse(await File.ReadAllTextAsync(record));
        await RunAsync("kill", $"-{signal}", known.RootElement.GetProperty("pid").GetInt32().ToString(CultureInfo.InvariantCulture));
    }

    private static Task ExecAsync(string node, params string[] command) => DemoAsync(["exec", node, "--", .. command]);

    private static Task<string> DemoAsync(params string[] arguments) =>
        RunAsync(Path.Combine(Root, "demo.sh"), arguments);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");
    }
}
