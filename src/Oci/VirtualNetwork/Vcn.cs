using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: VCN.</summary>
public sealed record CreateVcnDetails
{
    public string? CidrBlock { get; init; }

    public IReadOnlyList<string>? CidrBlocks { get; init; }

    public required string CompartmentId { get; init; }

    public IReadOnlyList<string>? Ipv6PrivateCidrBlocks { get; init; }

    public bool? IsOracleGuaAllocationEnabled { get; init; }

    public string? DisplayName { get; init; }

    public string? DnsLabel { get; init; }

    public bool? IsIpv6Enabled { get; init; }

    public bool? IsZprOnly { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Vcn of the virtual network API.</summary>
public sealed record Vcn : IOciResource
{
    public IReadOnlyList<string>? Byoipv6CidrBlocks { get; init; }

    public IReadOnlyList<string>? Ipv6PrivateCidrBlocks { get; init; }

    public string? CidrBlock { get; init; }

    public IReadOnlyList<string>? CidrBlocks { get; init; }

    public string? CompartmentId { get; init; }

    public string? DefaultDhcpOptionsId { get; init; }

    public string? DefaultRouteTableId { get; init; }

    public string? DefaultSecurityListId { get; init; }

    public string? DisplayName { get; init; }

    public string? DnsLabel { get; init; }

    public string Id { get; init; } = "";

    public IReadOnlyList<string>? Ipv6CidrBlocks { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING, TERMINATED or UPDATING.</summary>
    public string LifecycleState { get; init; } = "";

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnDomainName { get; init; }

    public bool? IsZprOnly { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a VCN; members left null stay as they are.</summary>
public sealed record UpdateVcnDetails
{
    public string? DisplayName { get; init; }

    public bool? IsZprOnly { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which VCNs to list; a member left null does not filter.</summary>
public sealed record ListVcnsQuery
{
    public required string CompartmentId { get; init; }

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
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("displayName", DisplayName)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}
