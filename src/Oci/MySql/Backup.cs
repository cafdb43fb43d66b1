using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>What to create: backup.</summary>
public sealed record CreateBackupDetails
{
    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    /// <summary>One of FULL or INCREMENTAL.</summary>
    public string? BackupType { get; init; }

    public required string DbSystemId { get; init; }

    public int? RetentionInDays { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Backup of the MySQL API.</summary>
public sealed record Backup : IOciResource
{
    public string Id { get; init; } = "";

    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    public BackupValidationDetails? BackupValidationDetails { get; init; }

    public string? CompartmentId { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public DateTimeOffset? TimeUpdated { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED, FAILED or DELETE_SCHEDULED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? LifecycleDetails { get; init; }

    /// <summary>One of FULL or INCREMENTAL.</summary>
    public string? BackupType { get; init; }

    /// <summary>One of MANUAL, AUTOMATIC or OPERATOR.</summary>
    public string? CreationType { get; init; }

    public string? DbSystemId { get; init; }

    public DbSystemSnapshot? DbSystemSnapshot { get; init; }

    public int? BackupSizeInGBs { get; init; }

    public int? RetentionInDays { get; init; }

    public int? DataStorageSizeInGBs { get; init; }

    public string? MysqlVersion { get; init; }

    public string? ShapeName { get; init; }

    public string? ImmediateSourceBackupId { get; init; }

    public string? OriginalSourceBackupId { get; init; }

    public DateTimeOffset? TimeCopyCreated { get; init; }

    public EncryptDataDetails? EncryptData { get; init; }

    /// <summary>One of PREPARED or NOT_PREPARED.</summary>
    public string? BackupPreparationStatus { get; init; }

    /// <summary>One of NOT_VALIDATED, VALIDATED, NEEDS_ATTENTION or FAILED.</summary>
    public string? ValidationStatus { get; init; }

    public DbSystemSnapshotSummary? DbSystemSnapshotSummary { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's BackupValidationDetails of the MySQL API.</summary>
public sealed record BackupValidationDetails
{
    /// <summary>One of NOT_VALIDATED, VALIDATED, NEEDS_ATTENTION or FAILED.</summary>
    public string? ValidationStatus { get; init; }

    public DateTimeOffset? TimeLastValidated { get; init; }

    public string? EstimatedRestoreDuration { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>One of PREPARED or NOT_PREPARED.</summary>
    public string? BackupPreparationStatus { get; init; }

    public JsonElement? PreparedBackupDetails { get; init; }
}

/// <summary>OCI's DbSystemSnapshot of the MySQL API.</summary>
public sealed record DbSystemSnapshot
{
    public string Id { get; init; } = "";

    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    public string? CompartmentId { get; init; }

    public string? SubnetId { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? FaultDomain { get; init; }

    public string? ShapeName { get; init; }

    public string? MysqlVersion { get; init; }

    public string? AdminUsername { get; init; }

    public BackupPolicy? BackupPolicy { get; init; }

    public string? ConfigurationId { get; init; }

    public int? DataStorageSizeInGBs { get; init; }

    public DataStorage? DataStorage { get; init; }

    public string? HostnameLabel { get; init; }

    public string? IpAddress { get; init; }

    public int? Port { get; init; }

    public int? PortX { get; init; }

    public JsonElement? Rest { get; init; }

    public JsonElement? DatabaseConsole { get; init; }

    public bool? IsHighlyAvailable { get; init; }

    public IReadOnlyList<DbSystemEndpoint>? Endpoints { get; init; }

    public MaintenanceDetails? Maintenance { get; init; }

    public DeletionPolicyDetails? DeletionPolicy { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? CrashRecovery { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DatabaseManagement { get; init; }

    public SecureConnectionDetails? SecureConnections { get; init; }

    public EncryptDataDetails? EncryptData { get; init; }

    public string? Region { get; init; }

    public ReadEndpointDetails? ReadEndpoint { get; init; }

    public JsonElement? TelemetryConfiguration { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's DbSystemSnapshotSummary of the MySQL API.</summary>
public sealed record DbSystemSnapshotSummary
{
    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    public string? Region { get; init; }
}

/// <summary>Which backups to list; a member left null does not filter.</summary>
public sealed record ListBackupsQuery
{
    public required string CompartmentId { get; init; }

    public string? BackupId { get; init; }

    public string? LifecycleState { get; init; }

    public string? DbSystemId { get; init; }

    public string? DisplayName { get; init; }

    public string? SoftDelete { get; init; }

    public string? BackupPreparationStatus { get; init; }

    public string? ValidationStatus { get; init; }

    public string? CreationType { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("backupId", BackupId)
        .Add("lifecycleState", LifecycleState)
        .Add("dbSystemId", DbSystemId)
        .Add("displayName", DisplayName)
        .Add("softDelete", SoftDelete)
        .Add("backupPreparationStatus", BackupPreparationStatus)
        .Add("validationStatus", ValidationStatus)
        .Add("creationType", CreationType)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("limit", Limit)
        .Add("page", Page);
}
