namespace MoodleNodeAgent.Oci.Waiting;

/// <summary>How often to ask and how long to wait.</summary>
public sealed record OciWaitLimits
{
    /// <summary>Shortest pause between two questions; default: 250 ms.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause between two questions, unless the service asks for more; default: 10 seconds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many times its expected duration something may take; default: 4.</summary>
    public double Patience { get; init; } = 4;

    /// <summary>Least wait, however short the expected duration; default: 10 minutes.</summary>
    public TimeSpan LeastPatience { get; init; } = TimeSpan.FromMinutes(10);

    internal TimeSpan PatienceFor(TimeSpan expected) =>
        expected * Patience > LeastPatience ? expected * Patience : LeastPatience;

    /// <summary>A quarter of what is still expected, and of what it is late: few calls while it cannot be done yet,
    /// quick ones around the time when it is due.</summary>
    internal TimeSpan PauseAt(TimeSpan waited, TimeSpan expected, TimeSpan? asked)
    {
        TimeSpan own = (expected - waited).Duration() / 4;
        own = own < ShortestPause ? ShortestPause : own > LongestPause ? LongestPause : own;
        return asked > own ? asked.Value : own;
    }
}
