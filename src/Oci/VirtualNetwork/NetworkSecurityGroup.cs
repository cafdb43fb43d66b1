using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: network security group.</summary>
public sealed record CreateNetworkSecurityGroupDetails
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public required string VcnId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's AddSecurityRuleDetails of the virtual network API.</summary>
public sealed record AddSecurityRuleDetails
{
    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Where it goes to: a CIDR, a service, or the OCID of a group.</summary>
    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? DestinationType { get; init; }

    /// <summary>One of EGRESS or INGRESS.</summary>
    public required string Direction { get; init; }

    /// <summary>ICMP types; null: all.</summary>
    public IcmpOptions? IcmpOptions { get; init; }

    /// <summary>True: answers need a rule of their own; default: false.</summary>
    public bool? IsStateless { get; init; }

    /// <summary>A protocol; in rules all, 1 (ICMP), 6 (TCP), 17 (UDP) or 58 (ICMPv6).</summary>
    public required string Protocol { get; init; }

    /// <summary>Where it comes from: a CIDR, a service, or the OCID of a group.</summary>
    public string? Source { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? SourceType { get; init; }

    /// <summary>TCP ports; null: all.</summary>
    public TcpOptions? TcpOptions { get; init; }

    /// <summary>UDP ports; null: all.</summary>
    public UdpOptions? UdpOptions { get; init; }
}

/// <summary>OCI's NetworkSecurityGroup of the virtual network API.</summary>
public sealed record NetworkSecurityGroup : IOciResource
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public string? VcnId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's SecurityRule of the virtual network API.</summary>
public sealed record SecurityRule
{
    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Where it goes to: a CIDR, a service, or the OCID of a group.</summary>
    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? DestinationType { get; init; }

    /// <summary>One of EGRESS or INGRESS.</summary>
    public string? Direction { get; init; }

    /// <summary>ICMP types; null: all.</summary>
    public IcmpOptions? IcmpOptions { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>True: answers need a rule of their own; default: false.</summary>
    public bool? IsStateless { get; init; }

    /// <summary>False for a rule that names what is gone.</summary>
    public bool? IsValid { get; init; }

    /// <summary>A protocol; in rules all, 1 (ICMP), 6 (TCP), 17 (UDP) or 58 (ICMPv6).</summary>
    public string? Protocol { get; init; }

    /// <summary>Where it comes from: a CIDR, a service, or the OCID of a group.</summary>
    public string? Source { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? SourceType { get; init; }

    /// <summary>TCP ports; null: all.</summary>
    public TcpOptions? TcpOptions { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>UDP ports; null: all.</summary>
    public UdpOptions? UdpOptions { get; init; }
}

/// <summary>What to change of a rules of a network security group; members left null stay as they are.</summary>
public sealed record UpdateNetworkSecurityGroupSecurityRulesDetails
{
    /// <summary>The rules.</summary>
    public IReadOnlyList<UpdateSecurityRuleDetails>? SecurityRules { get; init; }
}

/// <summary>What to change of a security rule; members left null stay as they are.</summary>
public sealed record UpdateSecurityRuleDetails
{
    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Where it goes to: a CIDR, a service, or the OCID of a group.</summary>
    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? DestinationType { get; init; }

    /// <summary>One of EGRESS or INGRESS.</summary>
    public required string Direction { get; init; }

    /// <summary>ICMP types; null: all.</summary>
    public IcmpOptions? IcmpOptions { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public required string Id { get; init; }

    /// <summary>True: answers need a rule of their own; default: false.</summary>
    public bool? IsStateless { get; init; }

    /// <summary>A protocol; in rules all, 1 (ICMP), 6 (TCP), 17 (UDP) or 58 (ICMPv6).</summary>
    public required string Protocol { get; init; }

    /// <summary>Where it comes from: a CIDR, a service, or the OCID of a group.</summary>
    public string? Source { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? SourceType { get; init; }

    /// <summary>TCP ports; null: all.</summary>
    public TcpOptions? TcpOptions { get; init; }

    /// <summary>UDP ports; null: all.</summary>
    public UdpOptions? UdpOptions { get; init; }
}

/// <summary>OCI's NetworkSecurityGroupSecurityRules of the virtual network API.</summary>
public sealed record NetworkSecurityGroupSecurityRules
{
    /// <summary>The rules.</summary>
    public IReadOnlyList<SecurityRule>? SecurityRules { get; init; }
}

/// <summary>OCI's AddNetworkSecurityGroupSecurityRulesDetails of the virtual network API.</summary>
public sealed record AddNetworkSecurityGroupSecurityRulesDetails
{
    /// <summary>The rules.</summary>
    public required IReadOnlyList<AddSecurityRuleDetails> SecurityRules { get; init; }
}

/// <summary>OCI's RemoveNetworkSecurityGroupSecurityRulesDetails of the virtual network API.</summary>
public sealed record RemoveNetworkSecurityGroupSecurityRulesDetails
{
    /// <summary>Ids of the rules.</summary>
    public required IReadOnlyList<string> SecurityRuleIds { get; init; }
}

/// <summary>Which network security groups to list; a member left null does not filter.</summary>
public sealed record ListNetworkSecurityGroupsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>OCID of the VLAN; null in a subnet.</summary>
    public string? VlanId { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public string? VcnId { get; init; }

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
        .Add("vlanId", VlanId)
        .Add("vcnId", VcnId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("displayName", DisplayName)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}

/// <summary>Which rules of a network security group to list; a member left null does not filter.</summary>
public sealed record ListNetworkSecurityGroupSecurityRulesQuery
{
    /// <summary>EGRESS or INGRESS.</summary>
    public string? Direction { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("direction", Direction)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder);
}
