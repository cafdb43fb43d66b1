using System.Globalization;
using MoodleNodeAgent.Benchmarks;
using MoodleNodeAgent.Benchmarks.Agents;
using MoodleNodeAgent.Benchmarks.Peers;

// Arguments: [demo] [RUNS, default 3]; cloud [PROGRAM]; agent [RUNS, default 3]; agents [N...]; apply [--json]; peers [N...]; failures.
return args switch
{
    ["cloud", .. var rest] => await LocalCloudApi.RunAsync(rest.FirstOrDefault()),
    ["agent", .. var rest] => await AgentFigures.RunAsync(Numbers(rest, 3)[0]),
    ["agents", .. var rest] => await Capacity.RunAsync(Numbers(rest, 1000)),
    ["apply", .. var rest] => ApplyFigures.Run(rest.Contains("--json")),
    ["failures"] => await Failures.RunAsync(),
    ["peers", .. var rest] => await Comparison.RunAsync(Numbers(rest, 10)),
    [Simulator.Command, .. var rest] => await Simulator.RunAsync(rest),
    ["demo", .. var rest] => await Demo.RunAsync(Numbers(rest, 3)[0]),
    _ => await Demo.RunAsync(Numbers(args, 3)[0]),
};

static int[] Numbers(string[] words, int byDefault) =>
    words.Length == 0 ? [byDefault] : [.. words.Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
