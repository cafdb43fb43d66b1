using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: security list.</summary>
public sealed record CreateSecurityListDetails
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What may leave.</summary>
    public required IReadOnlyList<EgressSecurityRule> EgressSecurityRules { get; init; }

    /// <summary>What may come in.</summary>
    public required IReadOnlyList<IngressSecurityRule> IngressSecurityRules { get; init; }

    /// <summary>OCID of the VCN.</summary>
    public required string VcnId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's IngressSecurityRule of the virtual network API.</summary>
public sealed record IngressSecurityRule
{
    /// <summary>ICMP types; null: all.</summary>
    public IcmpOptions? IcmpOptions { get; init; }

    /// <summary>True: answers need a rule of their own; default: false.</summary>
    public bool? IsStateless { get; init; }

    /// <summary>A protocol; in rules all, 1 (ICMP), 6 (TCP), 17 (UDP) or 58 (ICMPv6).</summary>
    public string? Protocol { get; init; }

    /// <summary>Where it comes from: a CIDR, a service, or the OCID of a group.</summary>
    public string? Source { get; init; }

    /// <summary>One of CIDR_BLOCK or SERVICE_CIDR_BLOCK.</summary>
    public string? SourceType { get; init; }

    /// <summary>TCP ports; null: all.</summary>
    public TcpOptions? TcpOptions { get; init; }

    /// <summary>UDP ports; null: all.</summary>
    public UdpOptions? UdpOptions { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }
}

/// <summary>OCI's EgressSecurityRule of the virtual network API.</summary>
public sealed record EgressSecurityRule
{
    /// <summary>Where it goes to: a CIDR, a service, or the OCID of a group.</summary>
    public string? Destination { get; init; }

    /// <summary>One of CIDR_BLOCK or SERVICE_CIDR_BLOCK.</summary>
    public string? DestinationType { get; init; }

    /// <summary>ICMP types; null: all.</summary>
    public IcmpOptions? IcmpOptions { get; init; }

    /// <summary>True: answers need a rule of their own; default: false.</summary>
    public bool? IsStateless { get; init; }

    /// <summary>A protocol; in rules all, 1 (ICMP), 6 (TCP), 17 (UDP) or 58 (ICMPv6).</summary>
    public string? Protocol { get; init; }

    /// <summary>TCP ports; null: all.</summary>
    public TcpOptions? TcpOptions { get; init; }

    /// <summary>UDP ports; null: all.</summary>
    public UdpOptions? UdpOptions { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }
}

/// <summary>OCI's SecurityList of the virtual network API.</summary>
public sealed record SecurityList : IOciResource
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What may leave.</summary>
    public IReadOnlyList<EgressSecurityRule>? EgressSecurityRules { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>What may come in.</summary>
    public IReadOnlyList<IngressSecurityRule>? IngressSecurityRules { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

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

/// <summary>What to change of a security list; members left null stay as they are.</summary>
public sealed record UpdateSecurityListDetails
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What may leave.</summary>
    public IReadOnlyList<EgressSecurityRule>? EgressSecurityRules { get; init; }

    /// <summary>What may come in.</summary>
    public IReadOnlyList<IngressSecurityRule>? IngressSecurityRules { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which security lists to list; a member left null does not filter.</summary>
public sealed record ListSecurityListsQuery
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
