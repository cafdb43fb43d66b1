using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>What to create: public IP.</summary>
public sealed record CreatePublicIpDetails
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>One of EPHEMERAL or RESERVED.</summary>
    public required string Lifetime { get; init; }

    /// <summary>OCID of the private address.</summary>
    public string? PrivateIpId { get; init; }

    /// <summary>OCID of the pool of own addresses; null: Oracle's.</summary>
    public string? PublicIpPoolId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's PublicIp of the virtual network API.</summary>
public sealed record PublicIp : IOciResource
{
    public string? AssignedEntityId { get; init; }

    /// <summary>One of PRIVATE_IP or NAT_GATEWAY.</summary>
    public string? AssignedEntityType { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>
    /// One of PROVISIONING, AVAILABLE, ASSIGNING, ASSIGNED, UNASSIGNING, UNASSIGNED, TERMINATING or
    /// TERMINATED.
    /// </summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>One of EPHEMERAL or RESERVED.</summary>
    public string? Lifetime { get; init; }

    /// <summary>OCID of the private address.</summary>
    public string? PrivateIpId { get; init; }

    /// <summary>One of REGION or AVAILABILITY_DOMAIN.</summary>
    public string? Scope { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>OCID of the pool of own addresses; null: Oracle's.</summary>
    public string? PublicIpPoolId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's GetPublicIpByPrivateIpIdDetails of the virtual network API.</summary>
public sealed record GetPublicIpByPrivateIpIdDetails
{
    /// <summary>OCID of the private address.</summary>
    public required string PrivateIpId { get; init; }
}

/// <summary>Which public IPs to list; a member left null does not filter.</summary>
public sealed record ListPublicIpsQuery
{
    public required string Scope { get; init; }

    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>EPHEMERAL or RESERVED.</summary>
    public string? Lifetime { get; init; }

    /// <summary>OCID of the pool of own addresses; null: Oracle's.</summary>
    public string? PublicIpPoolId { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("scope", Scope)
        .Add("compartmentId", CompartmentId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("lifetime", Lifetime)
        .Add("publicIpPoolId", PublicIpPoolId);
}
