namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>OCI's BackendSetDetails of the network load balancer API.</summary>
public sealed record BackendSetDetails
{
    /// <summary>One of TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE.</summary>
    public string? Policy { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    public bool? IsPreserveSource { get; init; }

    public bool? IsFailOpen { get; init; }

    public bool? IsInstantFailoverEnabled { get; init; }

    public bool? IsInstantFailoverTcpResetEnabled { get; init; }

    public bool? AreOperationallyActiveBackendsPreferred { get; init; }

    public IReadOnlyList<Backend>? Backends { get; init; }

    public required HealthChecker HealthChecker { get; init; }
}

/// <summary>OCI's BackendSet of the network load balancer API.</summary>
public sealed record BackendSet
{
    public string? Name { get; init; }

    /// <summary>One of TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE.</summary>
    public string? Policy { get; init; }

    public bool? IsPreserveSource { get; init; }

    public bool? IsFailOpen { get; init; }

    public bool? IsInstantFailoverEnabled { get; init; }

    public bool? IsInstantFailoverTcpResetEnabled { get; init; }

    public bool? AreOperationallyActiveBackendsPreferred { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    public IReadOnlyList<Backend>? Backends { get; init; }

    public HealthChecker? HealthChecker { get; init; }
}

/// <summary>What to change of a backend set; members left null stay as they are.</summary>
public sealed record UpdateBackendSetDetails
{
    public string? Policy { get; init; }

    public bool? IsPreserveSource { get; init; }

    public bool? IsFailOpen { get; init; }

    public bool? IsInstantFailoverEnabled { get; init; }

    public bool? IsInstantFailoverTcpResetEnabled { get; init; }

    public bool? AreOperationallyActiveBackendsPreferred { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    public IReadOnlyList<Backend>? Backends { get; init; }

    public HealthChecker? HealthChecker { get; init; }
}

/// <summary>What to create: backend set.</summary>
public sealed record CreateBackendSetDetails
{
    public required string Name { get; init; }

    /// <summary>One of TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE.</summary>
    public string? Policy { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    public bool? IsPreserveSource { get; init; }

    public bool? IsFailOpen { get; init; }

    public bool? IsInstantFailoverEnabled { get; init; }

    public bool? IsInstantFailoverTcpResetEnabled { get; init; }

    public bool? AreOperationallyActiveBackendsPreferred { get; init; }

    public IReadOnlyList<Backend>? Backends { get; init; }

    public required HealthChecker HealthChecker { get; init; }
}
