namespace MoodleNodeAgent.Oci.MySql;

/// <summary>The MySQL service over signed REST.</summary>
public sealed class MySqlClient(OciConnection connection) : IMySqlClient
{
    private readonly OciCore core = connection.Open(OciService.MySql);

    private static MySqlJson Json => MySqlJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<DbSystem>> CreateDbSystemAsync(
        CreateDbSystemDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateDbSystem", "dbSystems").Body(details, Json.CreateDbSystemDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.DbSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<DbSystem>> GetDbSystemAsync(string dbSystemId, CancellationToken cancellationToken) =>
        core.Get("GetDbSystem", "dbSystems", dbSystemId).SendAsync(Json.DbSystem, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<DbSystem> ListDbSystemsAsync(
        ListDbSystemsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListDbSystems", "dbSystems").Query(query.ToQuery())
            .ListAsync(Json.ListDbSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateDbSystemAsync(
        string dbSystemId, UpdateDbSystemDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateDbSystem", "dbSystems", dbSystemId).Body(details, Json.UpdateDbSystemDetails)
            .IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> StartDbSystemAsync(
        string dbSystemId, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.Post("StartDbSystem", "dbSystems", dbSystemId, "actions", "start").RetryToken(retryToken)
            .IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> StopDbSystemAsync(
        string dbSystemId, StopDbSystemDetails details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Post("StopDbSystem", "dbSystems", dbSystemId, "actions", "stop")
            .Body(details, Json.StopDbSystemDetails).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> RestartDbSystemAsync(
        string dbSystemId, StopDbSystemDetails details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Post("RestartDbSystem", "dbSystems", dbSystemId, "actions", "restart")
            .Body(details, Json.StopDbSystemDetails).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteDbSystemAsync(
        string dbSystemId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteDbSystem", "dbSystems", dbSystemId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ShapeSummary> ListShapesAsync(
        ListShapesQuery query, CancellationToken cancellationToken) =>
        core.Get("ListShapes", "shapes").Query(query.ToQuery())
            .ListAsync(Json.ListShapeSummary, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ConfigurationSummary> ListConfigurationsAsync(
        ListConfigurationsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListConfigurations", "configurations").Query(query.ToQuery())
            .ListAsync(Json.ListConfigurationSummary, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<VersionSummary> ListVersionsAsync(
        string compartmentId, CancellationToken cancellationToken) =>
        core.Get("ListVersions", "versions").Query(new OciQuery().Add("compartmentId", compartmentId))
            .ListAsync(Json.ListVersionSummary, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Replica>> CreateReplicaAsync(
        CreateReplicaDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateReplica", "replicas").Body(details, Json.CreateReplicaDetails).RetryToken(retryToken)
            .SendAsync(Json.Replica, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Replica>> GetReplicaAsync(string replicaId, CancellationToken cancellationToken) =>
        core.Get("GetReplica", "replicas", replicaId).SendAsync(Json.Replica, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Replica> ListReplicasAsync(
        ListReplicasQuery query, CancellationToken cancellationToken) =>
        core.Get("ListReplicas", "replicas").Query(query.ToQuery())
            .ListAsync(Json.ListReplica, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateReplicaAsync(
        string replicaId, UpdateReplicaDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateReplica", "replicas", replicaId).Body(details, Json.UpdateReplicaDetails)
            .IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteReplicaAsync(
        string replicaId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteReplica", "replicas", replicaId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<HeatWaveCluster>> AddHeatWaveClusterAsync(
        string dbSystemId, AddHeatWaveClusterDetails details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Post("AddHeatWaveCluster", "dbSystems", dbSystemId, "heatWaveCluster", "actions", "add")
            .Body(details, Json.AddHeatWaveClusterDetails).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(Json.HeatWaveCluster, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<HeatWaveCluster>> GetHeatWaveClusterAsync(
        string dbSystemId, CancellationToken cancellationToken) =>
        core.Get("GetHeatWaveCluster", "dbSystems", dbSystemId, "heatWaveCluster")
            .SendAsync(Json.HeatWaveCluster, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteHeatWaveClusterAsync(
        string dbSystemId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteHeatWaveCluster", "dbSystems", dbSystemId, "heatWaveCluster").IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<WorkRequest>> GetWorkRequestAsync(
        string workRequestId, CancellationToken cancellationToken) =>
        core.Get("GetWorkRequest", "workRequests", workRequestId).SendAsync(Json.WorkRequest, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequest> ListWorkRequestsAsync(
        ListWorkRequestsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListWorkRequests", "workRequests").Query(query.ToQuery())
            .ListAsync(Json.ListWorkRequest, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequestError> ListWorkRequestErrorsAsync(
        string workRequestId, CancellationToken cancellationToken) =>
        core.Get("ListWorkRequestErrors", "workRequests", workRequestId, "errors")
            .ListAsync(Json.ListWorkRequestError, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequestLogEntry> ListWorkRequestLogsAsync(
        string workRequestId, CancellationToken cancellationToken) =>
        core.Get("ListWorkRequestLogs", "workRequests", workRequestId, "logs")
            .ListAsync(Json.ListWorkRequestLogEntry, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Backup>> CreateBackupAsync(
        CreateBackupDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateBackup", "backups").Body(details, Json.CreateBackupDetails).RetryToken(retryToken)
            .SendAsync(Json.Backup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Backup>> GetBackupAsync(string backupId, CancellationToken cancellationToken) =>
        core.Get("GetBackup", "backups", backupId).SendAsync(Json.Backup, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Backup> ListBackupsAsync(ListBackupsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListBackups", "backups").Query(query.ToQuery())
            .ListAsync(Json.ListBackup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteBackupAsync(
        string backupId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteBackup", "backups", backupId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateHeatWaveClusterAsync(
        string dbSystemId, UpdateHeatWaveClusterDetails details, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Put("UpdateHeatWaveCluster", "dbSystems", dbSystemId, "heatWaveCluster")
            .Body(details, Json.UpdateHeatWaveClusterDetails).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<DbSystem>?> GetDbSystemIfChangedAsync(
        string dbSystemId, string etag, CancellationToken cancellationToken) =>
        core.Get("GetDbSystem", "dbSystems", dbSystemId)
            .SendIfChangedAsync(etag, Json.DbSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Replica>?> GetReplicaIfChangedAsync(
        string replicaId, string etag, CancellationToken cancellationToken) =>
        core.Get("GetReplica", "replicas", replicaId)
            .SendIfChangedAsync(etag, Json.Replica, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Backup>?> GetBackupIfChangedAsync(
        string backupId, string etag, CancellationToken cancellationToken) =>
        core.Get("GetBackup", "backups", backupId)
            .SendIfChangedAsync(etag, Json.Backup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<HeatWaveCluster>?> GetHeatWaveClusterIfChangedAsync(
        string dbSystemId, string etag, CancellationToken cancellationToken) =>
        core.Get("GetHeatWaveCluster", "dbSystems", dbSystemId, "heatWaveCluster")
            .SendIfChangedAsync(etag, Json.HeatWaveCluster, cancellationToken);
}
