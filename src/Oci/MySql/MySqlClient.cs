namespace MoodleNodeAgent.Oci.MySql;

/// <summary>The MySQL service over signed REST.</summary>
public sealed class MySqlClient(OciConnection connection) : IMySqlClient
{
    private readonly OciCore core = connection.Open(OciService.MySql);

    private static MySqlJson Json => MySqlJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<DbSystem>> CreateDbSystemAsync(
        CreateDbSystemDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateDbSystem", HttpMethod.Post, ["dbSystems"])
            {
                Body = OciBody.From(details, Json.CreateDbSystemDetails),
                RetryToken = retryToken,
            }, Json.DbSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<DbSystem>> GetDbSystemAsync(string dbSystemId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetDbSystem", HttpMethod.Get, ["dbSystems", dbSystemId]), Json.DbSystem, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<DbSystem> ListDbSystemsAsync(
        ListDbSystemsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListDbSystems", HttpMethod.Get, ["dbSystems"])
            { Query = query.ToQuery() }, Json.ListDbSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateDbSystemAsync(
        string dbSystemId, UpdateDbSystemDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateDbSystem", HttpMethod.Put, ["dbSystems", dbSystemId])
            {
                Body = OciBody.From(details, Json.UpdateDbSystemDetails),
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> StartDbSystemAsync(
        string dbSystemId, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("StartDbSystem", HttpMethod.Post, ["dbSystems", dbSystemId, "actions", "start"])
            {
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> StopDbSystemAsync(
        string dbSystemId, StopDbSystemDetails details, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("StopDbSystem", HttpMethod.Post, ["dbSystems", dbSystemId, "actions", "stop"])
            {
                Body = OciBody.From(details, Json.StopDbSystemDetails),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> RestartDbSystemAsync(
        string dbSystemId, StopDbSystemDetails details, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("RestartDbSystem", HttpMethod.Post, ["dbSystems", dbSystemId, "actions", "restart"])
            {
                Body = OciBody.From(details, Json.StopDbSystemDetails),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteDbSystemAsync(
        string dbSystemId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteDbSystem", HttpMethod.Delete, ["dbSystems", dbSystemId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ShapeSummary> ListShapesAsync(
        ListShapesQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListShapes", HttpMethod.Get, ["shapes"])
            { Query = query.ToQuery() }, Json.ListShapeSummary, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ConfigurationSummary> ListConfigurationsAsync(
        ListConfigurationsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListConfigurations", HttpMethod.Get, ["configurations"])
            { Query = query.ToQuery() }, Json.ListConfigurationSummary, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<VersionSummary> ListVersionsAsync(
        string compartmentId, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListVersions", HttpMethod.Get, ["versions"])
            { Query = new OciQuery().Add("compartmentId", compartmentId) }, Json.ListVersionSummary, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Replica>> CreateReplicaAsync(
        CreateReplicaDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateReplica", HttpMethod.Post, ["replicas"])
            {
                Body = OciBody.From(details, Json.CreateReplicaDetails),
                RetryToken = retryToken,
            }, Json.Replica, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Replica>> GetReplicaAsync(string replicaId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetReplica", HttpMethod.Get, ["replicas", replicaId]), Json.Replica, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Replica> ListReplicasAsync(
        ListReplicasQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListReplicas", HttpMethod.Get, ["replicas"])
            { Query = query.ToQuery() }, Json.ListReplica, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateReplicaAsync(
        string replicaId, UpdateReplicaDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateReplica", HttpMethod.Put, ["replicas", replicaId])
            {
                Body = OciBody.From(details, Json.UpdateReplicaDetails),
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteReplicaAsync(
        string replicaId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteReplica", HttpMethod.Delete, ["replicas", replicaId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<HeatWaveCluster>> AddHeatWaveClusterAsync(
        string dbSystemId, AddHeatWaveClusterDetails details, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("AddHeatWaveCluster", HttpMethod.Post, ["dbSystems", dbSystemId, "heatWaveCluster", "actions", "add"])
            {
                Body = OciBody.From(details, Json.AddHeatWaveClusterDetails),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, Json.HeatWaveCluster, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<HeatWaveCluster>> GetHeatWaveClusterAsync(
        string dbSystemId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetHeatWaveCluster", HttpMethod.Get, ["dbSystems", dbSystemId, "heatWaveCluster"]), Json.HeatWaveCluster, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteHeatWaveClusterAsync(
        string dbSystemId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteHeatWaveCluster", HttpMethod.Delete, ["dbSystems", dbSystemId, "heatWaveCluster"])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<WorkRequest>> GetWorkRequestAsync(
        string workRequestId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetWorkRequest", HttpMethod.Get, ["workRequests", workRequestId]), Json.WorkRequest, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequest> ListWorkRequestsAsync(
        ListWorkRequestsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListWorkRequests", HttpMethod.Get, ["workRequests"])
            { Query = query.ToQuery() }, Json.ListWorkRequest, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequestError> ListWorkRequestErrorsAsync(
        string workRequestId, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListWorkRequestErrors", HttpMethod.Get, ["workRequests", workRequestId, "errors"]), Json.ListWorkRequestError, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequestLogEntry> ListWorkRequestLogsAsync(
        string workRequestId, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListWorkRequestLogs", HttpMethod.Get, ["workRequests", workRequestId, "logs"]), Json.ListWorkRequestLogEntry, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Backup>> CreateBackupAsync(
        CreateBackupDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateBackup", HttpMethod.Post, ["backups"])
            {
                Body = OciBody.From(details, Json.CreateBackupDetails),
                RetryToken = retryToken,
            }, Json.Backup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Backup>> GetBackupAsync(string backupId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetBackup", HttpMethod.Get, ["backups", backupId]), Json.Backup, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Backup> ListBackupsAsync(ListBackupsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListBackups", HttpMethod.Get, ["backups"])
            { Query = query.ToQuery() }, Json.ListBackup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteBackupAsync(
        string backupId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteBackup", HttpMethod.Delete, ["backups", backupId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateHeatWaveClusterAsync(
        string dbSystemId, UpdateHeatWaveClusterDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateHeatWaveCluster", HttpMethod.Put, ["dbSystems", dbSystemId, "heatWaveCluster"])
            {
                Body = OciBody.From(details, Json.UpdateHeatWaveClusterDetails),
                IfMatch = ifMatch,
            }, cancellationToken);
}
