using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: subnet.</summary>
public sealed record CreateSubnetDetails
{
    public string? AvailabilityDomain { get; init; }

    public string? CidrBlock { get; init; }

    public IReadOnlyList<string>? Ipv4CidrBlocks { get; init; }

    public required string CompartmentId { get; init; }

    public string? DhcpOptionsId { get; init; }

    public string? DisplayName { get; init; }

    public string? DnsLabel { get; init; }

    public string? Ipv6CidrBlock { get; init; }

    public IReadOnlyList<string>? Ipv6CidrBlocks { get; init; }

    public bool? ProhibitInternetIngress { get; init; }

    public bool? ProhibitPublicIpOnVnic { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyList<string>? SecurityListIds { get; init; }

    public required string VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Subnet of the virtual network API.</summary>
public sealed record Subnet : IOciResource
{
    public string? AvailabilityDomain { get; init; }

    public string? CidrBlock { get; init; }

    public IReadOnlyList<string>? Ipv4CidrBlocks { get; init; }

    public string? CompartmentId { get; init; }

    public string? DhcpOptionsId { get; init; }

    public string? DisplayName { get; init; }

    public string? DnsLabel { get; init; }

    public string Id { get; init; } = "";

    public string? Ipv6CidrBlock { get; init; }

    public IReadOnlyList<string>? Ipv6CidrBlocks { get; init; }

    public string? Ipv6VirtualRouterIp { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING, TERMINATED or UPDATING.</summary>
    public string LifecycleState { get; init; } = "";

    public bool? ProhibitInternetIngress { get; init; }

    public bool? ProhibitPublicIpOnVnic { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyList<string>? SecurityListIds { get; init; }

    public string? SubnetDomainName { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnId { get; init; }

    public string? VirtualRouterIp { get; init; }

    public string? VirtualRouterMac { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a subnet; members left null stay as they are.</summary>
public sealed record UpdateSubnetDetails
{
    public string? DhcpOptionsId { get; init; }

    public string? DisplayName { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyList<string>? SecurityListIds { get; init; }

    public string? CidrBlock { get; init; }

    public string? Ipv6CidrBlock { get; init; }

    public IReadOnlyList<string>? Ipv6CidrBlocks { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which subnets to list; a member left null does not filter.</summary>
public sealed record ListSubnetsQuery
{
    public required string CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? VcnId { get; init; }

    public string? DisplayName { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

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
