using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: service gateway.</summary>
public sealed record CreateServiceGatewayDetails
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID of the route table; default: the VCN's own.</summary>
    public string? RouteTableId { get; init; }

    /// <summary>The services.</summary>
    public required IReadOnlyList<ServiceIdRequestDetails> Services { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public required string VcnId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ServiceIdRequestDetails of the virtual network API.</summary>
public sealed record ServiceIdRequestDetails
{
    /// <summary>OCID of the service.</summary>
    public required string ServiceId { get; init; }
}

/// <summary>OCI's Service of the virtual network API.</summary>
public sealed record Service
{
    /// <summary>Address block; cidrBlocks is the newer form.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name.</summary>
    public string? Name { get; init; }
}

/// <summary>OCI's ServiceGateway of the virtual network API.</summary>
public sealed record ServiceGateway : IOciResource
{
    /// <summary>True to stop traffic through the gateway; default: false.</summary>
    public bool? BlockTraffic { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>OCID of the route table; default: the VCN's own.</summary>
    public string? RouteTableId { get; init; }

    /// <summary>The services.</summary>
    public IReadOnlyList<ServiceIdResponseDetails>? Services { get; init; }

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

/// <summary>OCI's ServiceIdResponseDetails of the virtual network API.</summary>
public sealed record ServiceIdResponseDetails
{
    /// <summary>OCID of the service.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Name of the service.</summary>
    public string? ServiceName { get; init; }
}

/// <summary>Which service gateways to list; a member left null does not filter.</summary>
public sealed record ListServiceGatewaysQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public string? VcnId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    /// <summary>Only those in this state.</summary>
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
