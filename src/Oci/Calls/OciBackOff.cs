namespace MoodleNodeAgent.Oci;

/// <summary>Pauses between attempts: 1, 2, 4 ... seconds, at most 30, and up to one second of jitter;
/// longer where the service asks for it, up to the same 30.</summary>
internal sealed class OciBackOff(OciClientOptions options, Random random)
{
    private readonly Lock gate = new();

    public TimeSpan Pause(int attempt, TimeSpan? asked)
    {
        TimeSpan own = Pause(attempt);
        return asked is not { } wish || wish <= own ? own : wish < options.MaxPause ? wish : options.MaxPause;
    }

    private TimeSpan Pause(int attempt)
    {
        double seconds = Math.Min(options.MaxPause.TotalSeconds, Math.Pow(2, attempt - 1));
        lock (gate)
        {
            return TimeSpan.FromSeconds(seconds + random.NextDouble());
        }
    }

    public bool IsOver(int attempt, TimeSpan elapsed) =>
        attempt >= options.MaxAttempts || elapsed >= options.RetryBudget;
}
