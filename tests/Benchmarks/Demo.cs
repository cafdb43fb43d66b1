using System.Diagnostics;
using System.Text.Json;

namespace MoodleNodeAgent.Benchmarks;

/// <summary>Measures the demo as a whole, from built binaries: ./demo.sh (up), a second ./demo.sh, ./demo.sh down.
/// Prints the median, minimum and maximum of each figure in seconds.</summary>
internal static class Demo
{
    /// <summary>Runs the benchmark.</summary>
    /// <param name="runs">How often each figure is taken.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(int runs)
    {
        string root = Repository.FindRoot();
        var figures = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);

        // Builds and prepares the base image, which the figures leave out.
        Console.WriteLine($"first up (not counted) {await MeasureAsync("up"):F1} s");
        await MeasureAsync("down");
        for (int run = 1; run <= runs; run++)
        {
            Record("1 up: command to proven site", await MeasureAsync("up"));
            using (JsonDocument status = JsonDocument.Parse((await RunAsync("status", "--json")).Output))
            {
                Record("2 up: apply", status.RootElement.GetProperty("wall_seconds").GetDouble());
                Record("3 up: longest path", status.RootElement.GetProperty("longest_path_seconds").GetDouble());
            }

            Record("4 second up: nothing to change", await MeasureAsync("up"));
            Record("5 down", await MeasureAsync("down"));
            Console.WriteLine($"run {run} of {runs} done");
        }

        Console.WriteLine($"{"figure",-36} {"median",8} {"min",8} {"max",8}");
        foreach ((string name, List<double> values) in figures)
        {
            values.Sort();
            Console.WriteLine($"{name,-36} {values[values.Count / 2],8:F1} {values[0],8:F1} {values[^1],8:F1}");
        }

        return 0;

        void Record(string name, double seconds)
        {
            if (!figures.TryGetValue(name, out List<double>? values))
            {
                figures[name] = values = [];
            }

            values.Add(seconds);
        }

        async Task<double> MeasureAsync(params string[] arguments) => (await RunAsync(arguments)).Seconds;

        async Task<(string Output, double Seconds)> RunAsync(params string[] arguments)
        {
            var start = new ProcessStartInfo(Path.Combine(root, "demo.sh"), arguments)
            {
                WorkingDirectory = root,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            };
            var clock = Stopwatch.StartNew();
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? (output, clock.Elapsed.TotalSeconds)
                : throw new InvalidOperationException($"./demo.sh {string.Join(' ', arguments)} failed:\n{output}");
        }
    }

    /// <summary>Runs a command of the demo to its end and gives what it printed.</summary>
    public static string Run(params string[] arguments)
    {
        string root = Repository.FindRoot();
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(root, "demo.sh"), arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"./demo.sh {string.Join(' ', arguments)} failed:\n{output}");
    }
}
