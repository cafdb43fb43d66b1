using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: service gateway.</summary>
public sealed record CreateServiceGatewayDetails
{
    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string? RouteTableId { get; init; }

    public required IReadOnlyList<ServiceIdRequestDetails> Services { get; init; }

    public required string VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ServiceIdRequestDetails of the virtual network API.</summary>
public sealed record ServiceIdRequestDetails
{
    public required string ServiceId { get; init; }
}

/// <summary>OCI's Service of the virtual network API.</summary>
public sealed record Service
{
    public string? CidrBlock { get; init; }

    public string? Description { get; init; }

    public string Id { get; init; } = "";

    public string? Name { get; init; }
}

/// <summary>OCI's ServiceGateway of the virtual network API.</summary>
public sealed record ServiceGateway : IOciResource
{
    public bool? BlockTraffic { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? RouteTableId { get; init; }

    public IReadOnlyList<ServiceIdResponseDetails>? Services { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's ServiceIdResponseDetails of the virtual network API.</summary>
public sealed record ServiceIdResponseDetails
{
    public string? ServiceId { get; init; }

    public string? ServiceName { get; init; }
}

/// <summary>Which service gateways to list; a member left null does not filter.</summary>
public sealed record ListServiceGatewaysQuery
{
    public required string CompartmentId { get; init; }

    public string? VcnId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    public string? LifecycleState { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("vcnId", VcnId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}
