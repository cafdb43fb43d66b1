using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: network security group.</summary>
public sealed record CreateNetworkSecurityGroupDetails
{
    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public required string VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's AddSecurityRuleDetails of the virtual network API.</summary>
public sealed record AddSecurityRuleDetails
{
    public string? Description { get; init; }

    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? DestinationType { get; init; }

    /// <summary>One of EGRESS or INGRESS.</summary>
    public required string Direction { get; init; }

    public IcmpOptions? IcmpOptions { get; init; }

    public bool? IsStateless { get; init; }

    public required string Protocol { get; init; }

    public string? Source { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? SourceType { get; init; }

    public TcpOptions? TcpOptions { get; init; }

    public UdpOptions? UdpOptions { get; init; }
}

/// <summary>OCI's NetworkSecurityGroup of the virtual network API.</summary>
public sealed record NetworkSecurityGroup : IOciResource
{
    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's SecurityRule of the virtual network API.</summary>
public sealed record SecurityRule
{
    public string? Description { get; init; }

    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? DestinationType { get; init; }

    /// <summary>One of EGRESS or INGRESS.</summary>
    public string? Direction { get; init; }

    public IcmpOptions? IcmpOptions { get; init; }

    public string Id { get; init; } = "";

    public bool? IsStateless { get; init; }

    public bool? IsValid { get; init; }

    public string? Protocol { get; init; }

    public string? Source { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? SourceType { get; init; }

    public TcpOptions? TcpOptions { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public UdpOptions? UdpOptions { get; init; }
}

/// <summary>What to change of a rules of a network security group; members left null stay as they are.</summary>
public sealed record UpdateNetworkSecurityGroupSecurityRulesDetails
{
    public IReadOnlyList<UpdateSecurityRuleDetails>? SecurityRules { get; init; }
}

/// <summary>What to change of a security rule; members left null stay as they are.</summary>
public sealed record UpdateSecurityRuleDetails
{
    public string? Description { get; init; }

    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? DestinationType { get; init; }

    /// <summary>One of EGRESS or INGRESS.</summary>
    public required string Direction { get; init; }

    public IcmpOptions? IcmpOptions { get; init; }

    public required string Id { get; init; }

    public bool? IsStateless { get; init; }

    public required string Protocol { get; init; }

    public string? Source { get; init; }

    /// <summary>One of CIDR_BLOCK, SERVICE_CIDR_BLOCK or NETWORK_SECURITY_GROUP.</summary>
    public string? SourceType { get; init; }

    public TcpOptions? TcpOptions { get; init; }

    public UdpOptions? UdpOptions { get; init; }
}

/// <summary>OCI's NetworkSecurityGroupSecurityRules of the virtual network API.</summary>
public sealed record NetworkSecurityGroupSecurityRules
{
    public IReadOnlyList<SecurityRule>? SecurityRules { get; init; }
}

/// <summary>OCI's AddNetworkSecurityGroupSecurityRulesDetails of the virtual network API.</summary>
public sealed record AddNetworkSecurityGroupSecurityRulesDetails
{
    public required IReadOnlyList<AddSecurityRuleDetails> SecurityRules { get; init; }
}

/// <summary>OCI's RemoveNetworkSecurityGroupSecurityRulesDetails of the virtual network API.</summary>
public sealed record RemoveNetworkSecurityGroupSecurityRulesDetails
{
    public required IReadOnlyList<string> SecurityRuleIds { get; init; }
}

/// <summary>Which network security groups to list; a member left null does not filter.</summary>
public sealed record ListNetworkSecurityGroupsQuery
{
    public string? CompartmentId { get; init; }

    public string? VlanId { get; init; }

    public string? VcnId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? DisplayName { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

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
    public string? Direction { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("direction", Direction)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder);
}
