using System.Globalization;

namespace MoodleNodeAgent.Simulation;

/// <summary>What the caller of the simulation asks for.</summary>
internal static class Switches
{
    /// <summary>Seed of the random schedules; a schedule's own seed is this plus its number. Default: 1, so that a failure
    /// is one of the change and not of the day.</summary>
    public static int Seed => Read("SIMULATION_SEED") ?? 1;

    /// <summary>Number of random schedules. Default: 1,000.</summary>
    public static int Schedules => Read("SIMULATION_SCHEDULES") ?? 1000;

    /// <summary>Kill at every so manieth event only. Default: at each.</summary>
    public static int Stride => Read("SIMULATION_STRIDE") ?? 1;

    private static int? Read(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
