namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>What to change of a listener; members left null stay as they are.</summary>
public sealed record UpdateListenerDetails
{
    /// <summary>Name of the backend set that gets the packets.</summary>
    public string? DefaultBackendSetName { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>One of ANY, TCP, UDP, TCP_AND_UDP or L3IP.</summary>
    public string? Protocol { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    /// <summary>True to prepend the PROXY protocol, version 2; default: false.</summary>
    public bool? IsPpv2Enabled { get; init; }

    /// <summary>Idle time of TCP connections, in s; default: 360.</summary>
    public int? TcpIdleTimeout { get; init; }

    /// <summary>Idle time of UDP, in s; default: 120.</summary>
    public int? UdpIdleTimeout { get; init; }

    /// <summary>Seconds until an idle flow ends.</summary>
    public int? L3IpIdleTimeout { get; init; }
}

/// <summary>OCI's Listener of the network load balancer API.</summary>
public sealed record Listener
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Name of the backend set that gets the packets.</summary>
    public string? DefaultBackendSetName { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>One of ANY, TCP, UDP, TCP_AND_UDP or L3IP.</summary>
    public string? Protocol { get; init; }

    /// <summary>True to prepend the PROXY protocol, version 2; default: false.</summary>
    public bool? IsPpv2Enabled { get; init; }

    /// <summary>Idle time of TCP connections, in s; default: 360.</summary>
    public int? TcpIdleTimeout { get; init; }

    /// <summary>Idle time of UDP, in s; default: 120.</summary>
    public int? UdpIdleTimeout { get; init; }

    /// <summary>Seconds until an idle flow ends.</summary>
    public int? L3IpIdleTimeout { get; init; }
}
