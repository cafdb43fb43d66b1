namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>The network load balancer service over signed REST.</summary>
public sealed class NetworkLoadBalancerClient(OciConnection connection) : INetworkLoadBalancerClient
{
    private readonly OciCore core = connection.Open(OciService.NetworkLoadBalancer);

    private static NetworkLoadBalancingJson Json => NetworkLoadBalancingJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<NetworkLoadBalancer>> CreateNetworkLoadBalancerAsync(
        CreateNetworkLoadBalancerDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateNetworkLoadBalancer", HttpMethod.Post, ["networkLoadBalancers"])
            {
                Body = OciBody.From(details, Json.CreateNetworkLoadBalancerDetails),
                RetryToken = retryToken,
            }, Json.NetworkLoadBalancer, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkLoadBalancer>> GetNetworkLoadBalancerAsync(
        string networkLoadBalancerId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetNetworkLoadBalancer", HttpMethod.Get, ["networkLoadBalancers", networkLoadBalancerId]), Json.NetworkLoadBalancer, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<NetworkLoadBalancer> ListNetworkLoadBalancersAsync(
        ListNetworkLoadBalancersQuery query, CancellationToken cancellationToken) =>
        core.ListItemsAsync(new("ListNetworkLoadBalancers", HttpMethod.Get, ["networkLoadBalancers"])
            { Query = query.ToQuery() }, Json.OciItemsNetworkLoadBalancer, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateNetworkLoadBalancerAsync(
        string networkLoadBalancerId, UpdateNetworkLoadBalancerDetails details, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateNetworkLoadBalancer", HttpMethod.Put, ["networkLoadBalancers", networkLoadBalancerId])
            {
                Body = OciBody.From(details, Json.UpdateNetworkLoadBalancerDetails),
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteNetworkLoadBalancerAsync(
        string networkLoadBalancerId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteNetworkLoadBalancer", HttpMethod.Delete, ["networkLoadBalancers", networkLoadBalancerId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> CreateBackendSetAsync(
        string networkLoadBalancerId, CreateBackendSetDetails details, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateBackendSet", HttpMethod.Post, ["networkLoadBalancers", networkLoadBalancerId, "backendSets"])
            {
                Body = OciBody.From(details, Json.CreateBackendSetDetails),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<BackendSet>> GetBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetBackendSet", HttpMethod.Get, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName]), Json.BackendSet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> CreateListenerAsync(
        string networkLoadBalancerId, Listener details, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateListener", HttpMethod.Post, ["networkLoadBalancers", networkLoadBalancerId, "listeners"])
            {
                Body = OciBody.From(details, Json.Listener),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateHealthCheckerAsync(
        string networkLoadBalancerId, string backendSetName, HealthChecker details, string? retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateHealthChecker", HttpMethod.Put, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "healthChecker"])
            {
                Body = OciBody.From(details, Json.HealthChecker),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<HealthChecker>> GetHealthCheckerAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetHealthChecker", HttpMethod.Get, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "healthChecker"]), Json.HealthChecker, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> CreateBackendAsync(
        string networkLoadBalancerId, string backendSetName, Backend details, string retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateBackend", HttpMethod.Post, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends"])
            {
                Body = OciBody.From(details, Json.Backend),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Backend>> GetBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetBackend", HttpMethod.Get, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends", backendName]), Json.Backend, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Backend> ListBackendsAsync(
        string networkLoadBalancerId, string backendSetName, ListBackendsQuery query, CancellationToken cancellationToken) =>
        core.ListItemsAsync(new("ListBackends", HttpMethod.Get, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends"])
            { Query = query.ToQuery() }, Json.OciItemsBackend, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName, UpdateBackendDetails details, string? retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateBackend", HttpMethod.Put, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends", backendName])
            {
                Body = OciBody.From(details, Json.UpdateBackendDetails),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteBackend", HttpMethod.Delete, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends", backendName])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<BackendHealth>> GetBackendHealthAsync(
        string networkLoadBalancerId, string backendSetName, string backendName, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetBackendHealth", HttpMethod.Get, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends", backendName, "health"]), Json.BackendHealth, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<BackendSetHealth>> GetBackendSetHealthAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetBackendSetHealth", HttpMethod.Get, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "health"]), Json.BackendSetHealth, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkLoadBalancerHealth>> GetNetworkLoadBalancerHealthAsync(
        string networkLoadBalancerId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetNetworkLoadBalancerHealth", HttpMethod.Get, ["networkLoadBalancers", networkLoadBalancerId, "health"]), Json.NetworkLoadBalancerHealth, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<WorkRequest>> GetWorkRequestAsync(
        string workRequestId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetWorkRequest", HttpMethod.Get, ["workRequests", workRequestId]), Json.WorkRequest, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequest> ListWorkRequestsAsync(
        ListWorkRequestsQuery query, CancellationToken cancellationToken) =>
        core.ListItemsAsync(new("ListWorkRequests", HttpMethod.Get, ["workRequests"])
            { Query = query.ToQuery() }, Json.OciItemsWorkRequest, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequestError> ListWorkRequestErrorsAsync(
        string workRequestId, string compartmentId, CancellationToken cancellationToken) =>
        core.ListItemsAsync(new("ListWorkRequestErrors", HttpMethod.Get, ["workRequests", workRequestId, "errors"])
            { Query = new OciQuery().Add("compartmentId", compartmentId) }, Json.OciItemsWorkRequestError, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequestLogEntry> ListWorkRequestLogsAsync(
        string workRequestId, string compartmentId, CancellationToken cancellationToken) =>
        core.ListItemsAsync(new("ListWorkRequestLogs", HttpMethod.Get, ["workRequests", workRequestId, "logs"])
            { Query = new OciQuery().Add("compartmentId", compartmentId) }, Json.OciItemsWorkRequestLogEntry, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateListenerAsync(
        string networkLoadBalancerId, string listenerName, UpdateListenerDetails details, string? retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateListener", HttpMethod.Put, ["networkLoadBalancers", networkLoadBalancerId, "listeners", listenerName])
            {
                Body = OciBody.From(details, Json.UpdateListenerDetails),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteListenerAsync(
        string networkLoadBalancerId, string listenerName, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteListener", HttpMethod.Delete, ["networkLoadBalancers", networkLoadBalancerId, "listeners", listenerName])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, UpdateBackendSetDetails details, string? retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("UpdateBackendSet", HttpMethod.Put, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName])
            {
                Body = OciBody.From(details, Json.UpdateBackendSetDetails),
                RetryToken = retryToken,
                IfMatch = ifMatch,
            }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteBackendSet", HttpMethod.Delete, ["networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName])
            { IfMatch = ifMatch }, cancellationToken);
}
