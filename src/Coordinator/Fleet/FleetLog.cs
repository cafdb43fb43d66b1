namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Log lines of the agents' side.</summary>
internal static partial class FleetLog
{
    [LoggerMessage(1001, LogLevel.Information,
        "Node {MNA_NODE} enrolled: certificate {Serial} until {End:u}, agent {AgentVersion}")]
    public static partial void Enrolled(
        ILogger log, string MNA_NODE, string serial, DateTimeOffset end, string agentVersion);

    [LoggerMessage(1002, LogLevel.Warning, "Enrolment as {MNA_NODE} from {Peer} refused: join token wrong, used or expired")]
    public static partial void EnrolmentRefused(ILogger log, string MNA_NODE, string peer);

    [LoggerMessage(1003, LogLevel.Information, "Node {MNA_NODE} connected: agent {AgentVersion}, {OperatingSystem}")]
    public static partial void Connected(ILogger log, string MNA_NODE, string agentVersion, string operatingSystem);

    [LoggerMessage(1004, LogLevel.Information, "Node {MNA_NODE} disconnected: {Reason}")]
    public static partial void Disconnected(ILogger log, string MNA_NODE, string reason);

    [LoggerMessage(1005, LogLevel.Information, "Run {MNA_RUN_ID} sent to {MNA_NODE}")]
    public static partial void RunSent(ILogger log, string MNA_RUN_ID, string MNA_NODE);

    [LoggerMessage(1006, LogLevel.Information, "Run {MNA_RUN_ID} of {MNA_NODE} ended: {Status}")]
    public static partial void RunEnded(
        ILogger log, string MNA_RUN_ID, string MNA_NODE, Protocol.Agent.V1.RunStatus status);

    [LoggerMessage(1007, LogLevel.Warning, "Node {MNA_NODE} spoke of run {MNA_RUN_ID}, which is another node's; ignored")]
    public static partial void ForeignRun(ILogger log, string MNA_NODE, string MNA_RUN_ID);

    [LoggerMessage(1008, LogLevel.Information, "Node {MNA_NODE} renewed its certificate: {Serial} until {End:u}")]
    public static partial void Renewed(ILogger log, string MNA_NODE, string serial, DateTimeOffset end);

    [LoggerMessage(1009, LogLevel.Information, "Node {MNA_NODE} removed: session closed, certificates revoked")]
    public static partial void Removed(ILogger log, string MNA_NODE);

    [LoggerMessage(1010, LogLevel.Warning, "A client's certificate from {Peer} is refused: {Reason}")]
    public static partial void CertificateRefused(ILogger log, string? peer, string reason);

    [LoggerMessage(1011, LogLevel.Warning, "Enrolment as {MNA_NODE} by instance identity from {Peer} refused: {Reason}")]
    public static partial void InstanceRefused(ILogger log, string MNA_NODE, string peer, string reason);

    [LoggerMessage(1012, LogLevel.Warning,
        "{Instance} wants to join as {MNA_NODE}, which is connected: somebody else may have its identity")]
    public static partial void JoinWhileConnected(ILogger log, string MNA_NODE, string instance);

    [LoggerMessage(1014, LogLevel.Information, "Node {MNA_NODE} says that {Tasks} tasks differ from what was applied")]
    public static partial void Drifted(ILogger log, string MNA_NODE, int tasks);

    [LoggerMessage(1015, LogLevel.Warning,
        "A host with a valid join token wants to join as {MNA_NODE}, which is connected: somebody else may have its token")]
    public static partial void TokenWhileConnected(ILogger log, string MNA_NODE);

    [LoggerMessage(1016, LogLevel.Warning, "The site has a new authority, {Root}; certificates of the former one count for at most 7 days")]
    public static partial void Rotated(ILogger log, string root);

    [LoggerMessage(1017, LogLevel.Information, "Certificates of the former authority {Root} no longer count")]
    public static partial void Retired(ILogger log, string root);

    [LoggerMessage(1013, LogLevel.Information,
        "Node {MNA_NODE} joins again as {Instance}: its certificates up to {Serial} are revoked")]
    public static partial void Rejoined(ILogger log, string MNA_NODE, string instance, string serial);
}
