namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>What to change of a listener; members left null stay as they are.</summary>
public sealed record UpdateListenerDetails
{
    public string? DefaultBackendSetName { get; init; }

    public int? Port { get; init; }

    /// <summary>One of ANY, TCP, UDP, TCP_AND_UDP or L3IP.</summary>
    public string? Protocol { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    public bool? IsPpv2Enabled { get; init; }

    public int? TcpIdleTimeout { get; init; }

    public int? UdpIdleTimeout { get; init; }

    public int? L3IpIdleTimeout { get; init; }
}

/// <summary>OCI's Listener of the network load balancer API.</summary>
public sealed record Listener
{
    public string? Name { get; init; }

    public string? DefaultBackendSetName { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    public int? Port { get; init; }

    /// <summary>One of ANY, TCP, UDP, TCP_AND_UDP or L3IP.</summary>
    public string? Protocol { get; init; }

    public bool? IsPpv2Enabled { get; init; }

    public int? TcpIdleTimeout { get; init; }

    public int? UdpIdleTimeout { get; init; }

    public int? L3IpIdleTimeout { get; init; }
}
