using System.Globalization;
using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Limits;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>Service limits and quotas against what a new site needs, per availability domain where the limit is.</summary>
internal sealed class LimitChecks(Site site, Account account, IReadOnlyList<string> domains)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var shapes = await Task.WhenAll(site.Nodes.Shapes.Select(shape => ShapeAsync(shape, cancellation)));
        var others = await Task.WhenAll(Others().Select(need => LookAsync(need, cancellation)));

        // One shape that fits is enough: the others are its fallback.
        var oneFits = shapes.Any(needs => needs.All(finding => finding.Verdict != Verdict.Failed));
        return
        [
            .. shapes.SelectMany(needs => needs)
                .Select(finding => oneFits && finding.Verdict == Verdict.Failed
                    ? finding with { Verdict = Verdict.Warning }
                    : finding),
            .. others,
        ];
    }

    private async Task<IReadOnlyList<Finding>> ShapeAsync(string shape, CancellationToken cancellation)
    {
        // Sample: VM.Standard.A1.Flex → standard-a1
        var word = string.Join('-', shape.Split('.')[1..3]).ToLowerInvariant();
        var needs = domains.Select((domain, index) =>
        {
            var nodes = Enumerable.Range(0, site.Nodes.Count).Count(number => number % domains.Count == index);
            return new[]
            {
                new Need("compute", $"{word}-core-count", domain, nodes * site.Nodes.Ocpus),
                new Need("compute", $"{word}-memory-count", domain, nodes * site.Nodes.MemoryGb),
            };
        }).SelectMany(pair => pair).Where(need => need.Amount > 0).Concat(
        [
            new Need("compute", $"{word}-core-regional-count", null, site.Nodes.Count * site.Nodes.Ocpus),
            new Need("compute", $"{word}-memory-regional-count", null, site.Nodes.Count * site.Nodes.MemoryGb),
        ]);
        return await Task.WhenAll(needs.Select(need => LookAsync(need, cancellation)));
    }

    private IEnumerable<Need> Others() =>
    [
        new Need("vcn", "vcn-count", null, 1),
        new Need("vcn", "reserved-public-ip-count", null, 1),
        .. domains.Take(1).SelectMany(domain => (Need[])
        [
            new Need("filesystem", "file-system-count", domain, 1),
            new Need("filesystem", "mount-target-count", domain, 1),
        ]),
        new Need("mysql", "mysql-db-system-count", null, 1),
        new Need("network-load-balancer-api", "network-load-balancer-count", null, 1),
    ];

    private async Task<Finding> LookAsync(Need need, CancellationToken cancellation)
    {
        var place = need.Domain is null ? account.Region : need.Domain;
        var name = $"{need.Limit} in {place}";
        ResourceAvailability room;
        try
        {
            room = (await account.Limits.GetResourceAvailabilityAsync(
                need.Service, need.Limit,
                new GetResourceAvailabilityQuery
                {
                    CompartmentId = site.Cloud.Compartment ?? account.Tenancy,
                    AvailabilityDomain = need.Domain,
                },
                cancellation)).Value;
        }
        catch (OciException refusal) when (refusal.IsNotFound || (int)refusal.Status == 400)
        {
            return new Finding(
                "limits", Verdict.Unknown, $"{name}: the cloud does not tell",
                $"Compare it in the console (Limits, Quotas and Usage): the site needs {Text(need.Amount)}.");
        }

        var left = room.FractionalAvailability ?? room.Available;
        if (room.EffectiveQuotaValue is { } quota)
        {
            var underQuota = quota - (room.FractionalUsage ?? room.Used ?? 0);
            left = left is { } rest ? Math.Min(rest, underQuota) : underQuota;
        }

        return left switch
        {
            null => new Finding("limits", Verdict.Unknown, $"{name}: the cloud does not tell"),
            { } rest when rest >= need.Amount =>
                new Finding("limits", Verdict.Ok, $"{name}: {Text(rest)} left, {Text(need.Amount)} needed"),
            { } rest => new Finding(
                "limits", Verdict.Failed, $"{name}: {Text(rest)} left, {Text(need.Amount)} needed",
                room.EffectiveQuotaValue is null
                    ? "Ask for more in the console (Governance > Limits, Quotas and Usage > Request increase)."
                    : "A quota policy sets it: ask the tenancy's administrator to change the policy."),
        };
    }

    private static string Text(double amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed record Need(string Service, string Limit, string? Domain, double Amount);
}
