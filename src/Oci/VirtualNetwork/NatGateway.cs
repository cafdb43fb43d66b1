using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: NAT gateway.</summary>
public sealed record CreateNatGatewayDetails
{
    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public bool? BlockTraffic { get; init; }

    public required string VcnId { get; init; }

    public string? PublicIpId { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's NatGateway of the virtual network API.</summary>
public sealed record NatGateway : IOciResource
{
    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    public bool? BlockTraffic { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? NatIp { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnId { get; init; }

    public string? PublicIpId { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which NAT gateways to list; a member left null does not filter.</summary>
public sealed record ListNatGatewaysQuery
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
