namespace MoodleNodeAgent.Oci.Compute;

/// <summary>What to create: compute capacity report.</summary>
public sealed record CreateComputeCapacityReportDetails
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public required string AvailabilityDomain { get; init; }

    /// <summary>One entry for each shape and fault domain.</summary>
    public required IReadOnlyList<CreateCapacityReportShapeAvailabilityDetails> ShapeAvailabilities { get; init; }
}

/// <summary>What to create: capacity report shape availability.</summary>
public sealed record CreateCapacityReportShapeAvailabilityDetails
{
    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>Name of the shape.</summary>
    public required string InstanceShape { get; init; }

    /// <summary>Processors and memory of a flexible shape.</summary>
    public CapacityReportInstanceShapeConfig? InstanceShapeConfig { get; init; }
}

/// <summary>OCI's CapacityReportInstanceShapeConfig of the compute API.</summary>
public sealed record CapacityReportInstanceShapeConfig
{
    /// <summary>Cores of two threads (x86) or one (Ampere).</summary>
    public double? Ocpus { get; init; }

    /// <summary>Memory in GB.</summary>
    public double? MemoryInGBs { get; init; }

    /// <summary>Local NVMe disks.</summary>
    public int? Nvmes { get; init; }

    /// <summary>One of BASELINE_1_8, BASELINE_1_2 or BASELINE_1_1.</summary>
    public string? BaselineOcpuUtilization { get; init; }
}

/// <summary>OCI's ComputeCapacityReport of the compute API.</summary>
public sealed record ComputeCapacityReport
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>One entry for each shape and fault domain.</summary>
    public IReadOnlyList<CapacityReportShapeAvailability>? ShapeAvailabilities { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }
}

/// <summary>OCI's CapacityReportShapeAvailability of the compute API.</summary>
public sealed record CapacityReportShapeAvailability
{
    /// <summary>FAULT-DOMAIN-1 to FAULT-DOMAIN-3; default: OCI chooses.</summary>
    public string? FaultDomain { get; init; }

    /// <summary>Name of the shape.</summary>
    public string? InstanceShape { get; init; }

    /// <summary>Processors and memory of a flexible shape.</summary>
    public CapacityReportInstanceShapeConfig? InstanceShapeConfig { get; init; }

    /// <summary>How many more fit; 0 when there is no room.</summary>
    public long? AvailableCount { get; init; }

    /// <summary>One of OUT_OF_HOST_CAPACITY, HARDWARE_NOT_SUPPORTED or AVAILABLE.</summary>
    public string? AvailabilityStatus { get; init; }
}
