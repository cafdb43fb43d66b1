using System.Globalization;
using MoodleNodeAgent.Benchmarks;

// Arguments: [demo] [RUNS, default 3], or cloud [PROGRAM].
string[] rest = args is ["demo" or "cloud", ..] ? args[1..] : args;
return args is ["cloud", ..]
    ? await LocalCloudApi.RunAsync(rest.FirstOrDefault())
    : await Demo.RunAsync(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 3);
