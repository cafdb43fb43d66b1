using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: internet gateway.</summary>
public sealed record CreateInternetGatewayDetails
{
    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public required bool IsEnabled { get; init; }

    public required string VcnId { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's InternetGateway of the virtual network API.</summary>
public sealed record InternetGateway : IOciResource
{
    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    public bool? IsEnabled { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnId { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which internet gateways to list; a member left null does not filter.</summary>
public sealed record ListInternetGatewaysQuery
{
    public required string CompartmentId { get; init; }

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
        .Add("vcnId", VcnId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("displayName", DisplayName)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}
