namespace MoodleNodeAgent.Oci.Compute;

/// <summary>The compute operations that this project uses, named as OCI names them.</summary>
public interface IComputeClient
{
    /// <summary>Lists VNIC attachments, reading page after page.</summary>
    IAsyncEnumerable<VnicAttachment> ListVnicAttachmentsAsync(
        ListVnicAttachmentsQuery query, CancellationToken cancellationToken);

    /// <summary>Lists images, reading page after page.</summary>
    IAsyncEnumerable<Image> ListImagesAsync(ListImagesQuery query, CancellationToken cancellationToken);

    /// <summary>Reads one image.</summary>
    Task<OciResponse<Image>> GetImageAsync(string imageId, CancellationToken cancellationToken);

    /// <summary>Lists shapes, reading page after page.</summary>
    IAsyncEnumerable<Shape> ListShapesAsync(ListShapesQuery query, CancellationToken cancellationToken);

    /// <summary>Launches an instance.</summary>
    Task<OciResponse<Instance>> LaunchInstanceAsync(
        LaunchInstanceDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one instance.</summary>
    Task<OciResponse<Instance>> GetInstanceAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Lists instances, reading page after page.</summary>
    IAsyncEnumerable<Instance> ListInstancesAsync(
        ListInstancesQuery query, CancellationToken cancellationToken);

    /// <summary>Changes an instance.</summary>
    Task<OciResponse<Instance>> UpdateInstanceAsync(
        string instanceId, UpdateInstanceDetails details, string? retryToken, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Starts, stops or resets an instance; action is START, STOP, SOFTSTOP, RESET or SOFTRESET.</summary>
    Task<OciResponse<Instance>> InstanceActionAsync(
        string instanceId, string action, string retryToken, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Terminates an instance.</summary>
    Task<OciResponse> TerminateInstanceAsync(
        string instanceId, TerminateInstanceQuery? query, string? ifMatch, CancellationToken cancellationToken);

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

    /// <summary>Asks how many instances of a shape a place has room for; nothing is kept.</summary>
    Task<OciResponse<ComputeCapacityReport>> CreateComputeCapacityReportAsync(
        CreateComputeCapacityReportDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Captures a console history.</summary>
    Task<OciResponse<ConsoleHistory>> CaptureConsoleHistoryAsync(
        CaptureConsoleHistoryDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one console history.</summary>
    Task<OciResponse<ConsoleHistory>> GetConsoleHistoryAsync(
        string instanceConsoleHistoryId, CancellationToken cancellationToken);

    /// <summary>Reads what the console wrote; the history has to be SUCCEEDED.</summary>
    Task<ConsoleHistoryContent> GetConsoleHistoryContentAsync(string instanceConsoleHistoryId,
        GetConsoleHistoryContentQuery? query, CancellationToken cancellationToken);

    /// <summary>Deletes a console history.</summary>
    Task<OciResponse> DeleteConsoleHistoryAsync(
        string instanceConsoleHistoryId, string? ifMatch, CancellationToken cancellationToken);
}
