namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>Every wait and size of the deployment.</summary>
public sealed record Limits
{
    /// <summary>First pause between two reads of a resource that is being made. Default: 250 ms.</summary>
    public TimeSpan ShortestPoll { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause between two reads. Default: 10 s.</summary>
    public TimeSpan LongestPoll { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many times its expected duration a resource may take. Default: 4.</summary>
    public double Patience { get; init; } = 4;

    /// <summary>Least wait for any resource, however short its expected duration. Default: 10 min.</summary>
    public TimeSpan LeastPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From a running instance to its agent's session. Default: 20 min.</summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long an apply waits for a session before it reads the node's serial console, and then again and
    /// again; a stage that failed there ends the wait. Default: 4 min.</summary>
    public TimeSpan ConsoleLook { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a plan waits for the agent of a node that had a session before. Default: 5 s.</summary>
    public TimeSpan Reconnect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One check run on a node. Default: 2 min.</summary>
    public TimeSpan CheckRun { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>One apply run on a node. Default: 1 h.</summary>
    public TimeSpan ApplyRun { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Until all backends are healthy. Default: 10 min.</summary>
    public TimeSpan Health { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long requests on a node that leaves the balancer may take. Default: 5 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long places without room for a node are tried over and over. Default: 30 min.</summary>
    public TimeSpan Capacity { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>First pause between two places without room; each one is half longer. Default: 1 s.</summary>
    public TimeSpan CapacityPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two places without room. Default: 1 min.</summary>
    public TimeSpan LongestCapacityPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an apply waits for rights that are missing; zero: not at all. Default: 30 min.</summary>
    public TimeSpan Rights { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long after a policy was made a missing right counts as one that is on its way. Default: 10 min.
    /// </summary>
    public TimeSpan PolicyPropagation { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after its coordinator is back a site may read from the primary alone. Default: 20 s.</summary>
    public TimeSpan ReadsReturn { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the lease of an apply lasts without renewal. Default: 1 min.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks of the drift watch. Default: 15 min.</summary>
    public TimeSpan DriftWatch { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Age up to which an unanswered call may be repeated under its token; the cloud keeps tokens for 24 h.
    /// Default: 23 h.</summary>
    public TimeSpan RetryToken { get; init; } = TimeSpan.FromHours(23);
}
