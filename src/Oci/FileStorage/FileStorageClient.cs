namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>The file storage service over signed REST.</summary>
public sealed class FileStorageClient(OciConnection connection) : IFileStorageClient
{
    private readonly OciCore core = connection.Open(OciService.FileStorage);

    private static FileStorageJson Json => FileStorageJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<FileSystem>> CreateFileSystemAsync(
        CreateFileSystemDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateFileSystem", "fileSystems").Body(details, Json.CreateFileSystemDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.FileSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<FileSystem>> GetFileSystemAsync(
        string fileSystemId, CancellationToken cancellationToken) =>
        core.Get("GetFileSystem", "fileSystems", fileSystemId).SendAsync(Json.FileSystem, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<FileSystem> ListFileSystemsAsync(
        ListFileSystemsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListFileSystems", "fileSystems").Query(query.ToQuery())
            .ListAsync(Json.ListFileSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteFileSystemAsync(
        string fileSystemId, string? canDetachChildFileSystem, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Delete("DeleteFileSystem", "fileSystems", fileSystemId)
            .Query(new OciQuery().Add("canDetachChildFileSystem", canDetachChildFileSystem)).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<MountTarget>> CreateMountTargetAsync(
        CreateMountTargetDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateMountTarget", "mountTargets").Body(details, Json.CreateMountTargetDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.MountTarget, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<MountTarget>> GetMountTargetAsync(
        string mountTargetId, CancellationToken cancellationToken) =>
        core.Get("GetMountTarget", "mountTargets", mountTargetId).SendAsync(Json.MountTarget, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MountTarget> ListMountTargetsAsync(
        ListMountTargetsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListMountTargets", "mountTargets").Query(query.ToQuery())
            .ListAsync(Json.ListMountTarget, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteMountTargetAsync(
        string mountTargetId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteMountTarget", "mountTargets", mountTargetId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ExportSet> ListExportSetsAsync(
        ListExportSetsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListExportSets", "exportSets").Query(query.ToQuery())
            .ListAsync(Json.ListExportSet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ExportSet>> GetExportSetAsync(string exportSetId, CancellationToken cancellationToken) =>
        core.Get("GetExportSet", "exportSets", exportSetId).SendAsync(Json.ExportSet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ExportSet>> UpdateExportSetAsync(
        string exportSetId, UpdateExportSetDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateExportSet", "exportSets", exportSetId).Body(details, Json.UpdateExportSetDetails)
            .IfMatch(ifMatch)
            .SendAsync(Json.ExportSet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Export>> CreateExportAsync(
        CreateExportDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateExport", "exports").Body(details, Json.CreateExportDetails).RetryToken(retryToken)
            .SendAsync(Json.Export, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Export>> GetExportAsync(string exportId, CancellationToken cancellationToken) =>
        core.Get("GetExport", "exports", exportId).SendAsync(Json.Export, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Export> ListExportsAsync(ListExportsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListExports", "exports").Query(query.ToQuery())
            .ListAsync(Json.ListExport, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Export>> UpdateExportAsync(
        string exportId, UpdateExportDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateExport", "exports", exportId).Body(details, Json.UpdateExportDetails).IfMatch(ifMatch)
            .SendAsync(Json.Export, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteExportAsync(
        string exportId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteExport", "exports", exportId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Snapshot>> CreateSnapshotAsync(
        CreateSnapshotDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateSnapshot", "snapshots").Body(details, Json.CreateSnapshotDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.Snapshot, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Snapshot>> GetSnapshotAsync(string snapshotId, CancellationToken cancellationToken) =>
        core.Get("GetSnapshot", "snapshots", snapshotId).SendAsync(Json.Snapshot, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Snapshot> ListSnapshotsAsync(
        ListSnapshotsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListSnapshots", "snapshots").Query(query.ToQuery())
            .ListAsync(Json.ListSnapshot, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteSnapshotAsync(
        string snapshotId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteSnapshot", "snapshots", snapshotId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);
}
