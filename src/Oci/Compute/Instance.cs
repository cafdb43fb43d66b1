using System.Text.Json;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's Instance of the compute API.</summary>
public sealed record Instance : IOciResource
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>OCID of the reserved capacity to use; null: none.</summary>
    public string? CapacityReservationId { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    public JsonElement? PlacementConstraintDetails { get; init; }

    public bool? IsAIEnterpriseEnabled { get; init; }

    /// <summary>OCID of the group that is placed together; null: none.</summary>
    public string? ClusterPlacementGroupId { get; init; }

    /// <summary>OCID of the host that is ours alone; null: a shared one.</summary>
    public string? DedicatedVmHostId { get; init; }

    /// <summary>One of STABLE or UPDATING.</summary>
    public string? SecurityAttributesState { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Nested values for the machine's metadata service.</summary>
    public IReadOnlyDictionary<string, JsonElement>? ExtendedMetadata { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the image.</summary>
    public string? ImageId { get; init; }

    /// <summary>Script for network boot; null: none.</summary>
    public string? IpxeScript { get; init; }

    /// <summary>One of NATIVE, EMULATED, PARAVIRTUALIZED, ACCELERATEDPV or CUSTOM.</summary>
    public string? LaunchMode { get; init; }

    /// <summary>How disks and network are attached.</summary>
    public LaunchOptions? LaunchOptions { get; init; }

    /// <summary>Which metadata service the machine has.</summary>
    public InstanceOptions? InstanceOptions { get; init; }

    /// <summary>What happens when the host is maintained.</summary>
    public LaunchInstanceAvailabilityConfigDetails? AvailabilityConfig { get; init; }

    public JsonElement? PreemptibleInstanceConfig { get; init; }

    /// <summary>
    /// One of MOVING, PROVISIONING, RUNNING, STARTING, STOPPING, STOPPED, CREATING_IMAGE, TERMINATING or
    /// TERMINATED.
    /// </summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>ssh_authorized_keys, user_data in base64, own keys; at most 32,000 bytes.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public string? Region { get; init; }

    /// <summary>Name of the shape, such as VM.Standard.A1.Flex.</summary>
    public string? Shape { get; init; }

    /// <summary>Processors and memory of a flexible shape.</summary>
    public InstanceShapeConfig? ShapeConfig { get; init; }

    public bool? IsCrossNumaNode { get; init; }

    /// <summary>The image or disk that it boots from.</summary>
    public InstanceSourceDetails? SourceDetails { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>Which plugins of Oracle's agent run.</summary>
    public LaunchInstanceAgentConfigDetails? AgentConfig { get; init; }

    public DateTimeOffset? TimeMaintenanceRebootDue { get; init; }

    public JsonElement? PlatformConfig { get; init; }

    public string? InstanceConfigurationId { get; init; }

    public IReadOnlyList<JsonElement>? LicensingConfigs { get; init; }

    /// <summary>Zero Trust attributes by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SecurityAttributes { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's InstanceShapeConfig of the compute API.</summary>
public sealed record InstanceShapeConfig
{
    /// <summary>Cores of two threads (x86) or one (Ampere).</summary>
    public double? Ocpus { get; init; }

    /// <summary>Memory in GB.</summary>
    public double? MemoryInGBs { get; init; }

    /// <summary>One of BASELINE_1_8, BASELINE_1_2 or BASELINE_1_1.</summary>
    public string? BaselineOcpuUtilization { get; init; }

    public string? ProcessorDescription { get; init; }

    public double? NetworkingBandwidthInGbps { get; init; }

    public int? MaxVnicAttachments { get; init; }

    /// <summary>Graphics processors.</summary>
    public int? Gpus { get; init; }

    public string? GpuDescription { get; init; }

    /// <summary>Local disks.</summary>
    public int? LocalDisks { get; init; }

    public double? LocalDisksTotalSizeInGBs { get; init; }

    public string? LocalDiskDescription { get; init; }

    /// <summary>Virtual processors.</summary>
    public int? Vcpus { get; init; }

    /// <summary>One of DYNAMIC or STATIC.</summary>
    public string? ResourceManagement { get; init; }
}

/// <summary>What to change of a instance; members left null stay as they are.</summary>
public sealed record UpdateInstanceDetails
{
    /// <summary>OCID of the reserved capacity to use; null: none.</summary>
    public string? CapacityReservationId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Which plugins of Oracle's agent run.</summary>
    public LaunchInstanceAgentConfigDetails? AgentConfig { get; init; }

    /// <summary>ssh_authorized_keys, user_data in base64, own keys; at most 32,000 bytes.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Nested values for the machine's metadata service.</summary>
    public IReadOnlyDictionary<string, JsonElement>? ExtendedMetadata { get; init; }

    /// <summary>Name of the shape, such as VM.Standard.A1.Flex.</summary>
    public string? Shape { get; init; }

    /// <summary>Processors and memory of a flexible shape.</summary>
    public LaunchInstanceShapeConfigDetails? ShapeConfig { get; init; }

    /// <summary>Which metadata service the machine has.</summary>
    public InstanceOptions? InstanceOptions { get; init; }

    /// <summary>How disks and network are attached.</summary>
    public LaunchOptions? LaunchOptions { get; init; }

    /// <summary>What happens when the host is maintained.</summary>
    public LaunchInstanceAvailabilityConfigDetails? AvailabilityConfig { get; init; }

    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    public DateTimeOffset? TimeMaintenanceRebootDue { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which instances to list; a member left null does not filter.</summary>
public sealed record ListInstancesQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>OCID of the reserved capacity to use; null: none.</summary>
    public string? CapacityReservationId { get; init; }

    public string? ComputeClusterId { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("capacityReservationId", CapacityReservationId)
        .Add("computeClusterId", ComputeClusterId)
        .Add("displayName", DisplayName)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}

/// <summary>Options of TerminateInstance.</summary>
public sealed record TerminateInstanceQuery
{
    /// <summary>True to keep the boot disk; default: false.</summary>
    public bool? PreserveBootVolume { get; init; }

    public bool? PreserveDataVolumesCreatedAtLaunch { get; init; }

    public string? RecycleLevel { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("preserveBootVolume", PreserveBootVolume)
        .Add("preserveDataVolumesCreatedAtLaunch", PreserveDataVolumesCreatedAtLaunch)
        .Add("recycleLevel", RecycleLevel);
}
