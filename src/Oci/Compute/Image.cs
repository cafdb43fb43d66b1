using System.Text.Json;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's Image of the compute API.</summary>
public sealed record Image : IOciResource
{
    public string? BaseImageId { get; init; }

    public string? CompartmentId { get; init; }

    public bool? CreateImageAllowed { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    /// <summary>One of NATIVE, EMULATED, PARAVIRTUALIZED, ACCELERATEDPV or CUSTOM.</summary>
    public string? LaunchMode { get; init; }

    public LaunchOptions? LaunchOptions { get; init; }

    /// <summary>One of PROVISIONING, IMPORTING, AVAILABLE, EXPORTING, DISABLED or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? OperatingSystem { get; init; }

    public string? OperatingSystemVersion { get; init; }

    public InstanceAgentFeatures? AgentFeatures { get; init; }

    /// <summary>One of COMMUNITY or NONE.</summary>
    public string? ListingType { get; init; }

    public long? SizeInMBs { get; init; }

    public long? BillableSizeInGBs { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's InstanceAgentFeatures of the compute API.</summary>
public sealed record InstanceAgentFeatures
{
    public bool? IsMonitoringSupported { get; init; }

    public bool? IsManagementSupported { get; init; }
}

/// <summary>Which images to list; a member left null does not filter.</summary>
public sealed record ListImagesQuery
{
    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string? OperatingSystem { get; init; }

    public string? OperatingSystemVersion { get; init; }

    public string? Shape { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    public string? LifecycleState { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("displayName", DisplayName)
        .Add("operatingSystem", OperatingSystem)
        .Add("operatingSystemVersion", OperatingSystemVersion)
        .Add("shape", Shape)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}
