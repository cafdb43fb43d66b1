using System.Globalization;
using MoodleNodeAgent.Benchmarks;

// Arguments: [demo] [RUNS, default 3], agent [RUNS, default 3], or cloud [PROGRAM].
string[] rest = args is ["demo" or "agent" or "cloud", ..] ? args[1..] : args;
int runs = args is not ["cloud", ..] && rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 3;
return args switch
{
    ["cloud", ..] => await LocalCloudApi.RunAsync(rest.FirstOrDefault()),
    ["agent", ..] => await Agent.RunAsync(runs),
    _ => await Demo.RunAsync(runs),
};
