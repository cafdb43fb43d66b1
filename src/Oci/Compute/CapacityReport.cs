namespace MoodleNodeAgent.Oci.Compute;

/// <summary>What to create: compute capacity report.</summary>
public sealed record CreateComputeCapacityReportDetails
{
    public required string CompartmentId { get; init; }

    public required string AvailabilityDomain { get; init; }

    public required IReadOnlyList<CreateCapacityReportShapeAvailabilityDetails> ShapeAvailabilities { get; init; }
}

/// <summary>What to create: capacity report shape availability.</summary>
public sealed record CreateCapacityReportShapeAvailabilityDetails
{
    public string? FaultDomain { get; init; }

    public required string InstanceShape { get; init; }

    public CapacityReportInstanceShapeConfig? InstanceShapeConfig { get; init; }
}

/// <summary>OCI's CapacityReportInstanceShapeConfig of the compute API.</summary>
public sealed record CapacityReportInstanceShapeConfig
{
    public double? Ocpus { get; init; }

    public double? MemoryInGBs { get; init; }

    public int? Nvmes { get; init; }

    /// <summary>One of BASELINE_1_8, BASELINE_1_2 or BASELINE_1_1.</summary>
    public string? BaselineOcpuUtilization { get; init; }
}

/// <summary>OCI's ComputeCapacityReport of the compute API.</summary>
public sealed record ComputeCapacityReport
{
    public string? CompartmentId { get; init; }

    public string? AvailabilityDomain { get; init; }

    public IReadOnlyList<CapacityReportShapeAvailability>? ShapeAvailabilities { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }
}

/// <summary>OCI's CapacityReportShapeAvailability of the compute API.</summary>
public sealed record CapacityReportShapeAvailability
{
    public string? FaultDomain { get; init; }

    public string? InstanceShape { get; init; }

    public CapacityReportInstanceShapeConfig? InstanceShapeConfig { get; init; }

    public long? AvailableCount { get; init; }

    /// <summary>One of OUT_OF_HOST_CAPACITY, HARDWARE_NOT_SUPPORTED or AVAILABLE.</summary>
    public string? AvailabilityStatus { get; init; }
}
