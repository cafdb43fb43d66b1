using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Log lines of the operators' side; those with an operator are the audit.</summary>
internal static partial class OperatorLog
{
    [LoggerMessage(2001, LogLevel.Information, "Apply of site {MNA_SITE} started by {Operator}")]
    public static partial void ApplyStarted(ILogger log, string MNA_SITE, string @operator);

    [LoggerMessage(2002, LogLevel.Information,
        "Apply of site {MNA_SITE} ended: succeeded {Succeeded}, changed {Changed} {Error}")]
    public static partial void ApplyEnded(ILogger log, string MNA_SITE, bool succeeded, bool changed, string error);

    [LoggerMessage(2003, LogLevel.Error, "Apply of site {MNA_SITE} broke")]
    public static partial void ApplyBroke(ILogger log, string MNA_SITE, Exception failure);

    [LoggerMessage(2004, LogLevel.Information, "Audit: secret {Secret} shown to {Operator}")]
    public static partial void SecretShown(ILogger log, string secret, string @operator);

    [LoggerMessage(2005, LogLevel.Information, "Artifact {Sha256} of {Size} bytes received from {Operator}")]
    public static partial void ArtifactReceived(ILogger log, string sha256, long size, string @operator);

    [LoggerMessage(2006, LogLevel.Error, "A request of {Operator} failed")]
    public static partial void RequestFailed(ILogger log, string @operator, Exception failure);

    [LoggerMessage(2007, LogLevel.Warning, "Cannot read the status for those who watch; it is tried again")]
    public static partial void StatusUnreadable(ILogger log, Exception failure);

    [LoggerMessage(2020, LogLevel.Information, "Audit: journal of {MNA_NODE} read by {Operator}")]
    public static partial void LogRead(ILogger log, string MNA_NODE, string @operator);

    [LoggerMessage(2021, LogLevel.Information, "Audit: join token for {MNA_NODE} given to {Operator}")]
    public static partial void TokenCreated(ILogger log, string MNA_NODE, string @operator);

    [LoggerMessage(2008, LogLevel.Information,
        "Audit: tasks {Tasks} (check only: {IsCheck}) sent to {Nodes} nodes by {Operator}")]
    public static partial void TasksRun(ILogger log, string tasks, bool isCheck, int nodes, string @operator);

    [LoggerMessage(2009, LogLevel.Information, "Audit: {Method} called by {Operator}")]
    public static partial void Called(ILogger log, string method, string @operator);

    [LoggerMessage(2010, LogLevel.Warning, "Audit: {Method} refused to {Operator} with the role {Role}")]
    public static partial void CallRefused(ILogger log, string method, string @operator, OperatorRole role);

    [LoggerMessage(2011, LogLevel.Information, "Audit: operator {Name} let in as {Role} by {Operator}")]
    public static partial void OperatorAdded(ILogger log, string name, OperatorRole role, string @operator);

    [LoggerMessage(2012, LogLevel.Information, "Audit: operator {Name} shut out by {Operator}")]
    public static partial void OperatorRemoved(ILogger log, string name, string @operator);
}
