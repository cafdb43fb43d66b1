namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>The file storage service over signed REST.</summary>
public sealed class FileStorageClient(OciConnection connection) : IFileStorageClient
{
    private readonly OciCore core = connection.Open(OciService.FileStorage);

    private static FileStorageJson Json => FileStorageJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<FileSystem>> CreateFileSystemAsync(
        CreateFileSystemDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateFileSystem", HttpMethod.Post, ["fileSystems"])
            {
                Body = OciBody.From(details, Json.CreateFileSystemDetails),
                RetryToken = retryToken,
            }, Json.FileSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<FileSystem>> GetFileSystemAsync(
        string fileSystemId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetFileSystem", HttpMethod.Get, ["fileSystems", fileSystemId]), Json.FileSystem, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<FileSystem> ListFileSystemsAsync(
        ListFileSystemsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListFileSystems", HttpMethod.Get, ["fileSystems"])
            { Query = query.ToQuery() }, Json.ListFileSystem, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteFileSystemAsync(
        string fileSystemId, string? canDetachChildFileSystem, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteFileSystem", HttpMethod.Delete, ["fileSystems", fileSystemId])
            {
                Query = new OciQuery().Add("canDetachChildFileSystem", canDetachChildFileSystem),
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<MountTarget>> CreateMountTargetAsync(
        CreateMountTargetDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateMountTarget", HttpMethod.Post, ["mountTargets"])
            {
                Body = OciBody.From(details, Json.CreateMountTargetDetails),
                RetryToken = retryToken,
            }, Json.MountTarget, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<MountTarget>> GetMountTargetAsync(
        string mountTargetId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetMountTarget", HttpMethod.Get, ["mountTargets", mountTargetId]), Json.MountTarget, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MountTarget> ListMountTargetsAsync(
        ListMountTargetsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListMountTargets", HttpMethod.Get, ["mountTargets"])
            { Query = query.ToQuery() }, Json.ListMountTarget, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteMountTargetAsync(
        string mountTargetId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteMountTarget", HttpMethod.Delete, ["mountTargets", mountTargetId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ExportSet> ListExportSetsAsync(
        ListExportSetsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListExportSets", HttpMethod.Get, ["exportSets"])
            { Query = query.ToQuery() }, Json.ListExportSet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ExportSet>> GetExportSetAsync(string exportSetId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetExportSet", HttpMethod.Get, ["exportSets", exportSetId]), Json.ExportSet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ExportSet>> UpdateExportSetAsync(
        string exportSetId, UpdateExportSetDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateExportSet", HttpMethod.Put, ["exportSets", exportSetId])
            {
                Body = OciBody.From(details, Json.UpdateExportSetDetails),
                IfMatch = ifMatch,
            }, Json.ExportSet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Export>> CreateExportAsync(
        CreateExportDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateExport", HttpMethod.Post, ["exports"])
            {
                Body = OciBody.From(details, Json.CreateExportDetails),
                RetryToken = retryToken,
            }, Json.Export, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Export>> GetExportAsync(string exportId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetExport", HttpMethod.Get, ["exports", exportId]), Json.Export, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Export> ListExportsAsync(ListExportsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListExports", HttpMethod.Get, ["exports"])
            { Query = query.ToQuery() }, Json.ListExport, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Export>> UpdateExportAsync(
        string exportId, UpdateExportDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateExport", HttpMethod.Put, ["exports", exportId])
            {
                Body = OciBody.From(details, Json.UpdateExportDetails),
                IfMatch = ifMatch,
            }, Json.Export, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteExportAsync(
        string exportId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteExport", HttpMethod.Delete, ["exports", exportId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Snapshot>> CreateSnapshotAsync(
        CreateSnapshotDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateSnapshot", HttpMethod.Post, ["snapshots"])
            {
                Body = OciBody.From(details, Json.CreateSnapshotDetails),
                RetryToken = retryToken,
            }, Json.Snapshot, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Snapshot>> GetSnapshotAsync(string snapshotId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetSnapshot", HttpMethod.Get, ["snapshots", snapshotId]), Json.Snapshot, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Snapshot> ListSnapshotsAsync(
        ListSnapshotsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListSnapshots", HttpMethod.Get, ["snapshots"])
            { Query = query.ToQuery() }, Json.ListSnapshot, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteSnapshotAsync(
        string snapshotId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteSnapshot", HttpMethod.Delete, ["snapshots", snapshotId])
            { IfMatch = ifMatch }, cancellationToken);
}
