using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: route table.</summary>
public sealed record CreateRouteTableDetails
{
    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public required IReadOnlyList<RouteRule> RouteRules { get; init; }

    public required string VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>What to change of a route table; members left null stay as they are.</summary>
public sealed record UpdateRouteTableDetails
{
    public string? DisplayName { get; init; }

    public IReadOnlyList<RouteRule>? RouteRules { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's RouteRule of the virtual network API.</summary>
public sealed record RouteRule
{
    public string? CidrBlock { get; init; }

    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK or SERVICE_CIDR_BLOCK.</summary>
    public string? DestinationType { get; init; }

    public string? NetworkEntityId { get; init; }

    public string? Description { get; init; }

    /// <summary>One of STATIC or LOCAL.</summary>
    public string? RouteType { get; init; }
}

/// <summary>OCI's RouteTable of the virtual network API.</summary>
public sealed record RouteTable : IOciResource
{
    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    public IReadOnlyList<RouteRule>? RouteRules { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which route tables to list; a member left null does not filter.</summary>
public sealed record ListRouteTablesQuery
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
