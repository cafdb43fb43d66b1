using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>OCI's PrivateIp of the virtual network API.</summary>
public sealed record PrivateIp
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Host name in the subnet's DNS domain.</summary>
    public string? HostnameLabel { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    public int? CidrPrefixLength { get; init; }

    /// <summary>True for the first of the VNIC or instance.</summary>
    public bool? IsPrimary { get; init; }

    /// <summary>OCID of the VLAN; null in a subnet.</summary>
    public string? VlanId { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>OCID of the VNIC; null until attached.</summary>
    public string? VnicId { get; init; }

    /// <summary>One of ASSIGNED or AVAILABLE.</summary>
    public string? IpState { get; init; }

    /// <summary>One of EPHEMERAL or RESERVED.</summary>
    public string? Lifetime { get; init; }

    /// <summary>OCID of the route table; default: the VCN's own.</summary>
    public string? RouteTableId { get; init; }

    public string? Ipv4SubnetCidrAtCreation { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which private IPs to list; a member left null does not filter.</summary>
public sealed record ListPrivateIpsQuery
{
    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>OCID of the VNIC; null until attached.</summary>
    public string? VnicId { get; init; }

    public string? IpState { get; init; }

    /// <summary>EPHEMERAL or RESERVED.</summary>
    public string? Lifetime { get; init; }

    /// <summary>OCID of the VLAN; null in a subnet.</summary>
    public string? VlanId { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("ipAddress", IpAddress)
        .Add("subnetId", SubnetId)
        .Add("vnicId", VnicId)
        .Add("ipState", IpState)
        .Add("lifetime", Lifetime)
        .Add("vlanId", VlanId);
}
