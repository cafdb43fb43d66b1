using System.Globalization;
using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>Credentials, clock, region and compartment: what everything else needs.</summary>
internal sealed class IdentityChecks(Account account)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(Site site, CancellationToken cancellation)
    {
        var clock = ClockAsync(cancellation);
        var found = new List<Finding>(await CredentialsAsync(site, cancellation));
        found.Insert(1, await clock);
        return found;
    }

    private async Task<IReadOnlyList<Finding>> CredentialsAsync(Site site, CancellationToken cancellation)
    {
        try
        {
            var regions = await account.Identity.ListRegionSubscriptionsAsync(account.Tenancy, cancellation)
                .ToListAsync(cancellation);
            var home = regions.Find(region => region.IsHomeRegion == true)?.RegionName ?? "unknown";
            var here = regions.Exists(region => region.RegionName == account.Region);
            return
            [
                new Finding("credentials", Verdict.Ok, $"profile {account.Profile} of {account.ConfigFile}"),
                here
                    ? new Finding("region", Verdict.Ok, $"{account.Region}; home region {home}")
                    : new Finding(
                        "region", Verdict.Failed,
                        $"the tenancy has not subscribed to {account.Region}; it has "
                        + string.Join(", ", regions.Select(region => region.RegionName)),
                        "Change cloud.region, or subscribe to it in the console (Tenancy > Regions)."),
                await CompartmentAsync(site, cancellation),
            ];
        }
        catch (OciException refusal)
        {
            return
            [
                new Finding(
                    "credentials", Verdict.Failed,
                    await Refusals.ExplainAsync(account, refusal, $"the tenancy {account.Tenancy}", cancellation)),
            ];
        }
    }

    private async Task<Finding> CompartmentAsync(Site site, CancellationToken cancellation)
    {
        try
        {
            var found = await Compartments.FindAsync(
                account, site.Cloud.Compartment ?? account.Tenancy, cancellation);
            return new Finding("compartment", Verdict.Ok, $"{found.Path} ({found.Id})");
        }
        catch (CommandFailure failure)
        {
            return new Finding("compartment", Verdict.Failed, failure.Message);
        }
    }

    private async Task<Finding> ClockAsync(CancellationToken cancellation) =>
        await account.ReadClockLeadAsync(cancellation) switch
        {
            null => new Finding("clock", Verdict.Unknown, "the cloud tells no time"),
            { } lead when Refusals.IsTooFar(lead) =>
                new Finding("clock", Verdict.Failed, Refusals.ClockText(lead)),
            // The date of an answer has whole seconds.
            { } lead => new Finding(
                "clock", Verdict.Ok,
                string.Create(CultureInfo.InvariantCulture, $"within {Math.Ceiling(lead.Duration().TotalSeconds)} s")),
        };
}
