using System.Globalization;
using MoodleNodeAgent.Benchmarks;

// Arguments: [demo] [RUNS, default 3], cloud [PROGRAM], or failures.
string[] rest = args is ["demo" or "cloud", ..] ? args[1..] : args;
return args switch
{
    ["cloud", ..] => await LocalCloudApi.RunAsync(rest.FirstOrDefault()),
    ["failures"] => await Failures.RunAsync(),
    _ => await Demo.RunAsync(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 3),
};
