namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>Waits for processes that may be nobody's children.</summary>
internal static class ProcessEnd
{
    /// <summary>Waits until all have ended or the time is over; true when all have ended.</summary>
    public static async Task<bool> WaitAsync(
        IReadOnlyList<ProcessIdentity> processes,
        TimeSpan limit,
        TimeSpan look,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (processes.Any(process => process.IsRunning))
        {
            if (time.GetElapsedTime(start) >= limit)
            {
                return false;
            }

            await Task.Delay(look, time, cancellation);
        }

        return true;
    }
}
