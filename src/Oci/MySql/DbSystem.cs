using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>What to create: DB system.</summary>
public sealed record CreateDbSystemDetails
{
    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    public required string CompartmentId { get; init; }

    public bool? IsHighlyAvailable { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? FaultDomain { get; init; }

    public string? ConfigurationId { get; init; }

    public required string ShapeName { get; init; }

    public string? MysqlVersion { get; init; }

    public required string SubnetId { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public string? AdminUsername { get; init; }

    public string? AdminPassword { get; init; }

    public int? DataStorageSizeInGBs { get; init; }

    public DataStorageDetails? DataStorage { get; init; }

    public string? HostnameLabel { get; init; }

    public string? IpAddress { get; init; }

    public int? Port { get; init; }

    public int? PortX { get; init; }

    public CreateBackupPolicyDetails? BackupPolicy { get; init; }

    public DbSystemSourceDetails? Source { get; init; }

    public CreateMaintenanceDetails? Maintenance { get; init; }

    public CreateDeletionPolicyDetails? DeletionPolicy { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? CrashRecovery { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DatabaseManagement { get; init; }

    public SecureConnectionDetails? SecureConnections { get; init; }

    public EncryptDataDetails? EncryptData { get; init; }

    /// <summary>One of READ_WRITE or READ_ONLY.</summary>
    public string? DatabaseMode { get; init; }

    /// <summary>One of UNRESTRICTED or RESTRICTED.</summary>
    public string? AccessMode { get; init; }

    public IReadOnlyList<CustomerContact>? CustomerContacts { get; init; }

    public CreateReadEndpointDetails? ReadEndpoint { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>The type's name only: the details hold the administrator's password.</summary>
    public override string ToString() => nameof(CreateDbSystemDetails);
}

/// <summary>What to change of a DB system; members left null stay as they are.</summary>
public sealed record UpdateDbSystemDetails
{
    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    public string? SubnetId { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    /// <summary>One of READ_WRITE or READ_ONLY.</summary>
    public string? DatabaseMode { get; init; }

    /// <summary>One of UNRESTRICTED or RESTRICTED.</summary>
    public string? AccessMode { get; init; }

    public bool? IsHighlyAvailable { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? FaultDomain { get; init; }

    public string? ShapeName { get; init; }

    public string? MysqlVersion { get; init; }

    public string? ConfigurationId { get; init; }

    public string? AdminUsername { get; init; }

    public string? AdminPassword { get; init; }

    public int? DataStorageSizeInGBs { get; init; }

    public DataStorageDetails? DataStorage { get; init; }

    public string? HostnameLabel { get; init; }

    public string? IpAddress { get; init; }

    public int? Port { get; init; }

    public int? PortX { get; init; }

    public CreateBackupPolicyDetails? BackupPolicy { get; init; }

    public UpdateMaintenanceDetails? Maintenance { get; init; }

    public CreateDeletionPolicyDetails? DeletionPolicy { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? CrashRecovery { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DatabaseManagement { get; init; }

    public SecureConnectionDetails? SecureConnections { get; init; }

    public EncryptDataDetails? EncryptData { get; init; }

    public IReadOnlyList<CustomerContact>? CustomerContacts { get; init; }

    public CreateReadEndpointDetails? ReadEndpoint { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>The type's name only: the details hold the administrator's password.</summary>
    public override string ToString() => nameof(UpdateDbSystemDetails);
}

/// <summary>OCI's DbSystem of the MySQL API.</summary>
public sealed record DbSystem : IOciResource
{
    public string Id { get; init; } = "";

    public string? DisplayName { get; init; }

    public string? Description { get; init; }

    public string? CompartmentId { get; init; }

    public string? SubnetId { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public JsonElement? Rest { get; init; }

    public JsonElement? DatabaseConsole { get; init; }

    public bool? IsHighlyAvailable { get; init; }

    public DbSystemPlacement? CurrentPlacement { get; init; }

    public bool? IsHeatWaveClusterAttached { get; init; }

    public HeatWaveClusterSummary? HeatWaveCluster { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? FaultDomain { get; init; }

    public string? ShapeName { get; init; }

    public string? MysqlVersion { get; init; }

    public JsonElement? ControlledUpdate { get; init; }

    public BackupPolicy? BackupPolicy { get; init; }

    public DbSystemSourceDetails? Source { get; init; }

    public string? ConfigurationId { get; init; }

    public int? DataStorageSizeInGBs { get; init; }

    public DataStorage? DataStorage { get; init; }

    public string? HostnameLabel { get; init; }

    public string? IpAddress { get; init; }

    public int? Port { get; init; }

    public int? PortX { get; init; }

    public IReadOnlyList<DbSystemEndpoint>? Endpoints { get; init; }

    public IReadOnlyList<JsonElement>? Channels { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? LifecycleDetails { get; init; }

    public MaintenanceDetails? Maintenance { get; init; }

    public DeletionPolicyDetails? DeletionPolicy { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public DateTimeOffset? TimeUpdated { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? CrashRecovery { get; init; }

    public PointInTimeRecoveryDetails? PointInTimeRecoveryDetails { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DatabaseManagement { get; init; }

    public SecureConnectionDetails? SecureConnections { get; init; }

    public EncryptDataDetails? EncryptData { get; init; }

    /// <summary>One of READ_WRITE or READ_ONLY.</summary>
    public string? DatabaseMode { get; init; }

    /// <summary>One of UNRESTRICTED or RESTRICTED.</summary>
    public string? AccessMode { get; init; }

    public IReadOnlyList<CustomerContact>? CustomerContacts { get; init; }

    public ReadEndpointDetails? ReadEndpoint { get; init; }

    public JsonElement? TelemetryConfiguration { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's StopDbSystemDetails of the MySQL API.</summary>
public sealed record StopDbSystemDetails
{
    /// <summary>One of IMMEDIATE, FAST or SLOW.</summary>
    public required string ShutdownType { get; init; }
}

/// <summary>Which DB systems to list; a member left null does not filter.</summary>
public sealed record ListDbSystemsQuery
{
    public required string CompartmentId { get; init; }

    public bool? IsHeatWaveClusterAttached { get; init; }

    public string? DbSystemId { get; init; }

    public string? DisplayName { get; init; }

    public string? LifecycleState { get; init; }

    public string? ConfigurationId { get; init; }

    public bool? IsUpToDate { get; init; }

    public IReadOnlyList<string>? DatabaseManagement { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("isHeatWaveClusterAttached", IsHeatWaveClusterAttached)
        .Add("dbSystemId", DbSystemId)
        .Add("displayName", DisplayName)
        .Add("lifecycleState", LifecycleState)
        .Add("configurationId", ConfigurationId)
        .Add("isUpToDate", IsUpToDate)
        .Add("databaseManagement", DatabaseManagement)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("limit", Limit)
        .Add("page", Page);
}
