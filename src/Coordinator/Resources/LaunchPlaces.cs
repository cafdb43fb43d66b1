using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Where a node may be launched.</summary>
/// <param name="Domain">Availability domain.</param>
/// <param name="Fault">Fault domain; null: OCI chooses.</param>
/// <param name="Shape">Shape.</param>
internal sealed record LaunchPlace(string Domain, string? Fault, string Shape)
{
    public override string ToString() => $"{Shape} in {Domain}{(Fault is null ? "" : " " + Fault)}";
}

/// <summary>The places of one host in the order in which they are tried: its own place first (domain by number, fault
/// domain by round), then every other place of the shape, then the next shape, and all of them over again.</summary>
internal sealed class LaunchPlaces(CloudSite cloud, int number, IReadOnlyList<string> shapes, string setting)
{
    private const int MostOtherFailures = 3;

    private IReadOnlyList<LaunchPlace> places = [];
    private int place;
    private int attempts;
    private int otherFailures;
    private long? began;

    /// <summary>The place to try now.</summary>
    public async Task<LaunchPlace> CurrentAsync(CancellationToken cancellation)
    {
        if (places.Count == 0)
        {
            places = await ReadAsync(cancellation);
        }

        return places[place];
    }

    /// <summary>Goes on after a refused launch: waits a little and takes the next place. False: this refusal is none of
    /// the place's, or all places were tried long enough.</summary>
    public async Task<bool> GoOnAsync(StepContext context, OciException refusal, CancellationToken cancellation)
    {
        if (refusal.IsOutOfHostCapacity)
        {
            return await NextAsync(context, mayStartOver: true, cancellation);
        }

        // A limit does not change by waiting: each place once, for another domain or shape may have room in it.
        return refusal.Code is "LimitExceeded" or "QuotaExceeded"
            && await NextAsync(context, mayStartOver: false, cancellation);
    }

    /// <summary>Goes on after a launch that was taken and ended before the host ran.</summary>
    public Task<bool> GoOnAfterEndAsync(StepContext context, string reason, CancellationToken cancellation)
    {
        var isCapacity = reason.Contains("capacity", StringComparison.OrdinalIgnoreCase);
        return !isCapacity && ++otherFailures >= MostOtherFailures
            ? Task.FromResult(false)
            : NextAsync(context, isCapacity, cancellation);
    }

    private async Task<bool> NextAsync(StepContext context, bool mayStartOver, CancellationToken cancellation)
    {
        if (places.Count == 0)
        {
            // A call of a killed apply was repeated and refused: the places are read with the next description.
            return true;
        }

        began ??= context.Time.GetTimestamp();
        var isLast = place + 1 == places.Count;
        if (isLast && (!mayStartOver || context.Time.GetElapsedTime(began.Value) > context.Limits.Capacity))
        {
            return false;
        }

        var pause = Pause(context.Limits, attempts++, isLast);
        place = (place + 1) % places.Count;
        context.Report($"Next: {places[place]}, in {pause.TotalSeconds:0.#} s");
        await Task.Delay(pause, context.Time, cancellation);
        return true;
    }

    // Within a round the next place may well have room: the pause is short. After a round nothing will change soon.
    private static TimeSpan Pause(Limits limits, int attempt, bool isRoundOver)
    {
        var pause = limits.CapacityPause * Math.Pow(1.5, Math.Min(attempt, 16)) * (isRoundOver ? 4 : 1);
        return pause < limits.LongestCapacityPause ? pause : limits.LongestCapacityPause;
    }

    private async Task<IReadOnlyList<LaunchPlace>> ReadAsync(CancellationToken cancellation)
    {
        var domains = await cloud.AvailabilityDomainsAsync(cancellation);
        var spots = new List<(string Domain, string? Fault)>();
        for (var turn = 0; turn < domains.Count; turn++)
        {
            var domain = domains[(number + turn) % domains.Count];
            var faults = await cloud.FaultDomainsAsync(domain, cancellation);
            var first = number / domains.Count;
            spots.AddRange(faults.Count == 0
                ? [(domain, null)]
                : Enumerable.Range(0, faults.Count)
                    .Select(index => (domain, (string?)faults[(first + index) % faults.Count])));
        }

        var found = new List<LaunchPlace>();
        foreach (var shape in shapes)
        {
            foreach (var (domain, fault) in spots)
            {
                if ((await cloud.ShapesAsync(domain, cancellation)).Contains(shape))
                {
                    found.Add(new LaunchPlace(domain, fault, shape));
                }
            }
        }

        return found.Count > 0 ? found : throw new InvalidOperationException(
            $"No availability domain offers {string.Join(" or ", shapes)}. Change {setting}.");
    }
}
