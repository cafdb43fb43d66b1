using System.Globalization;

namespace MoodleNodeAgent.Coordinator.Deployment;

/// <summary>Reads again and again until something is so. Pauses grow with the time already waited, so that a short
/// wait ends soon and a long one costs few calls; around the time when it is due they are short.</summary>
internal static class Polling
{
    private const double ShareOfWaited = 0.1;
    private const double ShareOfDistance = 0.25;

    /// <summary>Polls until the read gives a value, as long as one of this expected duration may take.</summary>
    /// <exception cref="TimeoutException">It took longer than that.</exception>
    public static Task<T> UntilAsync<T>(
        StepContext context, string what, TimeSpan expected, Func<Task<T?>> read, CancellationToken cancellation)
        where T : class =>
        UntilAsync(context, what, expected, PatienceFor(context.Limits, expected), read, cancellation);

    /// <summary>Polls until the read gives a value.</summary>
    /// <exception cref="TimeoutException">It took longer than the patience.</exception>
    public static async Task<T> UntilAsync<T>(
        StepContext context, string what, TimeSpan expected, TimeSpan patience, Func<Task<T?>> read,
        CancellationToken cancellation)
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

            await Task.Delay(Pause(context.Limits, waited, expected), context.Time, cancellation);
        }
    }

    /// <summary>How long a resource of this expected duration may take.</summary>
    public static TimeSpan PatienceFor(Limits limits, TimeSpan expected)
    {
        var patience = expected * limits.Patience;
        return patience > limits.LeastPatience ? patience : limits.LeastPatience;
    }

    /// <summary>Pause until the next read.</summary>
    /// <param name="limits">Its bounds.</param>
    /// <param name="waited">Since the first read.</param>
    /// <param name="expected">How long it usually takes; zero: nobody knows.</param>
    internal static TimeSpan Pause(Limits limits, TimeSpan waited, TimeSpan expected)
    {
        var pause = waited * ShareOfWaited;
        var distance = (expected - waited).Duration() * ShareOfDistance;
        pause = distance < pause ? distance : pause;
        return pause < limits.ShortestPoll ? limits.ShortestPoll
            : pause > limits.LongestPoll ? limits.LongestPoll : pause;
    }
}
