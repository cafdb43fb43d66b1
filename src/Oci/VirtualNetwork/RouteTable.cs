using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: route table.</summary>
public sealed record CreateRouteTableDetails
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Rules; an update replaces them all.</summary>
    public required IReadOnlyList<RouteRule> RouteRules { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public required string VcnId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>What to change of a route table; members left null stay as they are.</summary>
public sealed record UpdateRouteTableDetails
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Rules; an update replaces them all.</summary>
    public IReadOnlyList<RouteRule>? RouteRules { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's RouteRule of the virtual network API.</summary>
public sealed record RouteRule
{
    /// <summary>Address block; cidrBlocks is the newer form.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>Where it goes to: a CIDR, a service, or the OCID of a group.</summary>
    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK or SERVICE_CIDR_BLOCK.</summary>
    public string? DestinationType { get; init; }

    /// <summary>OCID of the gateway or address that packets go to.</summary>
    public string? NetworkEntityId { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>One of STATIC or LOCAL.</summary>
    public string? RouteType { get; init; }
}

/// <summary>OCI's RouteTable of the virtual network API.</summary>
public sealed record RouteTable : IOciResource
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Rules; an update replaces them all.</summary>
    public IReadOnlyList<RouteRule>? RouteRules { get; init; }

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

/// <summary>Which route tables to list; a member left null does not filter.</summary>
public sealed record ListRouteTablesQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public string? VcnId { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    /// <summary>Only those in this state.</summary>
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
