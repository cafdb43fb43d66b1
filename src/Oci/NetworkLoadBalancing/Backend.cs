namespace MoodleNodeAgent.Oci.NetworkLoadBalancing;

/// <summary>OCI's Backend of the network load balancer API.</summary>
public sealed record Backend
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>IPv4 address.</summary>
    public string? IpAddress { get; init; }

    /// <summary>OCID of the private IP or instance behind it.</summary>
    public string? TargetId { get; init; }

    /// <summary>TCP port.</summary>
    public int? Port { get; init; }

    /// <summary>Share of new connections; default: 1.</summary>
    public int? Weight { get; init; }

    /// <summary>True: no new connections, the old ones go on.</summary>
    public bool? IsDrain { get; init; }

    /// <summary>True: only when all others fail.</summary>
    public bool? IsBackup { get; init; }

    /// <summary>True: no traffic at all.</summary>
    public bool? IsOffline { get; init; }
}

/// <summary>What to change of a backend; members left null stay as they are.</summary>
public sealed record UpdateBackendDetails
{
    /// <summary>Share of new connections; default: 1.</summary>
    public int? Weight { get; init; }

    /// <summary>True: only when all others fail.</summary>
    public bool? IsBackup { get; init; }

    /// <summary>True: no new connections, the old ones go on.</summary>
    public bool? IsDrain { get; init; }

    /// <summary>True: no traffic at all.</summary>
    public bool? IsOffline { get; init; }
}

/// <summary>Which backends to list; a member left null does not filter.</summary>
public sealed record ListBackendsQuery
{
    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("sortOrder", SortOrder)
        .Add("sortBy", SortBy);
}
