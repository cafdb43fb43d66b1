using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: subnet.</summary>
public sealed record CreateSubnetDetails
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>Address block; cidrBlocks is the newer form.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>IPv4 ranges.</summary>
    public IReadOnlyList<string>? Ipv4CidrBlocks { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>OCID of the DHCP options; default: the VCN's.</summary>
    public string? DhcpOptionsId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Label in the VCN's DNS domain, at most 15 letters and digits.</summary>
    public string? DnsLabel { get; init; }

    /// <summary>IPv6 range; none by default.</summary>
    public string? Ipv6CidrBlock { get; init; }

    /// <summary>IPv6 ranges; none by default.</summary>
    public IReadOnlyList<string>? Ipv6CidrBlocks { get; init; }

    /// <summary>True to let nothing in from the internet; default: false.</summary>
    public bool? ProhibitInternetIngress { get; init; }

    /// <summary>True to allow no public addresses; default: false.</summary>
    public bool? ProhibitPublicIpOnVnic { get; init; }

    /// <summary>OCID of the route table; default: the VCN's own.</summary>
    public string? RouteTableId { get; init; }

    /// <summary>OCIDs of the security lists; default: the VCN's own.</summary>
    public IReadOnlyList<string>? SecurityListIds { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public required string VcnId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Subnet of the virtual network API.</summary>
public sealed record Subnet : IOciResource
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>Address block; cidrBlocks is the newer form.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>IPv4 ranges.</summary>
    public IReadOnlyList<string>? Ipv4CidrBlocks { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>OCID of the DHCP options; default: the VCN's.</summary>
    public string? DhcpOptionsId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Label in the VCN's DNS domain, at most 15 letters and digits.</summary>
    public string? DnsLabel { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>IPv6 range; none by default.</summary>
    public string? Ipv6CidrBlock { get; init; }

    /// <summary>IPv6 ranges; none by default.</summary>
    public IReadOnlyList<string>? Ipv6CidrBlocks { get; init; }

    public string? Ipv6VirtualRouterIp { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING, TERMINATED or UPDATING.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>True to let nothing in from the internet; default: false.</summary>
    public bool? ProhibitInternetIngress { get; init; }

    /// <summary>True to allow no public addresses; default: false.</summary>
    public bool? ProhibitPublicIpOnVnic { get; init; }

    /// <summary>OCID of the route table; default: the VCN's own.</summary>
    public string? RouteTableId { get; init; }

    /// <summary>OCIDs of the security lists; default: the VCN's own.</summary>
    public IReadOnlyList<string>? SecurityListIds { get; init; }

    /// <summary>DNS domain of the subnet.</summary>
    public string? SubnetDomainName { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public string? VcnId { get; init; }

    /// <summary>Address of the subnet's router.</summary>
    public string? VirtualRouterIp { get; init; }

    /// <summary>MAC address of the subnet's router.</summary>
    public string? VirtualRouterMac { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a subnet; members left null stay as they are.</summary>
public sealed record UpdateSubnetDetails
{
    /// <summary>OCID of the DHCP options; default: the VCN's.</summary>
    public string? DhcpOptionsId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID of the route table; default: the VCN's own.</summary>
    public string? RouteTableId { get; init; }

    /// <summary>OCIDs of the security lists; default: the VCN's own.</summary>
    public IReadOnlyList<string>? SecurityListIds { get; init; }

    /// <summary>Address block; cidrBlocks is the newer form.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>IPv6 range; none by default.</summary>
    public string? Ipv6CidrBlock { get; init; }

    /// <summary>IPv6 ranges; none by default.</summary>
    public IReadOnlyList<string>? Ipv6CidrBlocks { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which subnets to list; a member left null does not filter.</summary>
public sealed record ListSubnetsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public string? VcnId { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("vcnId", VcnId)
        .Add("displayName", DisplayName)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}
