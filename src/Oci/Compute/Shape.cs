using System.Text.Json;
using System.Text.Json.Serialization;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's Shape of the compute API.</summary>
public sealed record Shape
{
    /// <summary>One of BASELINE_1_8, BASELINE_1_2 or BASELINE_1_1.</summary>
    public IReadOnlyList<string>? BaselineOcpuUtilizations { get; init; }

    public double? MinTotalBaselineOcpusRequired { get; init; }

    /// <summary>Name of the shape, such as VM.Standard.A1.Flex.</summary>
    [JsonPropertyName("shape")]
    public string Name { get; init; } = "";

    public string? ProcessorDescription { get; init; }

    /// <summary>Cores of two threads (x86) or one (Ampere).</summary>
    public double? Ocpus { get; init; }

    /// <summary>Memory in GB.</summary>
    public double? MemoryInGBs { get; init; }

    /// <summary>Network ports.</summary>
    public int? NetworkPorts { get; init; }

    public double? NetworkingBandwidthInGbps { get; init; }

    public int? MaxVnicAttachments { get; init; }

    /// <summary>Graphics processors.</summary>
    public int? Gpus { get; init; }

    public string? GpuDescription { get; init; }

    /// <summary>Local disks.</summary>
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

    /// <summary>True for less than one core.</summary>
    public bool? IsSubcore { get; init; }

    /// <summary>True when processors and memory can be chosen.</summary>
    public bool? IsFlexible { get; init; }

    public IReadOnlyList<string>? ResizeCompatibleShapes { get; init; }

    public IReadOnlyList<ShapeAlternativeObject>? RecommendedAlternatives { get; init; }

    public IReadOnlyList<string>? PlatformNames { get; init; }
}

/// <summary>OCI's ShapeOcpuOptions of the compute API.</summary>
public sealed record ShapeOcpuOptions
{
    /// <summary>Lowest, included.</summary>
    public double? Min { get; init; }

    /// <summary>Highest, included.</summary>
    public double? Max { get; init; }

    public double? MaxPerNumaNode { get; init; }
}

/// <summary>OCI's ShapeMemoryOptions of the compute API.</summary>
public sealed record ShapeMemoryOptions
{
    /// <summary>Least GB.</summary>
    public double? MinInGBs { get; init; }

    /// <summary>Most GB.</summary>
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
    /// <summary>Lowest, included.</summary>
    public int? Min { get; init; }

    /// <summary>Highest, included.</summary>
    public double? Max { get; init; }

    public double? DefaultPerOcpu { get; init; }
}

/// <summary>OCI's ShapeAlternativeObject of the compute API.</summary>
public sealed record ShapeAlternativeObject
{
    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }
}

/// <summary>Which shapes to list; a member left null does not filter.</summary>
public sealed record ListShapesQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>OCID of the image.</summary>
    public string? ImageId { get; init; }

    /// <summary>Name of the shape, such as VM.Standard.A1.Flex.</summary>
    public string? Shape { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("imageId", ImageId)
        .Add("shape", Shape);
}
