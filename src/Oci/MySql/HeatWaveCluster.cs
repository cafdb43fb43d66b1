namespace MoodleNodeAgent.Oci.MySql;

/// <summary>OCI's AddHeatWaveClusterDetails of the MySQL API.</summary>
public sealed record AddHeatWaveClusterDetails
{
    public required string ShapeName { get; init; }

    public required int ClusterSize { get; init; }

    public bool? IsLakehouseEnabled { get; init; }
}

/// <summary>OCI's HeatWaveCluster of the MySQL API.</summary>
public sealed record HeatWaveCluster
{
    public string? DbSystemId { get; init; }

    public string? ShapeName { get; init; }

    public int? ClusterSize { get; init; }

    public bool? IsLakehouseEnabled { get; init; }

    public IReadOnlyList<HeatWaveNode>? ClusterNodes { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string? LifecycleState { get; init; }

    public string? LifecycleDetails { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public DateTimeOffset? TimeUpdated { get; init; }
}

/// <summary>OCI's HeatWaveNode of the MySQL API.</summary>
public sealed record HeatWaveNode
{
    public string? NodeId { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string? LifecycleState { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public DateTimeOffset? TimeUpdated { get; init; }
}

/// <summary>OCI's HeatWaveClusterSummary of the MySQL API.</summary>
public sealed record HeatWaveClusterSummary
{
    public string? ShapeName { get; init; }

    public int? ClusterSize { get; init; }

    public bool? IsLakehouseEnabled { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string? LifecycleState { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public DateTimeOffset? TimeUpdated { get; init; }
}

/// <summary>What to change of a HeatWave cluster; members left null stay as they are.</summary>
public sealed record UpdateHeatWaveClusterDetails
{
    public string? ShapeName { get; init; }

    public int? ClusterSize { get; init; }

    public bool? IsLakehouseEnabled { get; init; }
}
