namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>OCI's TcpOptions of the virtual network API.</summary>
public sealed record TcpOptions
{
    /// <summary>Ports that are called; null: all.</summary>
    public PortRange? DestinationPortRange { get; init; }

    /// <summary>Ports that the call comes from; null: all.</summary>
    public PortRange? SourcePortRange { get; init; }
}

/// <summary>OCI's UdpOptions of the virtual network API.</summary>
public sealed record UdpOptions
{
    /// <summary>Ports that are called; null: all.</summary>
    public PortRange? DestinationPortRange { get; init; }

    /// <summary>Ports that the call comes from; null: all.</summary>
    public PortRange? SourcePortRange { get; init; }
}

/// <summary>OCI's PortRange of the virtual network API.</summary>
public sealed record PortRange
{
    /// <summary>Highest, included.</summary>
    public int? Max { get; init; }

    /// <summary>Lowest, included.</summary>
    public int? Min { get; init; }
}

/// <summary>OCI's IcmpOptions of the virtual network API.</summary>
public sealed record IcmpOptions
{
    /// <summary>Code.</summary>
    public int? Code { get; init; }

    /// <summary>ICMP type, as a number.</summary>
    public int? Type { get; init; }
}
