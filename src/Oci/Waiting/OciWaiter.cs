using System.Globalization;

namespace MoodleNodeAgent.Oci.Waiting;

/// <summary>Asks again and again until something is so, at a pace that follows its expected duration.</summary>
public sealed class OciWaiter(OciWaitLimits limits, TimeProvider time)
{
    /// <summary>Reads until the answer is as wanted, and gives that answer; what names the wait in the error.</summary>
    /// <exception cref="TimeoutException">It took longer than the limits allow.</exception>
    public async Task<OciResponse<T>> UntilAsync<T>(string what, TimeSpan expected,
        Func<CancellationToken, Task<OciResponse<T>>> readAsync, Func<T, bool> isWanted,
        CancellationToken cancellationToken)
    {
        TimeSpan patience = limits.PatienceFor(expected);
        long began = time.GetTimestamp();
        while (true)
        {
            OciResponse<T> read = await readAsync(cancellationToken);
            if (isWanted(read.Value))
            {
                return read;
            }

            TimeSpan waited = time.GetElapsedTime(began);
            if (waited >= patience)
            {
                string minutes = patience.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);
                throw new TimeoutException($"Waited {minutes} min for {what}. Look at it in the cloud's console, then "
                    + "try again: what was asked for may still be under way.");
            }

            // The last question is asked when the time is over, not some seconds before.
            TimeSpan left = patience - waited;
            TimeSpan pause = limits.PauseAt(waited, expected, read.RetryAfter);
            await Task.Delay(pause < left ? pause : left, time, cancellationToken);
        }
    }

    /// <summary>Follows a work request to its end, good or bad: look at its status.</summary>
    /// <exception cref="TimeoutException">It took longer than the limits allow.</exception>
    public async Task<WorkRequest> FinishAsync(string what, TimeSpan expected,
        Func<CancellationToken, Task<OciResponse<WorkRequest>>> readAsync, CancellationToken cancellationToken) =>
        (await UntilAsync(what, expected, readAsync, IsOver, cancellationToken)).Value;

    private static bool IsOver(WorkRequest work) =>
        work.Status is WorkRequestStatus.Succeeded or WorkRequestStatus.Failed or WorkRequestStatus.Canceled;
}
