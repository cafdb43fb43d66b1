using System.Text.Json;

namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>What to create: mount target.</summary>
public sealed record CreateMountTargetDetails
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public required string AvailabilityDomain { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Host name in the subnet's DNS domain.</summary>
    public string? HostnameLabel { get; init; }

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public required string SubnetId { get; init; }

    /// <summary>One of LDAP or NONE.</summary>
    public string? IdmapType { get; init; }

    /// <summary>OCIDs of the network security groups, at most 5.</summary>
    public IReadOnlyList<string>? NsgIds { get; init; }

    /// <summary>Gbit/s that were asked for.</summary>
    public long? RequestedThroughput { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's MountTarget of the file storage API.</summary>
public sealed record MountTarget : IOciResource
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID of the export set; null until the mount target is ACTIVE.</summary>
    public string? ExportSetId { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>Why it is in this state.</summary>
    public string? LifecycleDetails { get; init; }

    /// <summary>One of CREATING, ACTIVE, DELETING, DELETED, FAILED or UPDATING.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>OCIDs of the private IPs; empty until ACTIVE.</summary>
    public IReadOnlyList<string>? PrivateIpIds { get; init; }

    public IReadOnlyList<string>? MountTargetIpv6Ids { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>One of LDAP or NONE.</summary>
    public string? IdmapType { get; init; }

    public JsonElement? LdapIdmap { get; init; }

    /// <summary>OCIDs of the network security groups, at most 5.</summary>
    public IReadOnlyList<string>? NsgIds { get; init; }

    public JsonElement? Kerberos { get; init; }

    public DateTimeOffset? TimeBillingCycleEnd { get; init; }

    public long? ObservedThroughput { get; init; }

    /// <summary>Gbit/s that were asked for.</summary>
    public long? RequestedThroughput { get; init; }

    public long? ReservedStorageCapacity { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>Locks that bar deletion or change.</summary>
    public IReadOnlyList<JsonElement>? Locks { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which mount targets to list; a member left null does not filter.</summary>
public sealed record ListMountTargetsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public required string AvailabilityDomain { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID of the export set; null until the mount target is ACTIVE.</summary>
    public string? ExportSetId { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string? Id { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
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
