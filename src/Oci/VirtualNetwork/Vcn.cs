using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: VCN.</summary>
public sealed record CreateVcnDetails
{
    /// <summary>Address block; cidrBlocks is the newer form.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>Address blocks, /16 to /30.</summary>
    public IReadOnlyList<string>? CidrBlocks { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>IPv6 ranges that stay private.</summary>
    public IReadOnlyList<string>? Ipv6PrivateCidrBlocks { get; init; }

    public bool? IsOracleGuaAllocationEnabled { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Label in the VCN's DNS domain, at most 15 letters and digits.</summary>
    public string? DnsLabel { get; init; }

    public bool? IsIpv6Enabled { get; init; }

    /// <summary>True when only zero trust rules let packets in; default: false.</summary>
    public bool? IsZprOnly { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Vcn of the virtual network API.</summary>
public sealed record Vcn : IOciResource
{
    public IReadOnlyList<string>? Byoipv6CidrBlocks { get; init; }

    /// <summary>IPv6 ranges that stay private.</summary>
    public IReadOnlyList<string>? Ipv6PrivateCidrBlocks { get; init; }

    /// <summary>Address block; cidrBlocks is the newer form.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>Address blocks, /16 to /30.</summary>
    public IReadOnlyList<string>? CidrBlocks { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>OCID of the DHCP options made with it.</summary>
    public string? DefaultDhcpOptionsId { get; init; }

    /// <summary>OCID of the route table made with it.</summary>
    public string? DefaultRouteTableId { get; init; }

    /// <summary>OCID of the security list made with it.</summary>
    public string? DefaultSecurityListId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Label in the VCN's DNS domain, at most 15 letters and digits.</summary>
    public string? DnsLabel { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>IPv6 ranges; none by default.</summary>
    public IReadOnlyList<string>? Ipv6CidrBlocks { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING, TERMINATED or UPDATING.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>DNS domain of the VCN.</summary>
    public string? VcnDomainName { get; init; }

    /// <summary>True when only zero trust rules let packets in; default: false.</summary>
    public bool? IsZprOnly { get; init; }

    /// <summary>Zero Trust attributes by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SecurityAttributes { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a VCN; members left null stay as they are.</summary>
public sealed record UpdateVcnDetails
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>True when only zero trust rules let packets in; default: false.</summary>
    public bool? IsZprOnly { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which VCNs to list; a member left null does not filter.</summary>
public sealed record ListVcnsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

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
        .Add("displayName", DisplayName)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}
