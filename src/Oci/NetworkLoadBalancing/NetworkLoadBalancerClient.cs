namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>The network load balancer service over signed REST.</summary>
public sealed class NetworkLoadBalancerClient(OciConnection connection) : INetworkLoadBalancerClient
{
    private readonly OciCore core = connection.Open(OciService.NetworkLoadBalancer);

    private static NetworkLoadBalancingJson Json => NetworkLoadBalancingJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<NetworkLoadBalancer>> CreateNetworkLoadBalancerAsync(
        CreateNetworkLoadBalancerDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateNetworkLoadBalancer", "networkLoadBalancers")
            .Body(details, Json.CreateNetworkLoadBalancerDetails).RetryToken(retryToken)
            .SendAsync(Json.NetworkLoadBalancer, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkLoadBalancer>> GetNetworkLoadBalancerAsync(
        string networkLoadBalancerId, CancellationToken cancellationToken) =>
        core.Get("GetNetworkLoadBalancer", "networkLoadBalancers", networkLoadBalancerId)
            .SendAsync(Json.NetworkLoadBalancer, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<NetworkLoadBalancer> ListNetworkLoadBalancersAsync(
        ListNetworkLoadBalancersQuery query, CancellationToken cancellationToken) =>
        core.Get("ListNetworkLoadBalancers", "networkLoadBalancers").Query(query.ToQuery())
            .ListAsync(Json.OciItemsNetworkLoadBalancer, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateNetworkLoadBalancerAsync(
        string networkLoadBalancerId, UpdateNetworkLoadBalancerDetails details, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Put("UpdateNetworkLoadBalancer", "networkLoadBalancers", networkLoadBalancerId)
            .Body(details, Json.UpdateNetworkLoadBalancerDetails).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteNetworkLoadBalancerAsync(
        string networkLoadBalancerId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteNetworkLoadBalancer", "networkLoadBalancers", networkLoadBalancerId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> CreateBackendSetAsync(
        string networkLoadBalancerId, CreateBackendSetDetails details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Post("CreateBackendSet", "networkLoadBalancers", networkLoadBalancerId, "backendSets")
            .Body(details, Json.CreateBackendSetDetails).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<BackendSet>> GetBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken) =>
        core.Get("GetBackendSet", "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName)
            .SendAsync(Json.BackendSet, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> CreateListenerAsync(
        string networkLoadBalancerId, Listener details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Post("CreateListener", "networkLoadBalancers", networkLoadBalancerId, "listeners")
            .Body(details, Json.Listener).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateHealthCheckerAsync(
        string networkLoadBalancerId, string backendSetName, HealthChecker details, string? retryToken,
        string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateHealthChecker",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "healthChecker")
            .Body(details, Json.HealthChecker).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<HealthChecker>> GetHealthCheckerAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken) =>
        core.Get("GetHealthChecker",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "healthChecker")
            .SendAsync(Json.HealthChecker, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> CreateBackendAsync(
        string networkLoadBalancerId, string backendSetName, Backend details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Post("CreateBackend",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends")
            .Body(details, Json.Backend).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Backend>> GetBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName,
        CancellationToken cancellationToken) =>
        core.Get("GetBackend",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends", backendName)
            .SendAsync(Json.Backend, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Backend> ListBackendsAsync(
        string networkLoadBalancerId, string backendSetName, ListBackendsQuery query,
        CancellationToken cancellationToken) =>
        core.Get("ListBackends",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends")
            .Query(query.ToQuery())
            .ListAsync(Json.OciItemsBackend, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName, UpdateBackendDetails details,
        string? retryToken, string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateBackend",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends", backendName)
            .Body(details, Json.UpdateBackendDetails).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName, string? ifMatch,
        CancellationToken cancellationToken) =>
        core.Delete("DeleteBackend",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends", backendName)
            .IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<BackendHealth>> GetBackendHealthAsync(
        string networkLoadBalancerId, string backendSetName, string backendName,
        CancellationToken cancellationToken) =>
        core.Get("GetBackendHealth",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "backends", backendName,
            "health")
            .SendAsync(Json.BackendHealth, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<BackendSetHealth>> GetBackendSetHealthAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken) =>
        core.Get("GetBackendSetHealth",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName, "health")
            .SendAsync(Json.BackendSetHealth, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkLoadBalancerHealth>> GetNetworkLoadBalancerHealthAsync(
        string networkLoadBalancerId, CancellationToken cancellationToken) =>
        core.Get("GetNetworkLoadBalancerHealth", "networkLoadBalancers", networkLoadBalancerId, "health")
            .SendAsync(Json.NetworkLoadBalancerHealth, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<WorkRequest>> GetWorkRequestAsync(
        string workRequestId, CancellationToken cancellationToken) =>
        core.Get("GetWorkRequest", "workRequests", workRequestId).SendAsync(Json.WorkRequest, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequest> ListWorkRequestsAsync(
        ListWorkRequestsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListWorkRequests", "workRequests").Query(query.ToQuery())
            .ListAsync(Json.OciItemsWorkRequest, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequestError> ListWorkRequestErrorsAsync(
        string workRequestId, string compartmentId, CancellationToken cancellationToken) =>
        core.Get("ListWorkRequestErrors", "workRequests", workRequestId, "errors")
            .Query(new OciQuery().Add("compartmentId", compartmentId))
            .ListAsync(Json.OciItemsWorkRequestError, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<WorkRequestLogEntry> ListWorkRequestLogsAsync(
        string workRequestId, string compartmentId, CancellationToken cancellationToken) =>
        core.Get("ListWorkRequestLogs", "workRequests", workRequestId, "logs")
            .Query(new OciQuery().Add("compartmentId", compartmentId))
            .ListAsync(Json.OciItemsWorkRequestLogEntry, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateListenerAsync(
        string networkLoadBalancerId, string listenerName, UpdateListenerDetails details, string? retryToken,
        string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateListener", "networkLoadBalancers", networkLoadBalancerId, "listeners", listenerName)
            .Body(details, Json.UpdateListenerDetails).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteListenerAsync(
        string networkLoadBalancerId, string listenerName, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteListener", "networkLoadBalancers", networkLoadBalancerId, "listeners", listenerName)
            .IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> UpdateBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, UpdateBackendSetDetails details, string? retryToken,
        string? ifMatch, CancellationToken cancellationToken) =>
        core.Put("UpdateBackendSet", "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName)
            .Body(details, Json.UpdateBackendSetDetails).RetryToken(retryToken).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteBackendSet",
            "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<NetworkLoadBalancer>?> GetNetworkLoadBalancerIfChangedAsync(
        string networkLoadBalancerId, string etag, CancellationToken cancellationToken) =>
        core.Get("GetNetworkLoadBalancer", "networkLoadBalancers", networkLoadBalancerId)
            .SendIfChangedAsync(etag, Json.NetworkLoadBalancer, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<BackendSet>?> GetBackendSetIfChangedAsync(
        string networkLoadBalancerId, string backendSetName, string etag, CancellationToken cancellationToken) =>
        core.Get("GetBackendSet", "networkLoadBalancers", networkLoadBalancerId, "backendSets", backendSetName)
            .SendIfChangedAsync(etag, Json.BackendSet, cancellationToken);
}
