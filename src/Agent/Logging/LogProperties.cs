using Serilog.Events;

namespace MoodleNodeAgent.Agent.Logging;

/// <summary>Properties of log events that become fields of journald.</summary>
internal static class LogProperties
{
    public const string Run = "Run";
    public const string Task = "Task";
    public const string Event = "Event";

    /// <summary>Value of a property, or null.</summary>
    public static string? Text(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: string text } ? text : null;
}
