namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>OCI's BackendHealth of the network load balancer API.</summary>
public sealed record BackendHealth
{
    /// <summary>One of OK, WARNING, CRITICAL or UNKNOWN.</summary>
    public string? Status { get; init; }

    /// <summary>The last checks.</summary>
    public IReadOnlyList<HealthCheckResult>? HealthCheckResults { get; init; }
}

/// <summary>OCI's HealthCheckResult of the network load balancer API.</summary>
public sealed record HealthCheckResult
{
    /// <summary>When.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>One of OK, INVALID_STATUS_CODE, TIMED_OUT, HEALTH_PAYLOAD_MISMATCH, CONNECT_FAILED or UNKNOWN.
    /// </summary>
    public string? HealthCheckStatus { get; init; }
}

/// <summary>OCI's BackendSetHealth of the network load balancer API.</summary>
public sealed record BackendSetHealth
{
    /// <summary>One of OK, WARNING, CRITICAL or UNKNOWN.</summary>
    public string? Status { get; init; }

    /// <summary>Backends of which some checks fail.</summary>
    public IReadOnlyList<string>? WarningStateBackendNames { get; init; }

    /// <summary>Backends of which all checks fail.</summary>
    public IReadOnlyList<string>? CriticalStateBackendNames { get; init; }

    /// <summary>Backends that were not checked yet.</summary>
    public IReadOnlyList<string>? UnknownStateBackendNames { get; init; }

    /// <summary>How many backends there are.</summary>
    public int? TotalBackendCount { get; init; }
}

/// <summary>OCI's NetworkLoadBalancerHealth of the network load balancer API.</summary>
public sealed record NetworkLoadBalancerHealth
{
    /// <summary>One of OK, WARNING, CRITICAL or UNKNOWN.</summary>
    public string? Status { get; init; }

    /// <summary>Sets with some ill backends.</summary>
    public IReadOnlyList<string>? WarningStateBackendSetNames { get; init; }

    /// <summary>Sets with mostly ill backends.</summary>
    public IReadOnlyList<string>? CriticalStateBackendSetNames { get; init; }

    /// <summary>Sets that were not checked yet.</summary>
    public IReadOnlyList<string>? UnknownStateBackendSetNames { get; init; }

    /// <summary>How many sets there are.</summary>
    public int? TotalBackendSetCount { get; init; }
}
