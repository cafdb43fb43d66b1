namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>Waits and sizes of the operators' side.</summary>
internal sealed record OperatorLimits
{
    /// <summary>Between two readings of the status for those who watch the site. Default 5 s; what the coordinator sees
    /// by itself (sessions, applies) is sent at once.</summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Events that wait for a watcher who does not take them; with more, its call ends. Default 10,000.
    /// </summary>
    public int WaitingEvents { get; init; } = 10_000;

    /// <summary>Bound on the run of a single task, when the operator names none. Default 10 min.</summary>
    public TimeSpan TaskRun { get; init; } = TimeSpan.FromMinutes(10);
}
