namespace MoodleNodeAgent.Sites.Reading;
/// <summary>Reads the section network.</summary>
internal static class NetworkReader
{
    // A mount target takes three addresses of its subnet, a DB system with high availability three more.
    private const int MountTargetAddresses = 3;
    private const int DatabaseAddresses = 4;

    // OCI keeps the first two addresses of each subnet and its last one.
    private const int ReservedAddresses = 3;

    // The control host has the fifth address of the public subnet by default.
    private const int PublicAddresses = 8;

    private static readonly string[] SubnetKeys = ["public", "nodes", "database"];

    public static NetworkSpec Read(Section network, NodesSpec nodes, DatabaseSpec database, bool isAdopted)
    {
        var isExisting = network.Has("vcn") || network.Has("subnets");
        isAdopted |= isExisting;
        var vcn = ReadRange(network, "cidr", new AddressRange(10u << 24, 16));
        var subnets = ReadSubnets(network, vcn, isAdopted);
        if (isAdopted)
        {
            network.RejectUnknownKeys();
            return SpecOf(vcn, subnets) with { AddsSecurityLists = isExisting };
        }

        CheckRoom(network, "public", subnets[0], PublicAddresses, "the balancer and the control host");
        CheckRoom(network, "nodes", subnets[1], nodes.Count + MountTargetAddresses, "the nodes and the mount target");
        CheckRoom(
            network, "database", subnets[2], database.Replicas + DatabaseAddresses, "the database and its replicas");
        network.RejectUnknownKeys();
        return SpecOf(vcn, subnets);
    }

    private static NetworkSpec SpecOf(AddressRange? vcn, AddressRange?[] subnets) => new()
    {
        Cidr = $"{vcn}",
        PublicCidr = $"{subnets[0]}",
        NodesCidr = $"{subnets[1]}",
        DatabaseCidr = $"{subnets[2]}",
    };

    private static AddressRange?[] ReadSubnets(Section network, AddressRange? vcn, bool isAdopted)
    {
        var subnets = new AddressRange?[SubnetKeys.Length];
        for (var index = 0; index < SubnetKeys.Length; index++)
        {
            var key = SubnetKeys[index];
            var isGiven = network.Value(key) is not null;
            subnets[index] = ReadRange(network, key, vcn?.Slash24(index));
            if (subnets[index] is { } subnet && vcn is { } whole && !whole.Contains(subnet))
            {
                network.Report(isGiven ? key : "cidr", isGiven
                    ? $"{subnet} lies outside the VCN {whole}. Choose a part of it."
                    : $"{whole} has no room for the default subnet {subnet}. Use a /22 or larger, or write "
                        + $"network.{key}.");
            }

            // In an adopted network one subnet may have several roles.
            if (!isAdopted)
            {
                ReportOverlap(network, index, subnets);
            }
        }

        return subnets;
    }

    private static void ReportOverlap(Section network, int index, AddressRange?[] subnets)
    {
        for (var other = 0; other < index; other++)
        {
            if (subnets[index] is { } one && subnets[other] is { } two && one.Overlaps(two))
            {
                var key = network.Has(SubnetKeys[index]) ? SubnetKeys[index] : SubnetKeys[other];
                network.Report(
                    key,
                    $"the subnets {SubnetKeys[other]} ({two}) and {SubnetKeys[index]} ({one}) overlap. Choose ranges "
                    + "that share no address.");
            }
        }
    }

    private static AddressRange? ReadRange(Section network, string key, AddressRange? byDefault)
    {
        if (network.Text(key) is not { } text)
        {
            return byDefault;
        }

        if (AddressRange.Parse(text) is not { } range)
        {
            var example = byDefault ?? new AddressRange(10u << 24, 16);
            network.Report(key, $"{Section.Quote(text)} is no IPv4 range. Write one such as {example}.");
            return null;
        }

        if (range != range.Network)
        {
            network.Report(key, $"{range} is an address inside a range, not a network address. Write {range.Network}.");
            return range.Network;
        }

        if (range.PrefixLength is < 16 or > 30)
        {
            network.Report(key, $"a /{range.PrefixLength} is not possible on OCI. Use a range from /16 to /30.");
            return null;
        }

        if (range.First >> 24 is 0 or 127 or >= 224 || range.First >> 16 == 0xA9FE)
        {
            network.Report(key, $"{range} is reserved. Use a private range such as 10.0.0.0/16.");
            return null;
        }

        return range;
    }

    private static void CheckRoom(Section network, string key, AddressRange? subnet, int needed, string what)
    {
        if (subnet is { } range && range.Size - ReservedAddresses < needed)
        {
            network.Report(
                key,
                $"{range} has {Math.Max(0, range.Size - ReservedAddresses)} usable addresses, but {what} need {needed}. Use "
                + "a larger range.");
        }
    }
}
