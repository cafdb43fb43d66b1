using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>What to create: DB system.</summary>
public sealed record CreateDbSystemDetails
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>True: three members in different domains; default: false.</summary>
    public bool? IsHighlyAvailable { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>OCID of a configuration of the same shape; default: the shape's.</summary>
    public string? ConfigurationId { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public required string ShapeName { get; init; }

    /// <summary>Version, such as 8.4.6; default: the newest.</summary>
    public string? MysqlVersion { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public required string SubnetId { get; init; }

    /// <summary>OCIDs of the network security groups, at most 5.</summary>
    public IReadOnlyList<string>? NsgIds { get; init; }

    /// <summary>Name of the administrator.</summary>
    public string? AdminUsername { get; init; }

    /// <summary>8 to 32 characters with digit, lower case, upper case and special.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>Size of the data volume in GB; grows only.</summary>
    public int? DataStorageSizeInGBs { get; init; }

    /// <summary>Size and growth of the storage.</summary>
    public DataStorageDetails? DataStorage { get; init; }

    /// <summary>Host name in the subnet's DNS domain.</summary>
    public string? HostnameLabel { get; init; }

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>Port of the X protocol; default: 33060.</summary>
    public int? PortX { get; init; }

    /// <summary>When backups are made and how long they are kept.</summary>
    public CreateBackupPolicyDetails? BackupPolicy { get; init; }

    /// <summary>Where it comes from: a CIDR, a service, or the OCID of a group.</summary>
    public DbSystemSourceDetails? Source { get; init; }

    /// <summary>When it may be restarted for maintenance.</summary>
    public CreateMaintenanceDetails? Maintenance { get; init; }

    /// <summary>What is kept, and made, at deletion.</summary>
    public CreateDeletionPolicyDetails? DeletionPolicy { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? CrashRecovery { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DatabaseManagement { get; init; }

    /// <summary>Where the TLS certificate comes from.</summary>
    public SecureConnectionDetails? SecureConnections { get; init; }

    /// <summary>Whose key encrypts the data; null: Oracle's own.</summary>
    public EncryptDataDetails? EncryptData { get; init; }

    /// <summary>One of READ_WRITE or READ_ONLY.</summary>
    public string? DatabaseMode { get; init; }

    /// <summary>One of UNRESTRICTED or RESTRICTED.</summary>
    public string? AccessMode { get; init; }

    /// <summary>Who is told of maintenance.</summary>
    public IReadOnlyList<CustomerContact>? CustomerContacts { get; init; }

    /// <summary>One address for all read replicas; null: none.</summary>
    public CreateReadEndpointDetails? ReadEndpoint { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>The type's name only: the details hold the administrator's password.</summary>
    public override string ToString() => nameof(CreateDbSystemDetails);
}

/// <summary>What to change of a DB system; members left null stay as they are.</summary>
public sealed record UpdateDbSystemDetails
{
    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>OCIDs of the network security groups, at most 5.</summary>
    public IReadOnlyList<string>? NsgIds { get; init; }

    /// <summary>One of READ_WRITE or READ_ONLY.</summary>
    public string? DatabaseMode { get; init; }

    /// <summary>One of UNRESTRICTED or RESTRICTED.</summary>
    public string? AccessMode { get; init; }

    /// <summary>True: three members in different domains; default: false.</summary>
    public bool? IsHighlyAvailable { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>Version, such as 8.4.6; default: the newest.</summary>
    public string? MysqlVersion { get; init; }

    /// <summary>OCID of a configuration of the same shape; default: the shape's.</summary>
    public string? ConfigurationId { get; init; }

    /// <summary>Name of the administrator.</summary>
    public string? AdminUsername { get; init; }

    /// <summary>8 to 32 characters with digit, lower case, upper case and special.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>Size of the data volume in GB; grows only.</summary>
    public int? DataStorageSizeInGBs { get; init; }

    /// <summary>Size and growth of the storage.</summary>
    public DataStorageDetails? DataStorage { get; init; }

    /// <summary>Host name in the subnet's DNS domain.</summary>
    public string? HostnameLabel { get; init; }

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>Port of the X protocol; default: 33060.</summary>
    public int? PortX { get; init; }

    /// <summary>When backups are made and how long they are kept.</summary>
    public CreateBackupPolicyDetails? BackupPolicy { get; init; }

    /// <summary>When it may be restarted for maintenance.</summary>
    public UpdateMaintenanceDetails? Maintenance { get; init; }

    /// <summary>What is kept, and made, at deletion.</summary>
    public CreateDeletionPolicyDetails? DeletionPolicy { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? CrashRecovery { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DatabaseManagement { get; init; }

    /// <summary>Where the TLS certificate comes from.</summary>
    public SecureConnectionDetails? SecureConnections { get; init; }

    /// <summary>Whose key encrypts the data; null: Oracle's own.</summary>
    public EncryptDataDetails? EncryptData { get; init; }

    /// <summary>Who is told of maintenance.</summary>
    public IReadOnlyList<CustomerContact>? CustomerContacts { get; init; }

    /// <summary>One address for all read replicas; null: none.</summary>
    public CreateReadEndpointDetails? ReadEndpoint { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>The type's name only: the details hold the administrator's password.</summary>
    public override string ToString() => nameof(UpdateDbSystemDetails);
}

/// <summary>OCI's DbSystem of the MySQL API.</summary>
public sealed record DbSystem : IOciResource
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

    /// <summary>REST service; null: off.</summary>
    public JsonElement? Rest { get; init; }

    /// <summary>Web console; null: off.</summary>
    public JsonElement? DatabaseConsole { get; init; }

    /// <summary>True: three members in different domains; default: false.</summary>
    public bool? IsHighlyAvailable { get; init; }

    /// <summary>Where the primary is now.</summary>
    public DbSystemPlacement? CurrentPlacement { get; init; }

    /// <summary>True when a HeatWave cluster is attached.</summary>
    public bool? IsHeatWaveClusterAttached { get; init; }

    /// <summary>The attached cluster; null: none.</summary>
    public HeatWaveClusterSummary? HeatWaveCluster { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>Version, such as 8.4.6; default: the newest.</summary>
    public string? MysqlVersion { get; init; }

    public JsonElement? ControlledUpdate { get; init; }

    /// <summary>When backups are made and how long they are kept.</summary>
    public BackupPolicy? BackupPolicy { get; init; }

    /// <summary>Where it comes from: a CIDR, a service, or the OCID of a group.</summary>
    public DbSystemSourceDetails? Source { get; init; }

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

    /// <summary>Addresses to connect to.</summary>
    public IReadOnlyList<DbSystemEndpoint>? Endpoints { get; init; }

    /// <summary>Inbound replication.</summary>
    public IReadOnlyList<JsonElement>? Channels { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Why it is in this state.</summary>
    public string? LifecycleDetails { get; init; }

    /// <summary>When it may be restarted for maintenance.</summary>
    public MaintenanceDetails? Maintenance { get; init; }

    /// <summary>What is kept, and made, at deletion.</summary>
    public DeletionPolicyDetails? DeletionPolicy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? TimeUpdated { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? CrashRecovery { get; init; }

    public PointInTimeRecoveryDetails? PointInTimeRecoveryDetails { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DatabaseManagement { get; init; }

    /// <summary>Where the TLS certificate comes from.</summary>
    public SecureConnectionDetails? SecureConnections { get; init; }

    /// <summary>Whose key encrypts the data; null: Oracle's own.</summary>
    public EncryptDataDetails? EncryptData { get; init; }

    /// <summary>One of READ_WRITE or READ_ONLY.</summary>
    public string? DatabaseMode { get; init; }

    /// <summary>One of UNRESTRICTED or RESTRICTED.</summary>
    public string? AccessMode { get; init; }

    /// <summary>Who is told of maintenance.</summary>
    public IReadOnlyList<CustomerContact>? CustomerContacts { get; init; }

    /// <summary>One address for all read replicas; null: none.</summary>
    public ReadEndpointDetails? ReadEndpoint { get; init; }

    /// <summary>What is logged, and where to.</summary>
    public JsonElement? TelemetryConfiguration { get; init; }

    /// <summary>Zero Trust attributes by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SecurityAttributes { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
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
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>True when a HeatWave cluster is attached.</summary>
    public bool? IsHeatWaveClusterAttached { get; init; }

    /// <summary>OCID of the DB system.</summary>
    public string? DbSystemId { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>OCID of a configuration of the same shape; default: the shape's.</summary>
    public string? ConfigurationId { get; init; }

    public bool? IsUpToDate { get; init; }

    public IReadOnlyList<string>? DatabaseManagement { get; init; }

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
