using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>What to create: replica.</summary>
public sealed record CreateReplicaDetails
{
    public required string DbSystemId { get; init; }

    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    public bool? IsDeleteProtected { get; init; }

    public ReplicaOverrides? ReplicaOverrides { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ReplicaOverrides of the MySQL API.</summary>
public sealed record ReplicaOverrides
{
    public string? MysqlVersion { get; init; }

    public string? ShapeName { get; init; }

    public string? ConfigurationId { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public JsonElement? TelemetryConfiguration { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's Replica of the MySQL API.</summary>
public sealed record Replica : IOciResource
{
    public SecureConnectionDetails? SecureConnections { get; init; }

    public EncryptDataDetails? EncryptData { get; init; }

    public string Id { get; init; } = "";

    public string? DbSystemId { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED, NEEDS_ATTENTION or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? LifecycleDetails { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public DateTimeOffset? TimeUpdated { get; init; }

    public string? MysqlVersion { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? FaultDomain { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public string? IpAddress { get; init; }

    public int? Port { get; init; }

    public int? PortX { get; init; }

    public bool? IsDeleteProtected { get; init; }

    public string? ShapeName { get; init; }

    public string? ConfigurationId { get; init; }

    public ReplicaOverrides? ReplicaOverrides { get; init; }

    public JsonElement? TelemetryConfiguration { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a replica; members left null stay as they are.</summary>
public sealed record UpdateReplicaDetails
{
    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    public bool? IsDeleteProtected { get; init; }

    public ReplicaOverrides? ReplicaOverrides { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which replicas to list; a member left null does not filter.</summary>
public sealed record ListReplicasQuery
{
    public required string CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? DisplayName { get; init; }

    public string? DbSystemId { get; init; }

    public string? LifecycleState { get; init; }

    public string? ReplicaId { get; init; }

    public string? ConfigurationId { get; init; }

    public bool? IsUpToDate { get; init; }

    public string? SortBy { get; init; }

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
