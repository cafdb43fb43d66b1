using System.Text.Json;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's Instance of the compute API.</summary>
public sealed record Instance : IOciResource
{
    public string? AvailabilityDomain { get; init; }

    public string? CapacityReservationId { get; init; }

    public string? CompartmentId { get; init; }

    public JsonElement? PlacementConstraintDetails { get; init; }

    public bool? IsAIEnterpriseEnabled { get; init; }

    public string? ClusterPlacementGroupId { get; init; }

    public string? DedicatedVmHostId { get; init; }

    /// <summary>One of STABLE or UPDATING.</summary>
    public string? SecurityAttributesState { get; init; }

    public string? DisplayName { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? ExtendedMetadata { get; init; }

    public string? FaultDomain { get; init; }

    public string Id { get; init; } = "";

    public string? ImageId { get; init; }

    public string? IpxeScript { get; init; }

    /// <summary>One of NATIVE, EMULATED, PARAVIRTUALIZED, ACCELERATEDPV or CUSTOM.</summary>
    public string? LaunchMode { get; init; }

    public LaunchOptions? LaunchOptions { get; init; }

    public InstanceOptions? InstanceOptions { get; init; }

    public LaunchInstanceAvailabilityConfigDetails? AvailabilityConfig { get; init; }

    public JsonElement? PreemptibleInstanceConfig { get; init; }

    /// <summary>
    /// One of MOVING, PROVISIONING, RUNNING, STARTING, STOPPING, STOPPED, CREATING_IMAGE, TERMINATING or
    /// TERMINATED.
    /// </summary>
    public string LifecycleState { get; init; } = "";

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public string? Region { get; init; }

    public string? Shape { get; init; }

    public InstanceShapeConfig? ShapeConfig { get; init; }

    public bool? IsCrossNumaNode { get; init; }

    public InstanceSourceDetails? SourceDetails { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public LaunchInstanceAgentConfigDetails? AgentConfig { get; init; }

    public DateTimeOffset? TimeMaintenanceRebootDue { get; init; }

    public JsonElement? PlatformConfig { get; init; }

    public string? InstanceConfigurationId { get; init; }

    public IReadOnlyList<JsonElement>? LicensingConfigs { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's InstanceShapeConfig of the compute API.</summary>
public sealed record InstanceShapeConfig
{
    public double? Ocpus { get; init; }

    public double? MemoryInGBs { get; init; }

    /// <summary>One of BASELINE_1_8, BASELINE_1_2 or BASELINE_1_1.</summary>
    public string? BaselineOcpuUtilization { get; init; }

    public string? ProcessorDescription { get; init; }

    public double? NetworkingBandwidthInGbps { get; init; }

    public int? MaxVnicAttachments { get; init; }

    public int? Gpus { get; init; }

    public string? GpuDescription { get; init; }

    public int? LocalDisks { get; init; }

    public double? LocalDisksTotalSizeInGBs { get; init; }

    public string? LocalDiskDescription { get; init; }

    public int? Vcpus { get; init; }

    /// <summary>One of DYNAMIC or STATIC.</summary>
    public string? ResourceManagement { get; init; }
}

/// <summary>What to change of a instance; members left null stay as they are.</summary>
public sealed record UpdateInstanceDetails
{
    public string? CapacityReservationId { get; init; }

    public string? DisplayName { get; init; }

    public LaunchInstanceAgentConfigDetails? AgentConfig { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? ExtendedMetadata { get; init; }

    public string? Shape { get; init; }

    public LaunchInstanceShapeConfigDetails? ShapeConfig { get; init; }

    public InstanceOptions? InstanceOptions { get; init; }

    public LaunchOptions? LaunchOptions { get; init; }

    public LaunchInstanceAvailabilityConfigDetails? AvailabilityConfig { get; init; }

    public string? FaultDomain { get; init; }

    public DateTimeOffset? TimeMaintenanceRebootDue { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>Which instances to list; a member left null does not filter.</summary>
public sealed record ListInstancesQuery
{
    public required string CompartmentId { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? CapacityReservationId { get; init; }

    public string? ComputeClusterId { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

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
    public bool? PreserveBootVolume { get; init; }

    public bool? PreserveDataVolumesCreatedAtLaunch { get; init; }

    public string? RecycleLevel { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("preserveBootVolume", PreserveBootVolume)
        .Add("preserveDataVolumesCreatedAtLaunch", PreserveDataVolumesCreatedAtLaunch)
        .Add("recycleLevel", RecycleLevel);
}
