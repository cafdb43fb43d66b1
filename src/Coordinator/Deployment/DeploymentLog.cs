namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>Log lines of the deployment.</summary>
internal static partial class DeploymentLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Site {MNA_SITE} is not as applied: {Drift}. Look with moodlectl drift.")]
    public static partial void Drifted(ILogger log, string MNA_SITE, string drift);

    [LoggerMessage(3002, LogLevel.Information, "Site {MNA_SITE} is as applied again")]
    public static partial void DriftEnded(ILogger log, string MNA_SITE);

    [LoggerMessage(3003, LogLevel.Warning, "Cannot compare site {MNA_SITE} with what was applied: {Reason}")]
    public static partial void DriftUnknown(ILogger log, string MNA_SITE, string reason);
}
