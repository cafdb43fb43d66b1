using System.Globalization;

namespace MoodleNodeAgent.Cli.Output;

/// <summary>Seconds as a person reads them: "8.4 s", "2 min 05 s".</summary>
internal static class Duration
{
    public static string Show(double seconds) => seconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):0} min {Math.Floor(seconds % 60):00} s");
}
