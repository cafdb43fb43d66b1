using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's Shape of the compute API.</summary>
public sealed record Shape
{
    /// <summary>One of BASELINE_1_8, BASELINE_1_2 or BASELINE_1_1.</summary>
    public IReadOnlyList<string>? BaselineOcpuUtilizations { get; init; }

    public double? MinTotalBaselineOcpusRequired { get; init; }

    [JsonPropertyName("shape")]
    public string Name { get; init; } = "";

    public string? ProcessorDescription { get; init; }

    public double? Ocpus { get; init; }

    public double? MemoryInGBs { get; init; }

    public int? NetworkPorts { get; init; }

    public double? NetworkingBandwidthInGbps { get; init; }

    public int? MaxVnicAttachments { get; init; }

    public int? Gpus { get; init; }

    public string? GpuDescription { get; init; }

    public int? LocalDisks { get; init; }

    public double? LocalDisksTotalSizeInGBs { get; init; }

    public string? LocalDiskDescription { get; init; }

    public int? RdmaPorts { get; init; }

    public int? RdmaBandwidthInGbps { get; init; }

    public bool? IsLiveMigrationSupported { get; init; }

    public ShapeOcpuOptions? OcpuOptions { get; init; }

    public ShapeMemoryOptions? MemoryOptions { get; init; }

    public ShapeNetworkingBandwidthOptions? NetworkingBandwidthOptions { get; init; }

    public ShapeMaxVnicAttachmentOptions? MaxVnicAttachmentOptions { get; init; }

    public JsonElement? PlatformConfigOptions { get; init; }

    public bool? IsBilledForStoppedInstance { get; init; }

    /// <summary>One of ALWAYS_FREE, LIMITED_FREE or PAID.</summary>
    public string? BillingType { get; init; }

    public IReadOnlyList<string>? QuotaNames { get; init; }

    public bool? IsSubcore { get; init; }

    public bool? IsFlexible { get; init; }

    public IReadOnlyList<string>? ResizeCompatibleShapes { get; init; }

    public IReadOnlyList<ShapeAlternativeObject>? RecommendedAlternatives { get; init; }

    public IReadOnlyList<string>? PlatformNames { get; init; }
}

/// <summary>OCI's ShapeOcpuOptions of the compute API.</summary>
public sealed record ShapeOcpuOptions
{
    public double? Min { get; init; }

    public double? Max { get; init; }

    public double? MaxPerNumaNode { get; init; }
}

/// <summary>OCI's ShapeMemoryOptions of the compute API.</summary>
public sealed record ShapeMemoryOptions
{
    public double? MinInGBs { get; init; }

    public double? MaxInGBs { get; init; }

    public double? DefaultPerOcpuInGBs { get; init; }

    public double? MinPerOcpuInGBs { get; init; }

    public double? MaxPerOcpuInGBs { get; init; }

    public double? MaxPerNumaNodeInGBs { get; init; }
}

/// <summary>OCI's ShapeNetworkingBandwidthOptions of the compute API.</summary>
public sealed record ShapeNetworkingBandwidthOptions
{
    public double? MinInGbps { get; init; }

    public double? MaxInGbps { get; init; }

    public double? DefaultPerOcpuInGbps { get; init; }
}

/// <summary>OCI's ShapeMaxVnicAttachmentOptions of the compute API.</summary>
public sealed record ShapeMaxVnicAttachmentOptions
{
    public int? Min { get; init; }

    public double? Max { get; init; }

    public double? DefaultPerOcpu { get; init; }
}

/// <summary>OCI's ShapeAlternativeObject of the compute API.</summary>
public sealed record ShapeAlternativeObject
{
    public string? ShapeName { get; init; }
}

/// <summary>Which shapes to list; a member left null does not filter.</summary>
public sealed record ListShapesQuery
{
    public required string CompartmentId { get; init; }

    public string? AvailabilityDomain { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? ImageId { get; init; }

    public string? Shape { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("imageId", ImageId)
        .Add("shape", Shape);
}
