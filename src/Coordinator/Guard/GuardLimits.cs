namespace MoodleNodeAgent.Coordinator.Guard;

/// <summary>Times of the lag guard.</summary>
internal sealed record GuardLimits
{
    /// <summary>Between two heartbeats on the primary, and between two looks at a replica. Default: 0.5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How far a replica may be behind before reads leave it. Default: 1.5 s.</summary>
    public TimeSpan Lag { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a replica may say nothing before reads leave it. Default: 1.5 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a replica has to be right before reads come back to it. Default: 3 s.</summary>
    public TimeSpan Recovery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For how long a node may use the replicas without hearing more. Default: 8 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Between two renewals of the lease when nothing changes. Default: 2 s.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two looks into the store for other replicas, and tries to reach the primary. Default: 1 s.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long pages that began with a replica may still read from it after it was withdrawn. Default: 5 s.
    /// </summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);
}
