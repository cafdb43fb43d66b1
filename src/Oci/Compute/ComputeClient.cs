namespace MoodleNodeAgent.Oci.Compute;

/// <summary>The compute service over signed REST.</summary>
public sealed class ComputeClient(OciConnection connection) : IComputeClient
{
    private readonly OciCore core = connection.Open(OciService.Compute);

    private static ComputeJson Json => ComputeJson.Default;

    /// <inheritdoc/>
    public IAsyncEnumerable<VnicAttachment> ListVnicAttachmentsAsync(
        ListVnicAttachmentsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListVnicAttachments", HttpMethod.Get, ["vnicAttachments"])
            { Query = query.ToQuery() }, Json.ListVnicAttachment, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Image> ListImagesAsync(ListImagesQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListImages", HttpMethod.Get, ["images"])
            { Query = query.ToQuery() }, Json.ListImage, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Image>> GetImageAsync(string imageId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetImage", HttpMethod.Get, ["images", imageId]), Json.Image, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Shape> ListShapesAsync(ListShapesQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListShapes", HttpMethod.Get, ["shapes"])
            { Query = query.ToQuery() }, Json.ListShape, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Instance>> LaunchInstanceAsync(
        LaunchInstanceDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("LaunchInstance", HttpMethod.Post, ["instances"])
            {
                Body = OciBody.From(details, Json.LaunchInstanceDetails),
                RetryToken = retryToken,
            }, Json.Instance, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Instance>> GetInstanceAsync(string instanceId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetInstance", HttpMethod.Get, ["instances", instanceId]), Json.Instance, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Instance> ListInstancesAsync(
        ListInstancesQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListInstances", HttpMethod.Get, ["instances"])
            { Query = query.ToQuery() }, Json.ListInstance, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Instance>> UpdateInstanceAsync(
        string instanceId, UpdateInstanceDetails details, string? retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateInstance", HttpMethod.Put, ["instances", instanceId])
            {
                Body = OciBody.From(details, Json.UpdateInstanceDetails),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, Json.Instance, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Instance>> InstanceActionAsync(
        string instanceId, string action, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("InstanceAction", HttpMethod.Post, ["instances", instanceId])
            {
                Query = new OciQuery().Add("action", action),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, Json.Instance, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> TerminateInstanceAsync(
        string instanceId, TerminateInstanceQuery? query, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("TerminateInstance", HttpMethod.Delete, ["instances", instanceId])
            {
                Query = query?.ToQuery(),
                IfMatch = ifMatch,
            }, cancellationToken);

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
    public Task<OciResponse<ComputeCapacityReport>> CreateComputeCapacityReportAsync(
        CreateComputeCapacityReportDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateComputeCapacityReport", HttpMethod.Post, ["computeCapacityReports"])
            {
                Body = OciBody.From(details, Json.CreateComputeCapacityReportDetails),
                RetryToken = retryToken,
            }, Json.ComputeCapacityReport, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ConsoleHistory>> CaptureConsoleHistoryAsync(
        CaptureConsoleHistoryDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CaptureConsoleHistory", HttpMethod.Post, ["instanceConsoleHistories"])
            {
                Body = OciBody.From(details, Json.CaptureConsoleHistoryDetails),
                RetryToken = retryToken,
            }, Json.ConsoleHistory, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ConsoleHistory>> GetConsoleHistoryAsync(
        string instanceConsoleHistoryId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetConsoleHistory", HttpMethod.Get, ["instanceConsoleHistories", instanceConsoleHistoryId]), Json.ConsoleHistory, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteConsoleHistoryAsync(
        string instanceConsoleHistoryId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteConsoleHistory", HttpMethod.Delete, ["instanceConsoleHistories", instanceConsoleHistoryId])
            { IfMatch = ifMatch }, cancellationToken);
}
