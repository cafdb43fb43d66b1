namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>Every wait of the databases.</summary>
internal sealed record DatabaseLimits
{
    /// <summary>From the start of a process to its first answer. Default: 60 s.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An orderly end, before the process is killed. Default: 20 s.</summary>
    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection for work on a server. Default: 5 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks at something that is about to happen. Default: 50 ms.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Between two looks of the supervisor. Default: 500 ms.</summary>
    public TimeSpan Supervision { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>One answer to the supervisor. Default: 2 s.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Checks in a row without an answer after which a primary counts as hung. Default: 3.</summary>
    public int MissedChecks { get; init; } = 3;

    /// <summary>From the death of a member to its restart. Default: 1 s.</summary>
    public TimeSpan Restart { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Until a new member has replicated all that there is. Default: 10 min.</summary>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Until a standby has applied what it received. Default: 30 s.</summary>
    public TimeSpan Promotion { get; init; } = TimeSpan.FromSeconds(30);
}
