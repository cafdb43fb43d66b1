using System.Text.Json;

namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>What to create: network load balancer.</summary>
public sealed record CreateNetworkLoadBalancerDetails
{
    public required string CompartmentId { get; init; }

    public required string DisplayName { get; init; }

    public bool? IsPreserveSourceDestination { get; init; }

    public bool? IsSymmetricHashEnabled { get; init; }

    public IReadOnlyList<ReservedIP>? ReservedIps { get; init; }

    public bool? IsPrivate { get; init; }

    public required string SubnetId { get; init; }

    public IReadOnlyList<string>? NetworkSecurityGroupIds { get; init; }

    /// <summary>One of IPV4, IPV4_AND_IPV6 or IPV6.</summary>
    public string? NlbIpVersion { get; init; }

    public string? SubnetIpv6Cidr { get; init; }

    public string? AssignedPrivateIpv4 { get; init; }

    public string? AssignedIpv6 { get; init; }

    public IReadOnlyDictionary<string, Listener>? Listeners { get; init; }

    public IReadOnlyDictionary<string, BackendSetDetails>? BackendSets { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ReservedIP of the network load balancer API.</summary>
public sealed record ReservedIP
{
    public string Id { get; init; } = "";
}

/// <summary>OCI's NetworkLoadBalancer of the network load balancer API.</summary>
public sealed record NetworkLoadBalancer : IOciResource
{
    public string Id { get; init; } = "";

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>One of CREATING, UPDATING, ACTIVE, DELETING, DELETED or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? LifecycleDetails { get; init; }

    /// <summary>One of IPV4, IPV4_AND_IPV6 or IPV6.</summary>
    public string? NlbIpVersion { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public DateTimeOffset? TimeUpdated { get; init; }

    public IReadOnlyList<NetworkLoadBalancerAddress>? IpAddresses { get; init; }

    public bool? IsPrivate { get; init; }

    public bool? IsPreserveSourceDestination { get; init; }

    public bool? IsSymmetricHashEnabled { get; init; }

    public string? SubnetId { get; init; }

    public IReadOnlyList<string>? NetworkSecurityGroupIds { get; init; }

    public IReadOnlyDictionary<string, Listener>? Listeners { get; init; }

    public IReadOnlyDictionary<string, BackendSet>? BackendSets { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a network load balancer; members left null stay as they are.</summary>
public sealed record UpdateNetworkLoadBalancerDetails
{
    public string? DisplayName { get; init; }

    public bool? IsPreserveSourceDestination { get; init; }

    public bool? IsSymmetricHashEnabled { get; init; }

    /// <summary>One of IPV4, IPV4_AND_IPV6 or IPV6.</summary>
    public string? NlbIpVersion { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's NetworkLoadBalancerAddress of the network load balancer API.</summary>
public sealed record NetworkLoadBalancerAddress
{
    public string? IpAddress { get; init; }

    public bool? IsPublic { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    public ReservedIP? ReservedIp { get; init; }
}

/// <summary>Which network load balancers to list; a member left null does not filter.</summary>
public sealed record ListNetworkLoadBalancersQuery
{
    public required string CompartmentId { get; init; }

    public string? LifecycleState { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? SortOrder { get; init; }

    public string? SortBy { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("lifecycleState", LifecycleState)
        .Add("displayName", DisplayName)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("sortOrder", SortOrder)
        .Add("sortBy", SortBy);
}
