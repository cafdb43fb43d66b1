namespace MoodleNodeAgent.Oci.MySql;

/// <summary>OCI's AddHeatWaveClusterDetails of the MySQL API.</summary>
public sealed record AddHeatWaveClusterDetails
{
    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public required string ShapeName { get; init; }

    /// <summary>Number of HeatWave nodes.</summary>
    public required int ClusterSize { get; init; }

    /// <summary>True when queries may read object storage; default: false.</summary>
    public bool? IsLakehouseEnabled { get; init; }
}

/// <summary>OCI's HeatWaveCluster of the MySQL API.</summary>
public sealed record HeatWaveCluster
{
    /// <summary>OCID of the DB system.</summary>
    public string? DbSystemId { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>Number of HeatWave nodes.</summary>
    public int? ClusterSize { get; init; }

    /// <summary>True when queries may read object storage; default: false.</summary>
    public bool? IsLakehouseEnabled { get; init; }

    /// <summary>The cluster's nodes.</summary>
    public IReadOnlyList<HeatWaveNode>? ClusterNodes { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>Why it is in this state.</summary>
    public string? LifecycleDetails { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? TimeUpdated { get; init; }
}

/// <summary>OCI's HeatWaveNode of the MySQL API.</summary>
public sealed record HeatWaveNode
{
    /// <summary>Id of the node.</summary>
    public string? NodeId { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? TimeUpdated { get; init; }
}

/// <summary>OCI's HeatWaveClusterSummary of the MySQL API.</summary>
public sealed record HeatWaveClusterSummary
{
    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>Number of HeatWave nodes.</summary>
    public int? ClusterSize { get; init; }

    /// <summary>True when queries may read object storage; default: false.</summary>
    public bool? IsLakehouseEnabled { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? TimeUpdated { get; init; }
}

/// <summary>What to change of a HeatWave cluster; members left null stay as they are.</summary>
public sealed record UpdateHeatWaveClusterDetails
{
    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>Number of HeatWave nodes.</summary>
    public int? ClusterSize { get; init; }

    /// <summary>True when queries may read object storage; default: false.</summary>
    public bool? IsLakehouseEnabled { get; init; }
}
