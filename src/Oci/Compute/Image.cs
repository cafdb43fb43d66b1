using System.Text.Json;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's Image of the compute API.</summary>
public sealed record Image : IOciResource
{
    /// <summary>OCID of the image that it was made from.</summary>
    public string? BaseImageId { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    public bool? CreateImageAllowed { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>One of NATIVE, EMULATED, PARAVIRTUALIZED, ACCELERATEDPV or CUSTOM.</summary>
    public string? LaunchMode { get; init; }

    /// <summary>How disks and network are attached.</summary>
    public LaunchOptions? LaunchOptions { get; init; }

    /// <summary>One of PROVISIONING, IMPORTING, AVAILABLE, EXPORTING, DISABLED or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Such as Oracle Linux.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Such as 9.</summary>
    public string? OperatingSystemVersion { get; init; }

    public InstanceAgentFeatures? AgentFeatures { get; init; }

    /// <summary>One of COMMUNITY or NONE.</summary>
    public string? ListingType { get; init; }

    /// <summary>MB.</summary>
    public long? SizeInMBs { get; init; }

    /// <summary>GB that are charged.</summary>
    public long? BillableSizeInGBs { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
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
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Such as Oracle Linux.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Such as 9.</summary>
    public string? OperatingSystemVersion { get; init; }

    /// <summary>Name of the shape, such as VM.Standard.A1.Flex.</summary>
    public string? Shape { get; init; }

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
