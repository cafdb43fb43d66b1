using System.Globalization;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>Reads again and again until something is so. Pauses grow with the time already waited, so that a short
/// wait ends soon and a long one costs few calls.</summary>
internal static class Polling
{
    private const double PauseShare = 0.1;

    /// <summary>Polls until the read gives a value.</summary>
    /// <exception cref="TimeoutException">It took longer than the patience.</exception>
    public static async Task<T> UntilAsync<T>(
        StepContext context, string what, TimeSpan patience, Func<Task<T?>> read, CancellationToken cancellation)
        where T : class
    {
        var start = context.Time.GetTimestamp();
        while (true)
        {
            if (await read() is { } done)
            {
                return done;
            }

            var waited = context.Time.GetElapsedTime(start);
            if (waited > patience)
            {
                var minutes = patience.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);
                throw new TimeoutException(
                    $"Waited {minutes} min for {what}. Look at it in the cloud's console, then apply again: "
                    + "the apply goes on from here.");
            }

            await Task.Delay(Pause(context.Limits, waited), context.Time, cancellation);
        }
    }

    /// <summary>How long a resource of this expected duration may take.</summary>
    public static TimeSpan PatienceFor(Limits limits, TimeSpan expected)
    {
        var patience = expected * limits.Patience;
        return patience > limits.LeastPatience ? patience : limits.LeastPatience;
    }

    internal static TimeSpan Pause(Limits limits, TimeSpan waited)
    {
        var pause = waited * PauseShare;
        return pause < limits.ShortestPoll ? limits.ShortestPoll
            : pause > limits.LongestPoll ? limits.LongestPoll : pause;
    }
}
