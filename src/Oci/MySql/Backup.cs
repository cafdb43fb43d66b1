using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>What to create: backup.</summary>
public sealed record CreateBackupDetails
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    /// <summary>One of FULL or INCREMENTAL.</summary>
    public string? BackupType { get; init; }

    /// <summary>OCID of the DB system.</summary>
    public required string DbSystemId { get; init; }

    /// <summary>Days that backups are kept.</summary>
    public int? RetentionInDays { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Backup of the MySQL API.</summary>
public sealed record Backup : IOciResource
{
    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    public BackupValidationDetails? BackupValidationDetails { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? TimeUpdated { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED, FAILED or DELETE_SCHEDULED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Why it is in this state.</summary>
    public string? LifecycleDetails { get; init; }

    /// <summary>One of FULL or INCREMENTAL.</summary>
    public string? BackupType { get; init; }

    /// <summary>One of MANUAL, AUTOMATIC or OPERATOR.</summary>
    public string? CreationType { get; init; }

    /// <summary>OCID of the DB system.</summary>
    public string? DbSystemId { get; init; }

    /// <summary>The DB system as it was then.</summary>
    public DbSystemSnapshot? DbSystemSnapshot { get; init; }

    /// <summary>GB of the backup.</summary>
    public int? BackupSizeInGBs { get; init; }

    /// <summary>Days that backups are kept.</summary>
    public int? RetentionInDays { get; init; }

    /// <summary>Size of the data volume in GB; grows only.</summary>
    public int? DataStorageSizeInGBs { get; init; }

    /// <summary>Version, such as 8.4.6; default: the newest.</summary>
    public string? MysqlVersion { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    public string? ImmediateSourceBackupId { get; init; }

    public string? OriginalSourceBackupId { get; init; }

    public DateTimeOffset? TimeCopyCreated { get; init; }

    /// <summary>Whose key encrypts the data; null: Oracle's own.</summary>
    public EncryptDataDetails? EncryptData { get; init; }

    /// <summary>One of PREPARED or NOT_PREPARED.</summary>
    public string? BackupPreparationStatus { get; init; }

    /// <summary>One of NOT_VALIDATED, VALIDATED, NEEDS_ATTENTION or FAILED.</summary>
    public string? ValidationStatus { get; init; }

    public DbSystemSnapshotSummary? DbSystemSnapshotSummary { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's BackupValidationDetails of the MySQL API.</summary>
public sealed record BackupValidationDetails
{
    /// <summary>One of NOT_VALIDATED, VALIDATED, NEEDS_ATTENTION or FAILED.</summary>
    public string? ValidationStatus { get; init; }

    public DateTimeOffset? TimeLastValidated { get; init; }

    public string? EstimatedRestoreDuration { get; init; }

    /// <summary>What went wrong.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>One of PREPARED or NOT_PREPARED.</summary>
    public string? BackupPreparationStatus { get; init; }

    public JsonElement? PreparedBackupDetails { get; init; }
}

/// <summary>OCI's DbSystemSnapshot of the MySQL API.</summary>
public sealed record DbSystemSnapshot
{
    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>OCIDs of the network security groups, at most 5.</summary>
    public IReadOnlyList<string>? NsgIds { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>Version, such as 8.4.6; default: the newest.</summary>
    public string? MysqlVersion { get; init; }

    /// <summary>Name of the administrator.</summary>
    public string? AdminUsername { get; init; }

    /// <summary>When backups are made and how long they are kept.</summary>
    public BackupPolicy? BackupPolicy { get; init; }

    /// <summary>OCID of a configuration of the same shape; default: the shape's.</summary>
    public string? ConfigurationId { get; init; }

    /// <summary>Size of the data volume in GB; grows only.</summary>
    public int? DataStorageSizeInGBs { get; init; }

    /// <summary>Size and growth of the storage.</summary>
    public DataStorage? DataStorage { get; init; }

    /// <summary>Host name in the subnet's DNS domain.</summary>
    public string? HostnameLabel { get; init; }

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>Port of the X protocol; default: 33060.</summary>
    public int? PortX { get; init; }

    /// <summary>REST service; null: off.</summary>
    public JsonElement? Rest { get; init; }

    /// <summary>Web console; null: off.</summary>
    public JsonElement? DatabaseConsole { get; init; }

    /// <summary>True: three members in different domains; default: false.</summary>
    public bool? IsHighlyAvailable { get; init; }

    /// <summary>Addresses to connect to.</summary>
    public IReadOnlyList<DbSystemEndpoint>? Endpoints { get; init; }

    /// <summary>When it may be restarted for maintenance.</summary>
    public MaintenanceDetails? Maintenance { get; init; }

    /// <summary>What is kept, and made, at deletion.</summary>
    public DeletionPolicyDetails? DeletionPolicy { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? CrashRecovery { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DatabaseManagement { get; init; }

    /// <summary>Where the TLS certificate comes from.</summary>
    public SecureConnectionDetails? SecureConnections { get; init; }

    /// <summary>Whose key encrypts the data; null: Oracle's own.</summary>
    public EncryptDataDetails? EncryptData { get; init; }

    public string? Region { get; init; }

    /// <summary>One address for all read replicas; null: none.</summary>
    public ReadEndpointDetails? ReadEndpoint { get; init; }

    /// <summary>What is logged, and where to.</summary>
    public JsonElement? TelemetryConfiguration { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's DbSystemSnapshotSummary of the MySQL API.</summary>
public sealed record DbSystemSnapshotSummary
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    public string? Region { get; init; }
}

/// <summary>Which backups to list; a member left null does not filter.</summary>
public sealed record ListBackupsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>OCID of the backup.</summary>
    public string? BackupId { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>OCID of the DB system.</summary>
    public string? DbSystemId { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>ENABLED to keep it for seven days after its end, or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    public string? BackupPreparationStatus { get; init; }

    public string? ValidationStatus { get; init; }

    /// <summary>One of MANUAL, AUTOMATIC or OPERATOR.</summary>
    public string? CreationType { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
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
