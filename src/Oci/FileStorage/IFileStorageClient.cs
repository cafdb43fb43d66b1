namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>The file storage operations that this project uses, named as OCI names them.</summary>
public interface IFileStorageClient
{
    /// <summary>Creates a file system.</summary>
    Task<OciResponse<FileSystem>> CreateFileSystemAsync(
        CreateFileSystemDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one file system.</summary>
    Task<OciResponse<FileSystem>> GetFileSystemAsync(
        string fileSystemId, CancellationToken cancellationToken);

    /// <summary>Lists file systems, reading page after page.</summary>
    IAsyncEnumerable<FileSystem> ListFileSystemsAsync(
        ListFileSystemsQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a file system.</summary>
    Task<OciResponse> DeleteFileSystemAsync(
        string fileSystemId, string? canDetachChildFileSystem, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Creates a mount target.</summary>
    Task<OciResponse<MountTarget>> CreateMountTargetAsync(
        CreateMountTargetDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one mount target.</summary>
    Task<OciResponse<MountTarget>> GetMountTargetAsync(
        string mountTargetId, CancellationToken cancellationToken);

    /// <summary>Lists mount targets, reading page after page.</summary>
    IAsyncEnumerable<MountTarget> ListMountTargetsAsync(
        ListMountTargetsQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a mount target.</summary>
    Task<OciResponse> DeleteMountTargetAsync(
        string mountTargetId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Lists export sets, reading page after page.</summary>
    IAsyncEnumerable<ExportSet> ListExportSetsAsync(
        ListExportSetsQuery query, CancellationToken cancellationToken);

    /// <summary>Reads one export set.</summary>
    Task<OciResponse<ExportSet>> GetExportSetAsync(string exportSetId, CancellationToken cancellationToken);

    /// <summary>Changes an export set.</summary>
    Task<OciResponse<ExportSet>> UpdateExportSetAsync(
        string exportSetId, UpdateExportSetDetails details, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates an export.</summary>
    Task<OciResponse<Export>> CreateExportAsync(
        CreateExportDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one export.</summary>
    Task<OciResponse<Export>> GetExportAsync(string exportId, CancellationToken cancellationToken);

    /// <summary>Lists exports, reading page after page.</summary>
    IAsyncEnumerable<Export> ListExportsAsync(ListExportsQuery query, CancellationToken cancellationToken);

    /// <summary>Changes an export.</summary>
    Task<OciResponse<Export>> UpdateExportAsync(
        string exportId, UpdateExportDetails details, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes an export.</summary>
    Task<OciResponse> DeleteExportAsync(
        string exportId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates a snapshot.</summary>
    Task<OciResponse<Snapshot>> CreateSnapshotAsync(
        CreateSnapshotDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one snapshot.</summary>
    Task<OciResponse<Snapshot>> GetSnapshotAsync(string snapshotId, CancellationToken cancellationToken);

    /// <summary>Lists snapshots, reading page after page.</summary>
    IAsyncEnumerable<Snapshot> ListSnapshotsAsync(
        ListSnapshotsQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a snapshot.</summary>
    Task<OciResponse> DeleteSnapshotAsync(
        string snapshotId, string? ifMatch, CancellationToken cancellationToken);
}
