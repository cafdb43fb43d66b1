namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>The network load balancer operations that this project uses, named as OCI names them.</summary>
public interface INetworkLoadBalancerClient
{
    /// <summary>Creates a network load balancer.</summary>
    Task<OciResponse<NetworkLoadBalancer>> CreateNetworkLoadBalancerAsync(
        CreateNetworkLoadBalancerDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one network load balancer.</summary>
    Task<OciResponse<NetworkLoadBalancer>> GetNetworkLoadBalancerAsync(
        string networkLoadBalancerId, CancellationToken cancellationToken);

    /// <summary>Lists network load balancers, reading page after page.</summary>
    IAsyncEnumerable<NetworkLoadBalancer> ListNetworkLoadBalancersAsync(
        ListNetworkLoadBalancersQuery query, CancellationToken cancellationToken);

    /// <summary>Changes a network load balancer; follow the work request.</summary>
    Task<OciResponse> UpdateNetworkLoadBalancerAsync(
        string networkLoadBalancerId, UpdateNetworkLoadBalancerDetails details, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Deletes a network load balancer; follow the work request.</summary>
    Task<OciResponse> DeleteNetworkLoadBalancerAsync(
        string networkLoadBalancerId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates a backend set; follow the work request.</summary>
    Task<OciResponse> CreateBackendSetAsync(
        string networkLoadBalancerId, CreateBackendSetDetails details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Reads one backend set.</summary>
    Task<OciResponse<BackendSet>> GetBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken);

    /// <summary>Creates a listener; follow the work request.</summary>
    Task<OciResponse> CreateListenerAsync(
        string networkLoadBalancerId, Listener details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Changes a health checker; follow the work request.</summary>
    Task<OciResponse> UpdateHealthCheckerAsync(
        string networkLoadBalancerId, string backendSetName, HealthChecker details, string? retryToken,
        string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Reads one health checker.</summary>
    Task<OciResponse<HealthChecker>> GetHealthCheckerAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken);

    /// <summary>Creates a backend; follow the work request.</summary>
    Task<OciResponse> CreateBackendAsync(
        string networkLoadBalancerId, string backendSetName, Backend details, string retryToken, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Reads one backend.</summary>
    Task<OciResponse<Backend>> GetBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName,
        CancellationToken cancellationToken);

    /// <summary>Lists backends, reading page after page.</summary>
    IAsyncEnumerable<Backend> ListBackendsAsync(
        string networkLoadBalancerId, string backendSetName, ListBackendsQuery query,
        CancellationToken cancellationToken);

    /// <summary>Changes a backend; follow the work request.</summary>
    Task<OciResponse> UpdateBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName, UpdateBackendDetails details,
        string? retryToken, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes a backend; follow the work request.</summary>
    Task<OciResponse> DeleteBackendAsync(
        string networkLoadBalancerId, string backendSetName, string backendName, string? ifMatch,
        CancellationToken cancellationToken);

    /// <summary>Reads what the health checks found: backend health.</summary>
    Task<OciResponse<BackendHealth>> GetBackendHealthAsync(
        string networkLoadBalancerId, string backendSetName, string backendName,
        CancellationToken cancellationToken);

    /// <summary>Reads what the health checks found: backend set health.</summary>
    Task<OciResponse<BackendSetHealth>> GetBackendSetHealthAsync(
        string networkLoadBalancerId, string backendSetName, CancellationToken cancellationToken);

    /// <summary>Reads what the health checks found: network load balancer health.</summary>
    Task<OciResponse<NetworkLoadBalancerHealth>> GetNetworkLoadBalancerHealthAsync(
        string networkLoadBalancerId, CancellationToken cancellationToken);

    /// <summary>Reads one work request.</summary>
    Task<OciResponse<WorkRequest>> GetWorkRequestAsync(
        string workRequestId, CancellationToken cancellationToken);

    /// <summary>Lists work requests, reading page after page.</summary>
    IAsyncEnumerable<WorkRequest> ListWorkRequestsAsync(
        ListWorkRequestsQuery query, CancellationToken cancellationToken);

    /// <summary>Lists work request errors, reading page after page.</summary>
    IAsyncEnumerable<WorkRequestError> ListWorkRequestErrorsAsync(
        string workRequestId, string compartmentId, CancellationToken cancellationToken);

    /// <summary>Lists work request logs, reading page after page.</summary>
    IAsyncEnumerable<WorkRequestLogEntry> ListWorkRequestLogsAsync(
        string workRequestId, string compartmentId, CancellationToken cancellationToken);

    /// <summary>Changes a listener; follow the work request.</summary>
    Task<OciResponse> UpdateListenerAsync(
        string networkLoadBalancerId, string listenerName, UpdateListenerDetails details, string? retryToken,
        string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes a listener; follow the work request.</summary>
    Task<OciResponse> DeleteListenerAsync(
        string networkLoadBalancerId, string listenerName, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Changes a backend set; follow the work request.</summary>
    Task<OciResponse> UpdateBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, UpdateBackendSetDetails details, string? retryToken,
        string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Deletes a backend set; follow the work request.</summary>
    Task<OciResponse> DeleteBackendSetAsync(
        string networkLoadBalancerId, string backendSetName, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Reads one balancer; null when it still is what the etag names.</summary>
    Task<OciResponse<NetworkLoadBalancer>?> GetNetworkLoadBalancerIfChangedAsync(
        string networkLoadBalancerId, string etag, CancellationToken cancellationToken);

    /// <summary>Reads one backend set; null when it still is what the etag names.</summary>
    Task<OciResponse<BackendSet>?> GetBackendSetIfChangedAsync(
        string networkLoadBalancerId, string backendSetName, string etag, CancellationToken cancellationToken);
}
