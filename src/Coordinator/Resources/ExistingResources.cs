using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.Identity;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>What a look into the cloud finds wrong with a site file.</summary>
/// <param name="Key">Key of the site file, such as "network.vcn".</param>
/// <param name="Message">What is wrong, with the remedy.</param>
public sealed record SiteFileProblem(string Key, string Message);

/// <summary>Looks at what a site file says is there already: region, compartment, and each OCID.</summary>
internal sealed class ExistingResources(CloudSite cloud)
{
    /// <summary>All problems; none of them can be seen in the file alone.</summary>
    public async Task<IReadOnlyList<SiteFileProblem>> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            if (await CheckRegionAsync(cancellation) is { } region)
            {
                return [region];
            }

            var checks = cloud.Site.Adopted.Select(entry => CheckAsync(entry.Key, entry.Value, cancellation))
                .Append(CheckCompartmentAsync(cancellation));
            return [.. (await Task.WhenAll(checks)).OfType<SiteFileProblem>()];
        }
        catch (OciException failure) when (failure.Code == OciErrorCodes.Unreachable && cloud.Site.Cloud.Region is not null)
        {
            return
            [
                new SiteFileProblem(
                    "cloud.region", $"{cloud.Site.Cloud.Region} does not answer: {failure.Message} Check the region's name and this "
                    + "machine's way to it."),
            ];
        }
    }

    private async Task<SiteFileProblem?> CheckRegionAsync(CancellationToken cancellation)
    {
        if (cloud.Site.Cloud.Region is not { } region)
        {
            return null;
        }

        try
        {
            var regions = await cloud.Clients.Identity.ListRegionSubscriptionsAsync(cloud.Clients.Tenancy, cancellation)
                .Select(subscription => subscription.RegionName).OfType<string>().ToListAsync(cancellation);
            return regions.Contains(region) ? null : new SiteFileProblem(
                "cloud.region", $"the tenancy has no {region}. Write one of: {string.Join(", ", regions)}.");
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            // Who may not read the tenancy learns it from the first call that needs the region.
            return null;
        }
    }

    // Who may not look at compartments may still use one: then its networks answer.
    private async Task<SiteFileProblem?> CheckCompartmentAsync(CancellationToken cancellation)
    {
        if (cloud.Site.Cloud.Compartment is not { } compartment)
        {
            return null;
        }

        try
        {
            var found = (await cloud.Clients.Identity.GetCompartmentAsync(compartment, cancellation)).Value;
            return found.LifecycleState is null or LifecycleState.Active ? null : new SiteFileProblem(
                "cloud.compartment", $"this compartment is {found.LifecycleState}. Name one that is ACTIVE.");
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            return await AnswersAsync(compartment, cancellation) ? null : new SiteFileProblem(
                "cloud.compartment",
                "there is no such compartment, or not for this account. Compare the OCID with the console's; if it is right, "
                + "rights are missing: moodlectl preflight prints the policies.");
        }
    }

    private async Task<bool> AnswersAsync(string compartment, CancellationToken cancellation)
    {
        try
        {
            await cloud.Clients.Network.ListVcnsAsync(
                new ListVcnsQuery { CompartmentId = compartment, Limit = 1 }, cancellation).FirstOrDefaultAsync(cancellation);
            return true;
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            return false;
        }
    }

    private async Task<SiteFileProblem?> CheckAsync(string step, string ocid, CancellationToken cancellation)
    {
        if (KindOf(step) is not { } kind)
        {
            return null;
        }

        var key = cloud.Site.Network.AddsSecurityLists && step.StartsWith("network/", StringComparison.Ordinal)
            ? step.Replace("network/subnet-", "network.subnets.", StringComparison.Ordinal)
                .Replace("network/", "network.", StringComparison.Ordinal)
            : $"adopt.{step}";
        try
        {
            var found = await SiteKind.Of(kind).GetAsync(cloud, ocid, cancellation);
            return WrongOf(found) is { } wrong ? new SiteFileProblem(key, $"{ocid} {wrong}") : null;
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            return new SiteFileProblem(
                key, $"{ocid} is not there, or not for this account to see. Compare it with the console's, also its region.");
        }
    }

    private string? WrongOf(IOciResource found) =>
        TagScan.IsGone(found.LifecycleState) || found.LifecycleState is LifecycleState.Terminating or LifecycleState.Deleting
            ? $"is {found.LifecycleState}. Name one that stays."
        : CompartmentOf(found) is { } compartment && compartment != cloud.Compartment
            ? $"lies in the compartment {compartment}, and the site in {cloud.Compartment}. Name one of the site's compartment, "
                + "or change cloud.compartment."
        : found is Subnet subnet && subnet.VcnId != cloud.AdoptedFor("network/vcn")
            ? $"lies in another VCN, {subnet.VcnId}. Name a subnet of {cloud.AdoptedFor("network/vcn")}."
        : null;

    private static string? CompartmentOf(IOciResource resource) => resource switch
    {
        Vcn vcn => vcn.CompartmentId,
        Subnet subnet => subnet.CompartmentId,
        Instance instance => instance.CompartmentId,
        DbSystem system => system.CompartmentId,
        FileSystem files => files.CompartmentId,
        MountTarget target => target.CompartmentId,
        NetworkLoadBalancer balancer => balancer.CompartmentId,
        _ => null,
    };

    private static Type? KindOf(string step) => step.Split('/') switch
    {
        ["network", "vcn"] => typeof(Vcn),
        ["network", _] => typeof(Subnet),
        ["node", _, "instance"] => typeof(Instance),
        ["database", "system"] => typeof(DbSystem),
        ["database", _] => typeof(Replica),
        ["storage", "file-system"] => typeof(FileSystem),
        ["storage", "mount-target"] => typeof(MountTarget),
        ["storage", "export"] => typeof(Export),
        ["balancer", "nlb"] => typeof(NetworkLoadBalancer),
        _ => null,
    };
}
