using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: security list.</summary>
public sealed record CreateSecurityListDetails
{
    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public required IReadOnlyList<EgressSecurityRule> EgressSecurityRules { get; init; }

    public required IReadOnlyList<IngressSecurityRule> IngressSecurityRules { get; init; }

    public required string VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's IngressSecurityRule of the virtual network API.</summary>
public sealed record IngressSecurityRule
{
    public IcmpOptions? IcmpOptions { get; init; }

    public bool? IsStateless { get; init; }

    public string? Protocol { get; init; }

    public string? Source { get; init; }

    /// <summary>One of CIDR_BLOCK or SERVICE_CIDR_BLOCK.</summary>
    public string? SourceType { get; init; }

    public TcpOptions? TcpOptions { get; init; }

    public UdpOptions? UdpOptions { get; init; }

    public string? Description { get; init; }
}

/// <summary>OCI's EgressSecurityRule of the virtual network API.</summary>
public sealed record EgressSecurityRule
{
    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK or SERVICE_CIDR_BLOCK.</summary>
    public string? DestinationType { get; init; }

    public IcmpOptions? IcmpOptions { get; init; }

    public bool? IsStateless { get; init; }

    public string? Protocol { get; init; }

    public TcpOptions? TcpOptions { get; init; }

    public UdpOptions? UdpOptions { get; init; }

    public string? Description { get; init; }
}

/// <summary>OCI's SecurityList of the virtual network API.</summary>
public sealed record SecurityList : IOciResource
{
    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public IReadOnlyList<EgressSecurityRule>? EgressSecurityRules { get; init; }

    public string Id { get; init; } = "";

    public IReadOnlyList<IngressSecurityRule>? IngressSecurityRules { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a security list; members left null stay as they are.</summary>
public sealed record UpdateSecurityListDetails
{
    public string? DisplayName { get; init; }

    public IReadOnlyList<EgressSecurityRule>? EgressSecurityRules { get; init; }

    public IReadOnlyList<IngressSecurityRule>? IngressSecurityRules { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which security lists to list; a member left null does not filter.</summary>
public sealed record ListSecurityListsQuery
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
