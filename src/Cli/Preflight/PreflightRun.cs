using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>Looks at everything that an apply would meet, and changes nothing. Checks run together; one that has no
/// answer within the time counts as unknown.</summary>
internal sealed class PreflightRun(Site site, Account account, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    /// <summary>All findings, in the order of the table.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var first = await new IdentityChecks(account).RunAsync(site, either.Token);
        if (first.Any(finding => finding.Verdict == Verdict.Failed))
        {
            return [.. first, .. StandingFindings()];
        }

        var place = await PlaceAsync(either.Token);
        (string Name, Func<CancellationToken, Task<IReadOnlyList<Finding>>> Check)[] checks =
        [
            ("limits", new LimitChecks(site, account, place).RunAsync),
            ("capacity", new CapacityChecks(site, account, place).RunAsync),
            ("image", new ImageChecks(site, account).RunAsync),
            ("network", new NetworkChecks(site, account).RunAsync),
            ("database", new DatabaseChecks(site, account).RunAsync),
            ("rights", new RightsChecks(site, account, place).RunAsync),
        ];
        var found = await Task.WhenAll(checks.Select(check => GuardAsync(
            check.Name, check.Check, either.Token, cancellation)));
        return [.. first, .. found.SelectMany(findings => findings), .. StandingFindings(place)];
    }

    private async Task<IReadOnlyList<string>> PlaceAsync(CancellationToken cancellation)
    {
        try
        {
            return await account.Identity.ListAvailabilityDomainsAsync(account.Tenancy, cancellation)
                .Select(domain => domain.Name).Order(StringComparer.Ordinal).ToListAsync(cancellation);
        }
        catch (Exception failure) when (failure is OciException or OperationCanceledException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<Finding>> GuardAsync(
        string name, Func<CancellationToken, Task<IReadOnlyList<Finding>>> check, CancellationToken late,
        CancellationToken cancellation)
    {
        try
        {
            return await check(late);
        }
        catch (OciException refusal)
        {
            return
            [
                new Finding(
                    name, refusal.IsNotFound ? Verdict.Failed : Verdict.Unknown,
                    await Refusals.ExplainAsync(account, refusal, $"what {name} needs", cancellation)),
            ];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return
            [
                new Finding(
                    name, Verdict.Unknown, $"no answer within {Patience.TotalSeconds} s",
                    "Try again; the cloud or the way to it is slow."),
            ];
        }
    }

    private IReadOnlyList<Finding> StandingFindings(IReadOnlyList<string>? domains = null) =>
        [.. SinglePoints.Of(site, domains ?? []), PriceFindings.Of(site)];
}
