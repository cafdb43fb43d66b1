using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>What to create: replica.</summary>
public sealed record CreateReplicaDetails
{
    /// <summary>OCID of the DB system.</summary>
    public required string DbSystemId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>True: deletes are refused; default: false.</summary>
    public bool? IsDeleteProtected { get; init; }

    /// <summary>What differs from the DB system.</summary>
    public ReplicaOverrides? ReplicaOverrides { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ReplicaOverrides of the MySQL API.</summary>
public sealed record ReplicaOverrides
{
    /// <summary>Version, such as 8.4.6; default: the newest.</summary>
    public string? MysqlVersion { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>OCID of a configuration of the same shape; default: the shape's.</summary>
    public string? ConfigurationId { get; init; }

    /// <summary>OCIDs of the network security groups, at most 5.</summary>
    public IReadOnlyList<string>? NsgIds { get; init; }

    /// <summary>What is logged, and where to.</summary>
    public JsonElement? TelemetryConfiguration { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's Replica of the MySQL API.</summary>
public sealed record Replica : IOciResource
{
    /// <summary>Where the TLS certificate comes from.</summary>
    public SecureConnectionDetails? SecureConnections { get; init; }

    /// <summary>Whose key encrypts the data; null: Oracle's own.</summary>
    public EncryptDataDetails? EncryptData { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the DB system.</summary>
    public string? DbSystemId { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED, NEEDS_ATTENTION or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Why it is in this state.</summary>
    public string? LifecycleDetails { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? TimeUpdated { get; init; }

    /// <summary>Version, such as 8.4.6; default: the newest.</summary>
    public string? MysqlVersion { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>OCIDs of the network security groups, at most 5.</summary>
    public IReadOnlyList<string>? NsgIds { get; init; }

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>Port of the X protocol; default: 33060.</summary>
    public int? PortX { get; init; }

    /// <summary>True: deletes are refused; default: false.</summary>
    public bool? IsDeleteProtected { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>OCID of a configuration of the same shape; default: the shape's.</summary>
    public string? ConfigurationId { get; init; }

    /// <summary>What differs from the DB system.</summary>
    public ReplicaOverrides? ReplicaOverrides { get; init; }

    /// <summary>What is logged, and where to.</summary>
    public JsonElement? TelemetryConfiguration { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a replica; members left null stay as they are.</summary>
public sealed record UpdateReplicaDetails
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>True: deletes are refused; default: false.</summary>
    public bool? IsDeleteProtected { get; init; }

    /// <summary>What differs from the DB system.</summary>
    public ReplicaOverrides? ReplicaOverrides { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which replicas to list; a member left null does not filter.</summary>
public sealed record ListReplicasQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID of the DB system.</summary>
    public string? DbSystemId { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>OCID of the replica.</summary>
    public string? ReplicaId { get; init; }

    /// <summary>OCID of a configuration of the same shape; default: the shape's.</summary>
    public string? ConfigurationId { get; init; }

    public bool? IsUpToDate { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("displayName", DisplayName)
        .Add("dbSystemId", DbSystemId)
        .Add("lifecycleState", LifecycleState)
        .Add("replicaId", ReplicaId)
        .Add("configurationId", ConfigurationId)
        .Add("isUpToDate", IsUpToDate)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder);
}
