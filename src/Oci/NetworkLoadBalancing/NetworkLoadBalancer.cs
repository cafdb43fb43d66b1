using System.Text.Json;

namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>What to create: network load balancer.</summary>
public sealed record CreateNetworkLoadBalancerDetails
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public required string DisplayName { get; init; }

    /// <summary>True to hand packets on with both addresses unchanged; default: false.</summary>
    public bool? IsPreserveSourceDestination { get; init; }

    /// <summary>True to send both directions of a flow to one backend; default: false.</summary>
    public bool? IsSymmetricHashEnabled { get; init; }

    /// <summary>Reserved public addresses to use.</summary>
    public IReadOnlyList<ReservedIP>? ReservedIps { get; init; }

    /// <summary>True: no public address; default: true.</summary>
    public bool? IsPrivate { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public required string SubnetId { get; init; }

    /// <summary>OCIDs of the network security groups.</summary>
    public IReadOnlyList<string>? NetworkSecurityGroupIds { get; init; }

    /// <summary>One of IPV4, IPV4_AND_IPV6 or IPV6.</summary>
    public string? NlbIpVersion { get; init; }

    public string? SubnetIpv6Cidr { get; init; }

    public string? AssignedPrivateIpv4 { get; init; }

    public string? AssignedIpv6 { get; init; }

    /// <summary>Listeners by name.</summary>
    public IReadOnlyDictionary<string, Listener>? Listeners { get; init; }

    /// <summary>Backend sets by name.</summary>
    public IReadOnlyDictionary<string, BackendSetDetails>? BackendSets { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ReservedIP of the network load balancer API.</summary>
public sealed record ReservedIP
{
    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";
}

/// <summary>OCI's NetworkLoadBalancer of the network load balancer API.</summary>
public sealed record NetworkLoadBalancer : IOciResource
{
    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>One of CREATING, UPDATING, ACTIVE, DELETING, DELETED or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Why it is in this state.</summary>
    public string? LifecycleDetails { get; init; }

    /// <summary>One of IPV4, IPV4_AND_IPV6 or IPV6.</summary>
    public string? NlbIpVersion { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? TimeUpdated { get; init; }

    /// <summary>Its addresses; empty until it is ACTIVE.</summary>
    public IReadOnlyList<NetworkLoadBalancerAddress>? IpAddresses { get; init; }

    /// <summary>True: no public address; default: true.</summary>
    public bool? IsPrivate { get; init; }

    /// <summary>True to hand packets on with both addresses unchanged; default: false.</summary>
    public bool? IsPreserveSourceDestination { get; init; }

    /// <summary>True to send both directions of a flow to one backend; default: false.</summary>
    public bool? IsSymmetricHashEnabled { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>OCIDs of the network security groups.</summary>
    public IReadOnlyList<string>? NetworkSecurityGroupIds { get; init; }

    /// <summary>Listeners by name.</summary>
    public IReadOnlyDictionary<string, Listener>? Listeners { get; init; }

    /// <summary>Backend sets by name.</summary>
    public IReadOnlyDictionary<string, BackendSet>? BackendSets { get; init; }

    /// <summary>Zero Trust attributes by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SecurityAttributes { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a network load balancer; members left null stay as they are.</summary>
public sealed record UpdateNetworkLoadBalancerDetails
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>True to hand packets on with both addresses unchanged; default: false.</summary>
    public bool? IsPreserveSourceDestination { get; init; }

    /// <summary>True to send both directions of a flow to one backend; default: false.</summary>
    public bool? IsSymmetricHashEnabled { get; init; }

    /// <summary>One of IPV4, IPV4_AND_IPV6 or IPV6.</summary>
    public string? NlbIpVersion { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's NetworkLoadBalancerAddress of the network load balancer API.</summary>
public sealed record NetworkLoadBalancerAddress
{
    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>True for a public address.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>One of IPV4 or IPV6.</summary>
    public string? IpVersion { get; init; }

    /// <summary>The reserved address; null: none.</summary>
    public ReservedIP? ReservedIp { get; init; }
}

/// <summary>Which network load balancers to list; a member left null does not filter.</summary>
public sealed record ListNetworkLoadBalancersQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    /// <summary>What the list is sorted by.</summary>
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
