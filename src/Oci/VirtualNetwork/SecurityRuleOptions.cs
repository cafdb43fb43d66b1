namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>OCI's TcpOptions of the virtual network API.</summary>
public sealed record TcpOptions
{
    public PortRange? DestinationPortRange { get; init; }

    public PortRange? SourcePortRange { get; init; }
}

/// <summary>OCI's UdpOptions of the virtual network API.</summary>
public sealed record UdpOptions
{
    public PortRange? DestinationPortRange { get; init; }

    public PortRange? SourcePortRange { get; init; }
}

/// <summary>OCI's PortRange of the virtual network API.</summary>
public sealed record PortRange
{
    public int? Max { get; init; }

    public int? Min { get; init; }
}

/// <summary>OCI's IcmpOptions of the virtual network API.</summary>
public sealed record IcmpOptions
{
    public int? Code { get; init; }

    public int? Type { get; init; }
}
