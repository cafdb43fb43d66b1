namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>OCI's BackendHealth of the network load balancer API.</summary>
public sealed record BackendHealth
{
    /// <summary>One of OK, WARNING, CRITICAL or UNKNOWN.</summary>
    public string? Status { get; init; }

    public IReadOnlyList<HealthCheckResult>? HealthCheckResults { get; init; }
}

/// <summary>OCI's HealthCheckResult of the network load balancer API.</summary>
public sealed record HealthCheckResult
{
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>One of OK, INVALID_STATUS_CODE, TIMED_OUT, HEALTH_PAYLOAD_MISMATCH, CONNECT_FAILED or UNKNOWN.</summary>
    public string? HealthCheckStatus { get; init; }
}

/// <summary>OCI's BackendSetHealth of the network load balancer API.</summary>
public sealed record BackendSetHealth
{
    /// <summary>One of OK, WARNING, CRITICAL or UNKNOWN.</summary>
    public string? Status { get; init; }

    public IReadOnlyList<string>? WarningStateBackendNames { get; init; }

    public IReadOnlyList<string>? CriticalStateBackendNames { get; init; }

    public IReadOnlyList<string>? UnknownStateBackendNames { get; init; }

    public int? TotalBackendCount { get; init; }
}

/// <summary>OCI's NetworkLoadBalancerHealth of the network load balancer API.</summary>
public sealed record NetworkLoadBalancerHealth
{
    /// <summary>One of OK, WARNING, CRITICAL or UNKNOWN.</summary>
    public string? Status { get; init; }

    public IReadOnlyList<string>? WarningStateBackendSetNames { get; init; }

    public IReadOnlyList<string>? CriticalStateBackendSetNames { get; init; }

    public IReadOnlyList<string>? UnknownStateBackendSetNames { get; init; }

    public int? TotalBackendSetCount { get; init; }
}
