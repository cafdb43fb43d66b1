using System.Net;
using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>Address ranges against the networks that the compartment has already.</summary>
internal sealed class NetworkChecks(Site site, Account account)
{
    private const string SiteTag = "mna-site";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var vcns = await account.Network.ListVcnsAsync(
            new ListVcnsQuery { CompartmentId = site.Cloud.Compartment ?? account.Tenancy }, cancellation)
            .Where(vcn => vcn.LifecycleState == LifecycleState.Available)
            .ToListAsync(cancellation);
        var mine = IPNetwork.Parse(site.Network.Cidr);
        var found = new List<Finding>
        {
            new(
                "network", Verdict.Ok,
                $"{site.Network.Cidr}: public {site.Network.PublicCidr}, nodes {site.Network.NodesCidr}, database "
                + site.Network.DatabaseCidr),
        };
        found.AddRange(vcns
            .Where(vcn => vcn.FreeformTags?.GetValueOrDefault(SiteTag) != site.Name
                && (vcn.CidrBlocks ?? []).Any(block => Overlap(mine, IPNetwork.Parse(block))))
            .Select(vcn => new Finding(
                "network", Verdict.Warning,
                $"{site.Network.Cidr} overlaps the VCN {vcn.DisplayName} ({string.Join(", ", vcn.CidrBlocks ?? [])})",
                "They work side by side, but can never be peered. Change network.cidr if they have to be.")));
        return found;
    }

    private static bool Overlap(IPNetwork one, IPNetwork other) =>
        one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);
}
