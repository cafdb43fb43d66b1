namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads network.vcn and network.subnets: a network that is there already, in which the site is made.</summary>
internal static class ExistingNetworkReader
{
    private static readonly string[] Roles = ["public", "nodes", "database"];

    /// <summary>OCIDs by step; empty: the site makes a network of its own.</summary>
    public static IReadOnlyDictionary<string, string> Read(Section network, CloudSpec cloud, bool isAdopted)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var subnets = network.Map("subnets");
        if (network.Text("vcn") is { } vcn)
        {
            ExistingResource.Check(network, "vcn", vcn, "vcn", cloud);
            found["network/vcn"] = vcn;
        }

        foreach (var role in Roles)
        {
            if (subnets.Text(role) is { } subnet)
            {
                ExistingResource.Check(subnets, role, subnet, "subnet", cloud);
                found[$"network/subnet-{role}"] = subnet;
            }
            else if (network.Has("vcn") || network.Has("subnets"))
            {
                subnets.Report(
                    role, $"a network that is there already takes a subnet for each role. Add {role}: ocid1.subnet.oc1..UNIQUE; one "
                    + "subnet may have several roles.");
            }
        }

        subnets.RejectUnknownKeys();
        if (network.Has("subnets") && !network.Has("vcn"))
        {
            network.Report("subnets", "this needs network.vcn beside it. Add the OCID of their VCN.");
        }

        if (found.Count > 0 && isAdopted)
        {
            network.Report(
                network.Has("vcn") ? "vcn" : "subnets",
                "a network stands under adopt as well. Remove it there to have security lists added to its subnets, or "
                + "remove it here.");
        }

        return found;
    }
}
