namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Time-outs and sizes of the agents' side.</summary>
internal sealed record FleetLimits
{
    /// <summary>How long a join token may be used. Default: 1 h.</summary>
    public TimeSpan JoinTokenLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a challenge may be answered. Default: 1 min.</summary>
    public TimeSpan ChallengeLife { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Challenges that wait for their answer; one more is refused. Default: 1024.</summary>
    public int OpenChallenges { get; init; } = 1024;

    /// <summary>Interval at which agents send heartbeats. Default: 15 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence after which a session counts as dead. Default: 45 s, three heartbeats.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Bound on a run whose request names none. Default: 1 h, as the protocol says.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Added to a run's own bound, for its way there and back over reconnects. Default: 2 min.</summary>
    public TimeSpan RunGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a cancelled run may take to say so. Default: 30 s.</summary>
    public TimeSpan Cancellation { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages that wait for a slow agent; one more ends its session. Default: 64.</summary>
    public int OutgoingMessages { get; init; } = 64;

    /// <summary>Differing tasks that are kept of a node's report. Default: 200.</summary>
    public int DriftedTasks { get; init; } = 200;

    /// <summary>Characters that are kept of each of their texts. Default: 4096.</summary>
    public int DriftText { get; init; } = 4096;

    /// <summary>Lines of a node's journal that wait for their reader; one more ends the reading. Default: 10,000.
    /// </summary>
    public int WaitingLogLines { get; init; } = 10_000;

    /// <summary>Time over which agents spread their renewals after a rotation of the authority. Default: 5 min.</summary>
    public TimeSpan RenewalSpread { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between two looks whether the former authority is still needed. Default: 1 h.</summary>
    public TimeSpan RotationLook { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Wait for a TLS handshake; a whole fleet may dial in at once. Default: 60 s.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(60);
}
