namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>Time-outs of the work on the database.</summary>
internal sealed record DatabaseLimits
{
    /// <summary>How long a server that was just made may refuse connections. Default: 2 min.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long schema and user may take to a replica. Default: 5 min.</summary>
    public TimeSpan Replication { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two looks. Default: 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>The database is not as the product needs it: what, where, remedy.</summary>
public sealed class DatabaseNotReadyException(string message, Exception? inner = null) : Exception(message, inner);
