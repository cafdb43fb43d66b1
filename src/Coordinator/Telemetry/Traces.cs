using System.Diagnostics;

namespace MoodleNodeAgent.Coordinator.Telemetry;

/// <summary>Spans of an apply: apply, its steps, a step's runs on nodes, a run's tasks.</summary>
internal static class Traces
{
    /// <summary>Name of the source, for collectors.</summary>
    public const string SourceName = "MoodleNodeAgent.Coordinator";

    /// <summary>Where spans begin. Nobody listens, nothing is made.</summary>
    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity? span, string error) => span?.SetStatus(ActivityStatusCode.Error, error);
}
