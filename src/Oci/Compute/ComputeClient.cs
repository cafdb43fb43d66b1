namespace MoodleNodeAgent.Oci.Compute;

/// <summary>The compute service over signed REST.</summary>
public sealed class ComputeClient(OciConnection connection) : IComputeClient
{
    private readonly OciCore core = connection.Open(OciService.Compute);

    private static ComputeJson Json => ComputeJson.Default;

    /// <inheritdoc/>
    public IAsyncEnumerable<VnicAttachment> ListVnicAttachmentsAsync(
        ListVnicAttachmentsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListVnicAttachments", "vnicAttachments").Query(query.ToQuery())
            .ListAsync(Json.ListVnicAttachment, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Image> ListImagesAsync(ListImagesQuery query, CancellationToken cancellationToken) =>
        core.Get("ListImages", "images").Query(query.ToQuery())
            .ListAsync(Json.ListImage, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Image>> GetImageAsync(string imageId, CancellationToken cancellationToken) =>
        core.Get("GetImage", "images", imageId).SendAsync(Json.Image, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Shape> ListShapesAsync(ListShapesQuery query, CancellationToken cancellationToken) =>
        core.Get("ListShapes", "shapes").Query(query.ToQuery())
            .ListAsync(Json.ListShape, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Instance>> LaunchInstanceAsync(
        LaunchInstanceDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("LaunchInstance", "instances").Body(details, Json.LaunchInstanceDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.Instance, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Instance>> GetInstanceAsync(string instanceId, CancellationToken cancellationToken) =>
        core.Get("GetInstance", "instances", instanceId).SendAsync(Json.Instance, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Instance> ListInstancesAsync(
        ListInstancesQuery query, CancellationToken cancellationToken) =>
        core.Get("ListInstances", "instances").Query(query.ToQuery())
            .ListAsync(Json.ListInstance, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Instance>> UpdateInstanceAsync(
        string instanceId, UpdateInstanceDetails details, string? retryToken, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Put("UpdateInstance", "instances", instanceId).Body(details, Json.UpdateInstanceDetails)
            .RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(Json.Instance, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Instance>> InstanceActionAsync(
        string instanceId, string action, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.Post("InstanceAction", "instances", instanceId).Query(new OciQuery().Add("action", action))
            .RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(Json.Instance, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> TerminateInstanceAsync(
        string instanceId, TerminateInstanceQuery? query, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("TerminateInstance", "instances", instanceId).Query(query?.ToQuery()).IfMatch(ifMatch)
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
    public Task<OciResponse<ComputeCapacityReport>> CreateComputeCapacityReportAsync(
        CreateComputeCapacityReportDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateComputeCapacityReport", "computeCapacityReports")
            .Body(details, Json.CreateComputeCapacityReportDetails).RetryToken(retryToken)
            .SendAsync(Json.ComputeCapacityReport, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ConsoleHistory>> CaptureConsoleHistoryAsync(
        CaptureConsoleHistoryDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CaptureConsoleHistory", "instanceConsoleHistories")
            .Body(details, Json.CaptureConsoleHistoryDetails).RetryToken(retryToken)
            .SendAsync(Json.ConsoleHistory, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ConsoleHistory>> GetConsoleHistoryAsync(
        string instanceConsoleHistoryId, CancellationToken cancellationToken) =>
        core.Get("GetConsoleHistory", "instanceConsoleHistories", instanceConsoleHistoryId)
            .SendAsync(Json.ConsoleHistory, cancellationToken);

    /// <inheritdoc/>
    public Task<ConsoleHistoryContent> GetConsoleHistoryContentAsync(string instanceConsoleHistoryId,
        GetConsoleHistoryContentQuery? query, CancellationToken cancellationToken) =>
        core.Get("GetConsoleHistoryContent", "instanceConsoleHistories", instanceConsoleHistoryId, "data")
            .Query(query?.ToQuery()).SendAsync(ConsoleHistoryContent.From, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteConsoleHistoryAsync(
        string instanceConsoleHistoryId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteConsoleHistory", "instanceConsoleHistories", instanceConsoleHistoryId)
            .IfMatch(ifMatch)
            .SendAsync(cancellationToken);
}
