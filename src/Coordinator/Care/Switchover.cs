using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci.MySql;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>Gives the database's primary role to a member in another domain, while the endpoint stays the same. Writes
/// wait or fail for some seconds.</summary>
internal sealed class Switchover(CareSite site, CareLimits limits, TimeProvider time)
{
    private readonly string system = site.Resource(StepIds.DbSystem);

    /// <summary>Does it and waits for its end; where the primary is now.</summary>
    public async Task<string> RunAsync(Action<string> say, CancellationToken cancellation)
    {
        var now = await ReadAsync(cancellation);
        if (now.IsHighlyAvailable != true)
        {
            throw new CareException(
                $"The database of {site.Site.Name} has one member only. Write database.high_availability: true and apply.");
        }

        if (now.LifecycleState != "ACTIVE")
        {
            throw new CareException($"The DB system is {now.LifecycleState}. Wait until it is ACTIVE, then try again.");
        }

        var domain = now.CurrentPlacement?.AvailabilityDomain ?? now.AvailabilityDomain ?? "";
        var fault = now.CurrentPlacement?.FaultDomain ?? now.FaultDomain;
        var next = await NextAsync(domain, fault, cancellation);
        var place = next.FaultDomain ?? next.AvailabilityDomain;
        say($"from {(next.FaultDomain is null ? domain : fault)} to {place}");
        await site.Cloud.MySql.UpdateDbSystemAsync(system, next, null, cancellation);
        var start = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(limits.Interval, time, cancellation);
            var then = await ReadAsync(cancellation);
            if (then.LifecycleState == "ACTIVE" && (next.FaultDomain is null || then.FaultDomain == next.FaultDomain)
                && then.AvailabilityDomain == next.AvailabilityDomain)
            {
                return place!;
            }

            if (then.LifecycleState is "FAILED" or "DELETED" || time.GetElapsedTime(start) > limits.Switchover)
            {
                throw new CareException(
                    $"The switchover ended with the DB system in {then.LifecycleState}. Look at its work request in the "
                    + "cloud's console.");
            }
        }
    }

    // Another availability domain where the region has more than one, else another fault domain.
    private async Task<UpdateDbSystemDetails> NextAsync(string domain, string? fault, CancellationToken cancellation)
    {
        var domains = await site.Cloud.Identity.ListAvailabilityDomainsAsync(site.Cloud.Tenancy, cancellation)
            .Select(one => one.Name ?? "").ToListAsync(cancellation);
        if (domains.Count > 1)
        {
            return new UpdateDbSystemDetails { AvailabilityDomain = After(domains, domain) };
        }

        var faults = await site.Cloud.Identity.ListFaultDomainsAsync(site.Cloud.Tenancy, domain, cancellation)
            .Select(one => one.Name ?? "").ToListAsync(cancellation);
        return new UpdateDbSystemDetails { AvailabilityDomain = domain, FaultDomain = After(faults, fault ?? "") };
    }

    private static string After(List<string> names, string present)
    {
        names.Sort(StringComparer.Ordinal);
        return names[(names.IndexOf(present) + 1) % names.Count];
    }

    private async Task<DbSystem> ReadAsync(CancellationToken cancellation) =>
        (await site.Cloud.MySql.GetDbSystemAsync(system, cancellation)).Value;
}
