using System.Text.Json;

namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>What to create: mount target.</summary>
public sealed record CreateMountTargetDetails
{
    public required string AvailabilityDomain { get; init; }

    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string? HostnameLabel { get; init; }

    public string? IpAddress { get; init; }

    public required string SubnetId { get; init; }

    /// <summary>One of LDAP or NONE.</summary>
    public string? IdmapType { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public long? RequestedThroughput { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's MountTarget of the file storage API.</summary>
public sealed record MountTarget : IOciResource
{
    public string? AvailabilityDomain { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string? ExportSetId { get; init; }

    public string Id { get; init; } = "";

    public string? LifecycleDetails { get; init; }

    /// <summary>One of CREATING, ACTIVE, DELETING, DELETED, FAILED or UPDATING.</summary>
    public string LifecycleState { get; init; } = "";

    public IReadOnlyList<string>? PrivateIpIds { get; init; }

    public IReadOnlyList<string>? MountTargetIpv6Ids { get; init; }

    public string? SubnetId { get; init; }

    /// <summary>One of LDAP or NONE.</summary>
    public string? IdmapType { get; init; }

    public JsonElement? LdapIdmap { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public JsonElement? Kerberos { get; init; }

    public DateTimeOffset? TimeBillingCycleEnd { get; init; }

    public long? ObservedThroughput { get; init; }

    public long? RequestedThroughput { get; init; }

    public long? ReservedStorageCapacity { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public IReadOnlyList<JsonElement>? Locks { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which mount targets to list; a member left null does not filter.</summary>
public sealed record ListMountTargetsQuery
{
    public required string CompartmentId { get; init; }

    public required string AvailabilityDomain { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? DisplayName { get; init; }

    public string? ExportSetId { get; init; }

    public string? LifecycleState { get; init; }

    public string? Id { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("displayName", DisplayName)
        .Add("exportSetId", ExportSetId)
        .Add("lifecycleState", LifecycleState)
        .Add("id", Id)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder);
}
