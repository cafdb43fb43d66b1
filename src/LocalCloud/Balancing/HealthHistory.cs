namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>The words of OCI for the result of one health check.</summary>
internal static class HealthStatus
{
    public const string Ok = "OK";
    public const string InvalidStatusCode = "INVALID_STATUS_CODE";
    public const string TimedOut = "TIMED_OUT";
    public const string PayloadMismatch = "HEALTH_PAYLOAD_MISMATCH";
    public const string ConnectFailed = "CONNECT_FAILED";
}

/// <summary>Whether one backend is healthy. The first check decides at once; after that it takes as many equal results
/// in a row as the health checker has retries, in both directions, as OCI documents it.</summary>
internal sealed class HealthHistory(int retries)
{
    private readonly Lock _gate = new();
    private readonly int _needed = Math.Max(1, retries);
    private readonly LinkedList<HealthCheck> _results = new();
    private int _inARow;

    /// <summary>True: gets traffic. False before the first check.</summary>
    public bool IsHealthy { get; private set; }

    /// <summary>Latest results, newest first, as many as decide.</summary>
    public IReadOnlyList<HealthCheck> Results
    {
        get
        {
            lock (_gate)
            {
                return [.. _results];
            }
        }
    }

    /// <summary>Takes a result in.</summary>
    /// <returns>True when the backend became healthy or unhealthy by it.</returns>
    public bool Record(HealthCheck check)
    {
        lock (_gate)
        {
            bool isOk = check.Status == HealthStatus.Ok;
            bool wasOk = _results.First?.Value.Status == HealthStatus.Ok;
            bool isFirst = _results.Count == 0;
            _inARow = !isFirst && isOk == wasOk ? _inARow + 1 : 1;
            _results.AddFirst(check);
            if (_results.Count > _needed)
            {
                _results.RemoveLast();
            }

            if (isOk == IsHealthy || (!isFirst && _inARow < _needed))
            {
                return false;
            }

            IsHealthy = isOk;
            return true;
        }
    }
}
