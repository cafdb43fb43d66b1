using System.Text.Json;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>What to launch: instance.</summary>
public sealed record LaunchInstanceDetails
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public required string AvailabilityDomain { get; init; }

    /// <summary>OCID of the reserved capacity to use; null: none.</summary>
    public string? CapacityReservationId { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    public CreateVnicDetails? CreateVnicDetails { get; init; }

    /// <summary>OCID of the host that is ours alone; null: a shared one.</summary>
    public string? DedicatedVmHostId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Nested values for the machine's metadata service.</summary>
    public IReadOnlyDictionary<string, JsonElement>? ExtendedMetadata { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>OCID of the group that is placed together; null: none.</summary>
    public string? ClusterPlacementGroupId { get; init; }

    public string? ComputeClusterId { get; init; }

    /// <summary>Host name in the subnet's DNS domain.</summary>
    public string? HostnameLabel { get; init; }

    /// <summary>OCID of the image.</summary>
    public string? ImageId { get; init; }

    /// <summary>Script for network boot; null: none.</summary>
    public string? IpxeScript { get; init; }

    /// <summary>How disks and network are attached.</summary>
    public LaunchOptions? LaunchOptions { get; init; }

    /// <summary>Which metadata service the machine has.</summary>
    public InstanceOptions? InstanceOptions { get; init; }

    /// <summary>What happens when the host is maintained.</summary>
    public LaunchInstanceAvailabilityConfigDetails? AvailabilityConfig { get; init; }

    /// <summary>ssh_authorized_keys, user_data in base64, own keys; at most 32,000 bytes.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Which plugins of Oracle's agent run.</summary>
    public LaunchInstanceAgentConfigDetails? AgentConfig { get; init; }

    /// <summary>Name of the shape, such as VM.Standard.A1.Flex.</summary>
    public string? Shape { get; init; }

    /// <summary>Processors and memory of a flexible shape.</summary>
    public LaunchInstanceShapeConfigDetails? ShapeConfig { get; init; }

    /// <summary>The image or disk that it boots from.</summary>
    public InstanceSourceDetails? SourceDetails { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    public bool? IsPvEncryptionInTransitEnabled { get; init; }

    public bool? IsAIEnterpriseEnabled { get; init; }

    public string? InstanceConfigurationId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>What to launch: instance shape config.</summary>
public sealed record LaunchInstanceShapeConfigDetails
{
    /// <summary>Cores of two threads (x86) or one (Ampere).</summary>
    public double? Ocpus { get; init; }

    /// <summary>Virtual processors.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory in GB.</summary>
    public double? MemoryInGBs { get; init; }

    /// <summary>One of BASELINE_1_8, BASELINE_1_2 or BASELINE_1_1.</summary>
    public string? BaselineOcpuUtilization { get; init; }

    /// <summary>Local NVMe disks.</summary>
    public int? Nvmes { get; init; }

    /// <summary>One of DYNAMIC or STATIC.</summary>
    public string? ResourceManagement { get; init; }
}

/// <summary>What to create: VNIC.</summary>
public sealed record CreateVnicDetails
{
    public bool? AssignIpv6Ip { get; init; }

    /// <summary>True: a public address as well; default: as the subnet allows.</summary>
    public bool? AssignPublicIp { get; init; }

    public bool? AssignPrivateDnsRecord { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Host name in the subnet's DNS domain.</summary>
    public string? HostnameLabel { get; init; }

    public string? SubnetCidr { get; init; }

    /// <summary>OCIDs of the network security groups, at most 5.</summary>
    public IReadOnlyList<string>? NsgIds { get; init; }

    /// <summary>Address in the subnet; default: OCI chooses.</summary>
    public string? PrivateIp { get; init; }

    /// <summary>OCID of the private address.</summary>
    public string? PrivateIpId { get; init; }

    /// <summary>True to let the VNIC forward packets of others; default: false.</summary>
    public bool? SkipSourceDestCheck { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>OCID of the VLAN; null in a subnet.</summary>
    public string? VlanId { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
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

    /// <summary>OCID of the image.</summary>
    public string? ImageId { get; init; }

    /// <summary>OCID of the boot disk.</summary>
    public string? BootVolumeId { get; init; }

    /// <summary>Size in GB, 50 to 32768; default: the image's.</summary>
    public long? BootVolumeSizeInGBs { get; init; }

    /// <summary>Performance units: 10, 20 or 30 to 120; default: 10.</summary>
    public long? BootVolumeVpusPerGB { get; init; }

    /// <summary>OCID of the key that encrypts it; null: Oracle's own.</summary>
    public string? KmsKeyId { get; init; }
}

/// <summary>OCI's InstanceAgentPluginConfigDetails of the compute API.</summary>
public sealed record InstanceAgentPluginConfigDetails
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>One of ENABLED or DISABLED.</summary>
    public string? DesiredState { get; init; }
}
