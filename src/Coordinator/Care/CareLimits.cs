namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Times of the work on a site that runs.</summary>
internal sealed record CareLimits
{
    /// <summary>How long requests on a drained node may take before it is worked on. Default: 5 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a node may take to be healthy again at the balancer. Default: 5 min.</summary>
    public TimeSpan Healthy { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a node may be away after a reboot. Default: 15 min.</summary>
    public TimeSpan Return { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Bound on one run of a node. Default: 2 h, for an upgrade of a large database.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Bound on a backup. Default: 6 h.</summary>
    public TimeSpan Backup { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Bound on a DB system made of a backup. Default: 6 h.</summary>
    public TimeSpan Restore { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Bound on a switchover of the database. Default: 30 min.</summary>
    public TimeSpan Switchover { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Between two looks at the cloud. Default: 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Lease on the site while it is worked on. Default: 1 min.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>A piece of care could not be done: what, where, remedy.</summary>
public sealed class CareException(string message, Exception? inner = null) : Exception(message, inner);
