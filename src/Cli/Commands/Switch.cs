using System.CommandLine;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>An argument that is on or off.</summary>
internal static class Switch
{
    public const string On = "on";
    public const string Off = "off";

    public static Argument<string> Argument(string description)
    {
        var word = new Argument<string>("on|off") { Description = description, HelpName = "on|off" };
        word.AcceptOnlyFromAmong(On, Off);
        return word;
    }
}
