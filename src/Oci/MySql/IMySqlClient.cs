namespace MoodleNodeAgent.Oci.MySql;

/// <summary>The MySQL operations that this project uses, named as OCI names them.</summary>
public interface IMySqlClient
{
    /// <summary>Creates a DB system.</summary>
    Task<OciResponse<DbSystem>> CreateDbSystemAsync(
        CreateDbSystemDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one DB system.</summary>
    Task<OciResponse<DbSystem>> GetDbSystemAsync(string dbSystemId, CancellationToken cancellationToken);

    /// <summary>Lists DB systems, reading page after page.</summary>
    IAsyncEnumerable<DbSystem> ListDbSystemsAsync(
        ListDbSystemsQuery query, CancellationToken cancellationToken);

    /// <summary>Changes a DB system; follow the work request.</summary>
    Task<OciResponse> UpdateDbSystemAsync(
        string dbSystemId, UpdateDbSystemDetails details, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Starts a DB system; follow the work request.</summary>
    Task<OciResponse> StartDbSystemAsync(
        string dbSystemId, string retryToken, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Stops a DB system; follow the work request.</summary>
    Task<OciResponse> StopDbSystemAsync(
        string dbSystemId, StopDbSystemDetails details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Restarts a DB system; follow the work request.</summary>
    Task<OciResponse> RestartDbSystemAsync(
        string dbSystemId, StopDbSystemDetails details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Deletes a DB system; follow the work request.</summary>
    Task<OciResponse> DeleteDbSystemAsync(
        string dbSystemId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Lists shapes, reading page after page.</summary>
    IAsyncEnumerable<ShapeSummary> ListShapesAsync(
        ListShapesQuery query, CancellationToken cancellationToken);

    /// <summary>Lists configurations, reading page after page.</summary>
    IAsyncEnumerable<ConfigurationSummary> ListConfigurationsAsync(
        ListConfigurationsQuery query, CancellationToken cancellationToken);

    /// <summary>Lists versions, reading page after page.</summary>
    IAsyncEnumerable<VersionSummary> ListVersionsAsync(
        string compartmentId, CancellationToken cancellationToken);

    /// <summary>Creates a replica.</summary>
    Task<OciResponse<Replica>> CreateReplicaAsync(
        CreateReplicaDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one replica.</summary>
    Task<OciResponse<Replica>> GetReplicaAsync(string replicaId, CancellationToken cancellationToken);

    /// <summary>Lists replicas, reading page after page.</summary>
    IAsyncEnumerable<Replica> ListReplicasAsync(
        ListReplicasQuery query, CancellationToken cancellationToken);

    /// <summary>Changes a replica; follow the work request.</summary>
    Task<OciResponse> UpdateReplicaAsync(
        string replicaId, UpdateReplicaDetails details, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes a replica; follow the work request.</summary>
    Task<OciResponse> DeleteReplicaAsync(
        string replicaId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Adds a HeatWave cluster.</summary>
    Task<OciResponse<HeatWaveCluster>> AddHeatWaveClusterAsync(
        string dbSystemId, AddHeatWaveClusterDetails details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Reads one HeatWave cluster.</summary>
    Task<OciResponse<HeatWaveCluster>> GetHeatWaveClusterAsync(
        string dbSystemId, CancellationToken cancellationToken);

    /// <summary>Deletes a HeatWave cluster; follow the work request.</summary>
    Task<OciResponse> DeleteHeatWaveClusterAsync(
        string dbSystemId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Reads one work request.</summary>
    Task<OciResponse<WorkRequest>> GetWorkRequestAsync(
        string workRequestId, CancellationToken cancellationToken);

    /// <summary>Lists work requests, reading page after page.</summary>
    IAsyncEnumerable<WorkRequest> ListWorkRequestsAsync(
        ListWorkRequestsQuery query, CancellationToken cancellationToken);

    /// <summary>Lists work request errors, reading page after page.</summary>
    IAsyncEnumerable<WorkRequestError> ListWorkRequestErrorsAsync(
        string workRequestId, CancellationToken cancellationToken);

    /// <summary>Lists work request logs, reading page after page.</summary>
    IAsyncEnumerable<WorkRequestLogEntry> ListWorkRequestLogsAsync(
        string workRequestId, CancellationToken cancellationToken);

    /// <summary>Creates a backup.</summary>
    Task<OciResponse<Backup>> CreateBackupAsync(
        CreateBackupDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one backup.</summary>
    Task<OciResponse<Backup>> GetBackupAsync(string backupId, CancellationToken cancellationToken);

    /// <summary>Lists backups, reading page after page.</summary>
    IAsyncEnumerable<Backup> ListBackupsAsync(ListBackupsQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a backup; follow the work request.</summary>
    Task<OciResponse> DeleteBackupAsync(
        string backupId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Changes a HeatWave cluster; follow the work request.</summary>
    Task<OciResponse> UpdateHeatWaveClusterAsync(
        string dbSystemId, UpdateHeatWaveClusterDetails details, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Reads one DB system; null when it still is what the etag names.</summary>
    Task<OciResponse<DbSystem>?> GetDbSystemIfChangedAsync(
        string dbSystemId, string etag, CancellationToken cancellationToken);

    /// <summary>Reads one replica; null when it still is what the etag names.</summary>
    Task<OciResponse<Replica>?> GetReplicaIfChangedAsync(
        string replicaId, string etag, CancellationToken cancellationToken);

    /// <summary>Reads one backup; null when it still is what the etag names.</summary>
    Task<OciResponse<Backup>?> GetBackupIfChangedAsync(
        string backupId, string etag, CancellationToken cancellationToken);

    /// <summary>Reads one HeatWave cluster; null when it still is what the etag names.</summary>
    Task<OciResponse<HeatWaveCluster>?> GetHeatWaveClusterIfChangedAsync(
        string dbSystemId, string etag, CancellationToken cancellationToken);
}
