namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>OCI's BackendSetDetails of the network load balancer API.</summary>
public sealed record BackendSetDetails
{
    /// <summary>One of TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE.</summary>
    public string? Policy { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    /// <summary>True: backends see the client's address; default: true.</summary>
    public bool? IsPreserveSource { get; init; }

    /// <summary>True: with all backends down, all get traffic; default: false.</summary>
    public bool? IsFailOpen { get; init; }

    /// <summary>True to move connections at once when a backend fails; default: false.</summary>
    public bool? IsInstantFailoverEnabled { get; init; }

    /// <summary>True to reset connections that are moved; default: true.</summary>
    public bool? IsInstantFailoverTcpResetEnabled { get; init; }

    /// <summary>True to prefer backends that are in use already; default: false.</summary>
    public bool? AreOperationallyActiveBackendsPreferred { get; init; }

    /// <summary>Servers behind it; an update replaces them all.</summary>
    public IReadOnlyList<Backend>? Backends { get; init; }

    /// <summary>How backends are probed.</summary>
    public required HealthChecker HealthChecker { get; init; }
}

/// <summary>OCI's BackendSet of the network load balancer API.</summary>
public sealed record BackendSet
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>One of TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE.</summary>
    public string? Policy { get; init; }

    /// <summary>True: backends see the client's address; default: true.</summary>
    public bool? IsPreserveSource { get; init; }

    /// <summary>True: with all backends down, all get traffic; default: false.</summary>
    public bool? IsFailOpen { get; init; }

    /// <summary>True to move connections at once when a backend fails; default: false.</summary>
    public bool? IsInstantFailoverEnabled { get; init; }

    /// <summary>True to reset connections that are moved; default: true.</summary>
    public bool? IsInstantFailoverTcpResetEnabled { get; init; }

    /// <summary>True to prefer backends that are in use already; default: false.</summary>
    public bool? AreOperationallyActiveBackendsPreferred { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    /// <summary>Servers behind it; an update replaces them all.</summary>
    public IReadOnlyList<Backend>? Backends { get; init; }

    /// <summary>How backends are probed.</summary>
    public HealthChecker? HealthChecker { get; init; }
}

/// <summary>What to change of a backend set; members left null stay as they are.</summary>
public sealed record UpdateBackendSetDetails
{
    /// <summary>One of FIVE_TUPLE, THREE_TUPLE or TWO_TUPLE.</summary>
    public string? Policy { get; init; }

    /// <summary>True: backends see the client's address; default: true.</summary>
    public bool? IsPreserveSource { get; init; }

    /// <summary>True: with all backends down, all get traffic; default: false.</summary>
    public bool? IsFailOpen { get; init; }

    /// <summary>True to move connections at once when a backend fails; default: false.</summary>
    public bool? IsInstantFailoverEnabled { get; init; }

    /// <summary>True to reset connections that are moved; default: true.</summary>
    public bool? IsInstantFailoverTcpResetEnabled { get; init; }

    /// <summary>True to prefer backends that are in use already; default: false.</summary>
    public bool? AreOperationallyActiveBackendsPreferred { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    /// <summary>Servers behind it; an update replaces them all.</summary>
    public IReadOnlyList<Backend>? Backends { get; init; }

    /// <summary>How backends are probed.</summary>
    public HealthChecker? HealthChecker { get; init; }
}

/// <summary>What to create: backend set.</summary>
public sealed record CreateBackendSetDetails
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>One of TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE.</summary>
    public string? Policy { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    /// <summary>True: backends see the client's address; default: true.</summary>
    public bool? IsPreserveSource { get; init; }

    /// <summary>True: with all backends down, all get traffic; default: false.</summary>
    public bool? IsFailOpen { get; init; }

    /// <summary>True to move connections at once when a backend fails; default: false.</summary>
    public bool? IsInstantFailoverEnabled { get; init; }

    /// <summary>True to reset connections that are moved; default: true.</summary>
    public bool? IsInstantFailoverTcpResetEnabled { get; init; }

    /// <summary>True to prefer backends that are in use already; default: false.</summary>
    public bool? AreOperationallyActiveBackendsPreferred { get; init; }

    /// <summary>Servers behind it; an update replaces them all.</summary>
    public IReadOnlyList<Backend>? Backends { get; init; }

    /// <summary>How backends are probed.</summary>
    public required HealthChecker HealthChecker { get; init; }
}
