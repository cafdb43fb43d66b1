namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>OCI's Backend of the network load balancer API.</summary>
public sealed record Backend
{
    public string? Name { get; init; }

    public string? IpAddress { get; init; }

    public string? TargetId { get; init; }

    public int? Port { get; init; }

    public int? Weight { get; init; }

    public bool? IsDrain { get; init; }

    public bool? IsBackup { get; init; }

    public bool? IsOffline { get; init; }
}

/// <summary>What to change of a backend; members left null stay as they are.</summary>
public sealed record UpdateBackendDetails
{
    public int? Weight { get; init; }

    public bool? IsBackup { get; init; }

    public bool? IsDrain { get; init; }

    public bool? IsOffline { get; init; }
}

/// <summary>Which backends to list; a member left null does not filter.</summary>
public sealed record ListBackendsQuery
{
    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? SortOrder { get; init; }

    public string? SortBy { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("sortOrder", SortOrder)
        .Add("sortBy", SortBy);
}
