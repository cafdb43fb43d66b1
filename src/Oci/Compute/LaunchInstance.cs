using System.Text.Json;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>What to launch: instance.</summary>
public sealed record LaunchInstanceDetails
{
    public required string AvailabilityDomain { get; init; }

    public string? CapacityReservationId { get; init; }

    public required string CompartmentId { get; init; }

    public CreateVnicDetails? CreateVnicDetails { get; init; }

    public string? DedicatedVmHostId { get; init; }

    public string? DisplayName { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? ExtendedMetadata { get; init; }

    public string? FaultDomain { get; init; }

    public string? ClusterPlacementGroupId { get; init; }

    public string? ComputeClusterId { get; init; }

    public string? HostnameLabel { get; init; }

    public string? ImageId { get; init; }

    public string? IpxeScript { get; init; }

    public LaunchOptions? LaunchOptions { get; init; }

    public InstanceOptions? InstanceOptions { get; init; }

    public LaunchInstanceAvailabilityConfigDetails? AvailabilityConfig { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public LaunchInstanceAgentConfigDetails? AgentConfig { get; init; }

    public string? Shape { get; init; }

    public LaunchInstanceShapeConfigDetails? ShapeConfig { get; init; }

    public InstanceSourceDetails? SourceDetails { get; init; }

    public string? SubnetId { get; init; }

    public bool? IsPvEncryptionInTransitEnabled { get; init; }

    public bool? IsAIEnterpriseEnabled { get; init; }

    public string? InstanceConfigurationId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>What to launch: instance shape config.</summary>
public sealed record LaunchInstanceShapeConfigDetails
{
    public double? Ocpus { get; init; }

    public int? Vcpus { get; init; }

    public double? MemoryInGBs { get; init; }

    /// <summary>One of BASELINE_1_8, BASELINE_1_2 or BASELINE_1_1.</summary>
    public string? BaselineOcpuUtilization { get; init; }

    public int? Nvmes { get; init; }

    /// <summary>One of DYNAMIC or STATIC.</summary>
    public string? ResourceManagement { get; init; }
}

/// <summary>What to create: VNIC.</summary>
public sealed record CreateVnicDetails
{
    public bool? AssignIpv6Ip { get; init; }

    public bool? AssignPublicIp { get; init; }

    public bool? AssignPrivateDnsRecord { get; init; }

    public string? DisplayName { get; init; }

    public string? HostnameLabel { get; init; }

    public string? SubnetCidr { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public string? PrivateIp { get; init; }

    public string? PrivateIpId { get; init; }

    public bool? SkipSourceDestCheck { get; init; }

    public string? SubnetId { get; init; }

    public string? VlanId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's InstanceOptions of the compute API.</summary>
public sealed record InstanceOptions
{
    public bool? AreLegacyImdsEndpointsDisabled { get; init; }
}

/// <summary>What to launch: instance availability config.</summary>
public sealed record LaunchInstanceAvailabilityConfigDetails
{
    public bool? IsLiveMigrationPreferred { get; init; }

    /// <summary>One of RESTORE_INSTANCE or STOP_INSTANCE.</summary>
    public string? RecoveryAction { get; init; }
}

/// <summary>What to launch: instance agent config.</summary>
public sealed record LaunchInstanceAgentConfigDetails
{
    public bool? IsMonitoringDisabled { get; init; }

    public bool? IsManagementDisabled { get; init; }

    public bool? AreAllPluginsDisabled { get; init; }

    public IReadOnlyList<InstanceAgentPluginConfigDetails>? PluginsConfig { get; init; }
}

/// <summary>OCI's LaunchOptions of the compute API.</summary>
public sealed record LaunchOptions
{
    /// <summary>One of ISCSI, SCSI, IDE, VFIO or PARAVIRTUALIZED.</summary>
    public string? BootVolumeType { get; init; }

    /// <summary>One of BIOS or UEFI_64.</summary>
    public string? Firmware { get; init; }

    /// <summary>One of E1000, VFIO, PARAVIRTUALIZED or ACCELERATEDPV.</summary>
    public string? NetworkType { get; init; }

    /// <summary>One of ISCSI, SCSI, IDE, VFIO or PARAVIRTUALIZED.</summary>
    public string? RemoteDataVolumeType { get; init; }

    public bool? IsPvEncryptionInTransitEnabled { get; init; }

    public bool? IsConsistentVolumeNamingEnabled { get; init; }
}

/// <summary>OCI's InstanceSourceDetails of the compute API.</summary>
public sealed record InstanceSourceDetails
{
    /// <summary>One of image or bootVolume.</summary>
    public string? SourceType { get; init; }

    public string? ImageId { get; init; }

    public string? BootVolumeId { get; init; }

    public long? BootVolumeSizeInGBs { get; init; }

    public long? BootVolumeVpusPerGB { get; init; }

    public string? KmsKeyId { get; init; }
}

/// <summary>OCI's InstanceAgentPluginConfigDetails of the compute API.</summary>
public sealed record InstanceAgentPluginConfigDetails
{
    public string? Name { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DesiredState { get; init; }
}
