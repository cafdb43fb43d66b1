using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>OCI's DataStorageDetails of the MySQL API.</summary>
public sealed record DataStorageDetails
{
    public bool? IsAutoExpandStorageEnabled { get; init; }

    public int? MaxStorageSizeInGBs { get; init; }
}

/// <summary>What to create: backup policy.</summary>
public sealed record CreateBackupPolicyDetails
{
    public bool? IsEnabled { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    public string? WindowStartTime { get; init; }

    public int? RetentionInDays { get; init; }

    public PitrPolicy? PitrPolicy { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's PitrPolicy of the MySQL API.</summary>
public sealed record PitrPolicy
{
    public bool? IsEnabled { get; init; }
}

/// <summary>What to create: maintenance.</summary>
public sealed record CreateMaintenanceDetails
{
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

    public bool? IsDeleteProtected { get; init; }
}

/// <summary>OCI's SecureConnectionDetails of the MySQL API.</summary>
public sealed record SecureConnectionDetails
{
    public string? CertificateId { get; init; }

    /// <summary>One of SYSTEM or BYOC.</summary>
    public string? CertificateGenerationType { get; init; }
}

/// <summary>What to create: read endpoint.</summary>
public sealed record CreateReadEndpointDetails
{
    public bool? IsEnabled { get; init; }

    public string? ReadEndpointIpAddress { get; init; }

    public string? ReadEndpointHostnameLabel { get; init; }

    public IReadOnlyList<string>? ExcludeIps { get; init; }
}

/// <summary>OCI's DbSystemEndpoint of the MySQL API.</summary>
public sealed record DbSystemEndpoint
{
    public string? Hostname { get; init; }

    public string? IpAddress { get; init; }

    public int? Port { get; init; }

    public int? PortX { get; init; }

    /// <summary>One of READ or WRITE.</summary>
    public IReadOnlyList<string>? Modes { get; init; }

    /// <summary>One of ACTIVE, INACTIVE or UPDATING.</summary>
    public string? Status { get; init; }

    public string? StatusDetails { get; init; }

    /// <summary>One of DBSYSTEM, READ_REPLICA, LOAD_BALANCER or READ_ENDPOINT.</summary>
    public string? ResourceType { get; init; }

    public string? ResourceId { get; init; }
}

/// <summary>OCI's DbSystemPlacement of the MySQL API.</summary>
public sealed record DbSystemPlacement
{
    public string? AvailabilityDomain { get; init; }

    public string? FaultDomain { get; init; }
}

/// <summary>OCI's DataStorage of the MySQL API.</summary>
public sealed record DataStorage
{
    public int? AllocatedStorageSizeInGBs { get; init; }

    public int? DataStorageSizeInGBs { get; init; }

    public int? DataStorageSizeLimitInGBs { get; init; }

    public bool? IsAutoExpandStorageEnabled { get; init; }

    public int? MaxStorageSizeInGBs { get; init; }
}

/// <summary>OCI's BackupPolicy of the MySQL API.</summary>
public sealed record BackupPolicy
{
    public bool? IsEnabled { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? SoftDelete { get; init; }

    public IReadOnlyList<JsonElement>? CopyPolicies { get; init; }

    public string? WindowStartTime { get; init; }

    public int? RetentionInDays { get; init; }

    public PitrPolicy? PitrPolicy { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's MaintenanceDetails of the MySQL API.</summary>
public sealed record MaintenanceDetails
{
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

    public bool? IsDeleteProtected { get; init; }
}

/// <summary>OCI's ReadEndpointDetails of the MySQL API.</summary>
public sealed record ReadEndpointDetails
{
    public bool? IsEnabled { get; init; }

    public string? ReadEndpointIpAddress { get; init; }

    public string? ReadEndpointHostnameLabel { get; init; }

    public IReadOnlyList<string>? ExcludeIps { get; init; }
}

/// <summary>OCI's DbSystemSourceDetails of the MySQL API.</summary>
public sealed record DbSystemSourceDetails
{
    /// <summary>One of NONE, BACKUP, PITR, IMPORTURL or DBSYSTEM.</summary>
    public string? SourceType { get; init; }

    public string? BackupId { get; init; }

    public string? DbSystemId { get; init; }

    public DateTimeOffset? RecoveryPoint { get; init; }

    public string? SourceUrl { get; init; }
}

/// <summary>OCI's EncryptDataDetails of the MySQL API.</summary>
public sealed record EncryptDataDetails
{
    /// <summary>One of SYSTEM or BYOK.</summary>
    public string? KeyGenerationType { get; init; }

    public string? KeyId { get; init; }
}

/// <summary>OCI's CustomerContact of the MySQL API.</summary>
public sealed record CustomerContact
{
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
    public DateTimeOffset? TimeStart { get; init; }

    public DateTimeOffset? TimeEnd { get; init; }
}

/// <summary>What to change of a maintenance; members left null stay as they are.</summary>
public sealed record UpdateMaintenanceDetails
{
    public string? WindowStartTime { get; init; }

    /// <summary>One of OLDEST, SECOND_NEWEST or NEWEST.</summary>
    public string? VersionPreference { get; init; }

    /// <summary>One of LONG_TERM_SUPPORT, INNOVATION or FOLLOW.</summary>
    public string? VersionTrackPreference { get; init; }

    /// <summary>One of EARLY or REGULAR.</summary>
    public string? MaintenanceScheduleType { get; init; }
}
