namespace MoodleNodeAgent.Coordinator.Proof;

/// <summary>Time-outs and counts of the proof.</summary>
internal sealed record ProofLimits
{
    /// <summary>How long the first page may fail: the balancer's health checks take a while. Default: 2 min.</summary>
    public TimeSpan FirstPage { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two tries of the first page. Default: 2 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Wait for one answer. Default: 60 s, since the first page fills caches.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Redirects that are followed for one request. Default: 10.</summary>
    public int Redirects { get; init; } = 10;

    /// <summary>Bytes that are read of one page. Default: 4 MiB.</summary>
    public int PageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Page loads over which the replicas' reads are counted. Default: 5.</summary>
    public int PageLoads { get; init; } = 5;
}
