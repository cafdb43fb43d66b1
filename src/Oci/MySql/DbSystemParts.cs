using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>OCI's DataStorageDetails of the MySQL API.</summary>
public sealed record DataStorageDetails
{
    /// <summary>True to let the storage grow by itself; default: false.</summary>
    public bool? IsAutoExpandStorageEnabled { get; init; }

    /// <summary>GB up to which it grows.</summary>
    public int? MaxStorageSizeInGBs { get; init; }
}

/// <summary>What to create: backup policy.</summary>
public sealed record CreateBackupPolicyDetails
{
    /// <summary>True: switched on.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    /// <summary>Start of the weekly or daily window, in UTC.</summary>
    public string? WindowStartTime { get; init; }

    /// <summary>Days that backups are kept.</summary>
    public int? RetentionInDays { get; init; }

    /// <summary>Whether any moment can be restored.</summary>
    public PitrPolicy? PitrPolicy { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's PitrPolicy of the MySQL API.</summary>
public sealed record PitrPolicy
{
    /// <summary>True: switched on.</summary>
    public bool? IsEnabled { get; init; }
}

/// <summary>What to create: maintenance.</summary>
public sealed record CreateMaintenanceDetails
{
    /// <summary>Start of the weekly or daily window, in UTC.</summary>
    public required string WindowStartTime { get; init; }

    /// <summary>One of OLDEST, SECOND_NEWEST or NEWEST.</summary>
    public string? VersionPreference { get; init; }

    /// <summary>One of LONG_TERM_SUPPORT, INNOVATION or FOLLOW.</summary>
    public string? VersionTrackPreference { get; init; }

    /// <summary>One of EARLY or REGULAR.</summary>
    public string? MaintenanceScheduleType { get; init; }

    public IReadOnlyList<MaintenanceDisabledWindow>? MaintenanceDisabledWindows { get; init; }
}

/// <summary>What to create: deletion policy.</summary>
public sealed record CreateDeletionPolicyDetails
{
    /// <summary>One of DELETE or RETAIN.</summary>
    public string? AutomaticBackupRetention { get; init; }

    /// <summary>One of SKIP_FINAL_BACKUP or REQUIRE_FINAL_BACKUP.</summary>
    public string? FinalBackup { get; init; }

    /// <summary>True: deletes are refused; default: false.</summary>
    public bool? IsDeleteProtected { get; init; }
}

/// <summary>OCI's SecureConnectionDetails of the MySQL API.</summary>
public sealed record SecureConnectionDetails
{
    /// <summary>OCID of the certificate.</summary>
    public string? CertificateId { get; init; }

    /// <summary>One of SYSTEM or BYOC.</summary>
    public string? CertificateGenerationType { get; init; }
}

/// <summary>What to create: read endpoint.</summary>
public sealed record CreateReadEndpointDetails
{
    /// <summary>True: switched on.</summary>
    public bool? IsEnabled { get; init; }

    public string? ReadEndpointIpAddress { get; init; }

    public string? ReadEndpointHostnameLabel { get; init; }

    /// <summary>Addresses that the endpoint leaves out.</summary>
    public IReadOnlyList<string>? ExcludeIps { get; init; }
}

/// <summary>OCI's DbSystemEndpoint of the MySQL API.</summary>
public sealed record DbSystemEndpoint
{
    /// <summary>Host name.</summary>
    public string? Hostname { get; init; }

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>Port of the X protocol; default: 33060.</summary>
    public int? PortX { get; init; }

    /// <summary>One of READ or WRITE.</summary>
    public IReadOnlyList<string>? Modes { get; init; }

    /// <summary>One of ACTIVE, INACTIVE or UPDATING.</summary>
    public string? Status { get; init; }

    public string? StatusDetails { get; init; }

    /// <summary>One of DBSYSTEM, READ_REPLICA, LOAD_BALANCER or READ_ENDPOINT.</summary>
    public string? ResourceType { get; init; }

    /// <summary>OCID of the resource.</summary>
    public string? ResourceId { get; init; }
}

/// <summary>OCI's DbSystemPlacement of the MySQL API.</summary>
public sealed record DbSystemPlacement
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }
}

/// <summary>OCI's DataStorage of the MySQL API.</summary>
public sealed record DataStorage
{
    public int? AllocatedStorageSizeInGBs { get; init; }

    /// <summary>Size of the data volume in GB; grows only.</summary>
    public int? DataStorageSizeInGBs { get; init; }

    public int? DataStorageSizeLimitInGBs { get; init; }

    /// <summary>True to let the storage grow by itself; default: false.</summary>
    public bool? IsAutoExpandStorageEnabled { get; init; }

    /// <summary>GB up to which it grows.</summary>
    public int? MaxStorageSizeInGBs { get; init; }
}

/// <summary>OCI's BackupPolicy of the MySQL API.</summary>
public sealed record BackupPolicy
{
    /// <summary>True: switched on.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    public IReadOnlyList<JsonElement>? CopyPolicies { get; init; }

    /// <summary>Start of the weekly or daily window, in UTC.</summary>
    public string? WindowStartTime { get; init; }

    /// <summary>Days that backups are kept.</summary>
    public int? RetentionInDays { get; init; }

    /// <summary>Whether any moment can be restored.</summary>
    public PitrPolicy? PitrPolicy { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's MaintenanceDetails of the MySQL API.</summary>
public sealed record MaintenanceDetails
{
    /// <summary>Start of the weekly or daily window, in UTC.</summary>
    public string? WindowStartTime { get; init; }

    /// <summary>One of OLDEST, SECOND_NEWEST or NEWEST.</summary>
    public string? VersionPreference { get; init; }

    /// <summary>One of LONG_TERM_SUPPORT, INNOVATION or FOLLOW.</summary>
    public string? VersionTrackPreference { get; init; }

    /// <summary>One of EARLY or REGULAR.</summary>
    public string? MaintenanceScheduleType { get; init; }

    public DateTimeOffset? TimeScheduled { get; init; }

    public string? TargetVersion { get; init; }

    public IReadOnlyList<MaintenanceDisabledWindow>? MaintenanceDisabledWindows { get; init; }
}

/// <summary>OCI's DeletionPolicyDetails of the MySQL API.</summary>
public sealed record DeletionPolicyDetails
{
    /// <summary>One of DELETE or RETAIN.</summary>
    public string? AutomaticBackupRetention { get; init; }

    /// <summary>One of SKIP_FINAL_BACKUP or REQUIRE_FINAL_BACKUP.</summary>
    public string? FinalBackup { get; init; }

    /// <summary>True: deletes are refused; default: false.</summary>
    public bool? IsDeleteProtected { get; init; }
}

/// <summary>OCI's ReadEndpointDetails of the MySQL API.</summary>
public sealed record ReadEndpointDetails
{
    /// <summary>True: switched on.</summary>
    public bool? IsEnabled { get; init; }

    public string? ReadEndpointIpAddress { get; init; }

    public string? ReadEndpointHostnameLabel { get; init; }

    /// <summary>Addresses that the endpoint leaves out.</summary>
    public IReadOnlyList<string>? ExcludeIps { get; init; }
}

/// <summary>OCI's DbSystemSourceDetails of the MySQL API.</summary>
public sealed record DbSystemSourceDetails
{
    /// <summary>One of NONE, BACKUP, PITR, IMPORTURL or DBSYSTEM.</summary>
    public string? SourceType { get; init; }

    /// <summary>OCID of the backup.</summary>
    public string? BackupId { get; init; }

    /// <summary>OCID of the DB system.</summary>
    public string? DbSystemId { get; init; }

    /// <summary>The moment to restore.</summary>
    public DateTimeOffset? RecoveryPoint { get; init; }

    public string? SourceUrl { get; init; }
}

/// <summary>OCI's EncryptDataDetails of the MySQL API.</summary>
public sealed record EncryptDataDetails
{
    /// <summary>One of SYSTEM or BYOK.</summary>
    public string? KeyGenerationType { get; init; }

    /// <summary>OCID of the key.</summary>
    public string? KeyId { get; init; }
}

/// <summary>OCI's CustomerContact of the MySQL API.</summary>
public sealed record CustomerContact
{
    /// <summary>Mail address.</summary>
    public string? Email { get; init; }
}

/// <summary>OCI's PointInTimeRecoveryDetails of the MySQL API.</summary>
public sealed record PointInTimeRecoveryDetails
{
    public DateTimeOffset? TimeEarliestRecoveryPoint { get; init; }

    public DateTimeOffset? TimeLatestRecoveryPoint { get; init; }
}

/// <summary>OCI's MaintenanceDisabledWindow of the MySQL API.</summary>
public sealed record MaintenanceDisabledWindow
{
    /// <summary>When it begins.</summary>
    public DateTimeOffset? TimeStart { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? TimeEnd { get; init; }
}

/// <summary>What to change of a maintenance; members left null stay as they are.</summary>
public sealed record UpdateMaintenanceDetails
{
    /// <summary>Start of the weekly or daily window, in UTC.</summary>
    public string? WindowStartTime { get; init; }

    /// <summary>One of OLDEST, SECOND_NEWEST or NEWEST.</summary>
    public string? VersionPreference { get; init; }

    /// <summary>One of LONG_TERM_SUPPORT, INNOVATION or FOLLOW.</summary>
    public string? VersionTrackPreference { get; init; }

    /// <summary>One of EARLY or REGULAR.</summary>
    public string? MaintenanceScheduleType { get; init; }
}
