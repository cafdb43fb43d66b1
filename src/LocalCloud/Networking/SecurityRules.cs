using System.Globalization;
using System.Net;
using System.Text;

namespace MoodleNodeAgent.LocalCloud.Networking;

/// <summary>Writes a VCN's security lists as nftables rules. As on OCI they hold at each VNIC, also inside one subnet:
/// a packet needs an egress rule of its source's subnet and an ingress rule of its destination's subnet.</summary>
internal static class SecurityRules
{
    // A connection's mark remembers on which side a stateful rule let it begin: there its answers pass without a rule.
    // A stateless rule leaves no mark.
    private const string BegunByEgress = "0x1";
    private const string BegunByIngress = "0x2";

    /// <summary>The whole rule set as one transaction for `nft -f`.</summary>
    /// <param name="subnets">Subnets with their rules.</param>
    /// <param name="subnetOfInterface">For each router-side interface the id of the subnet behind it.</param>
    public static string Write(
        IReadOnlyList<SubnetSpec> subnets, IReadOnlyDictionary<string, string> subnetOfInterface)
    {
        var text = new StringBuilder();
        text.Append("table inet security {}\ndelete table inet security\ntable inet security {\n");
        for (var index = 0; index < subnets.Count; index++)
        {
            WriteChain(text, $"egress_{index}", "daddr", subnets[index].Egress, BegunByEgress, BegunByIngress,
                "return");
            WriteChain(text, $"ingress_{index}", "saddr", subnets[index].Ingress, BegunByIngress, BegunByEgress,
                "accept");
        }

        text.Append("  chain forward {\n    type filter hook forward priority filter; policy drop;\n");
        text.Append("    ct state related accept\n");
        if (subnetOfInterface.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"    iifname vmap {{ {Map("egress")} }}\n");
            text.Append(CultureInfo.InvariantCulture, $"    oifname vmap {{ {Map("ingress")} }}\n");
        }

        return text.Append("  }\n}\n").ToString();

        string Map(string side) => string.Join(", ", subnetOfInterface
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"\"{pair.Key}\" : jump {side}_{IndexOf(pair.Value)}"));

        int IndexOf(string subnetId)
        {
            for (var index = 0; index < subnets.Count; index++)
            {
                if (subnets[index].SubnetId == subnetId)
                {
                    return index;
                }
            }

            throw new ArgumentException($"Cannot filter subnet {subnetId}: the VCN has no such subnet.");
        }
    }

    private static void WriteChain(
        StringBuilder text,
        string name,
        string peerField,
        IReadOnlyList<SecurityRuleSpec> rules,
        string ownSide,
        string otherSide,
        string verdict)
    {
        text.Append(CultureInfo.InvariantCulture, $"  chain {name} {{\n");
        text.Append(CultureInfo.InvariantCulture,
            $"    ct direction reply ct mark & {otherSide} == {otherSide} {verdict}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"    ct direction original ct state established ct mark & {ownSide} == {ownSide} {verdict}\n");
        foreach (SecurityRuleSpec rule in rules)
        {
            if (Match(rule, peerField) is not { } match)
            {
                continue;
            }

            if (!rule.IsStateless)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    {match}ct direction original ct mark set ct mark | {ownSide} {verdict}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"    {match}{verdict}\n");
        }

        text.Append("    counter drop\n  }\n");
    }

    private static string? Match(SecurityRuleSpec rule, string peerField)
    {
        // A service CIDR label ("all-fra-services-in-oracle-services-network") names nothing that exists here.
        if (!IPNetwork.TryParse(rule.Peer, out IPNetwork peer))
        {
            return null;
        }

        var match = new StringBuilder();
        if (peer.PrefixLength > 0)
        {
            match.Append(CultureInfo.InvariantCulture,
                $"{(rule.Peer.Contains(':', StringComparison.Ordinal) ? "ip6" : "ip")} {peerField} {peer} ");
        }

        switch (rule.Protocol)
        {
            case "all":
                break;
            case "1":
                match.Append("meta l4proto icmp ");
                AppendNumber(match, "icmp type", rule.IcmpType);
                AppendNumber(match, "icmp code", rule.IcmpCode);
                break;
            case "58":
                match.Append("meta l4proto ipv6-icmp ");
                AppendNumber(match, "icmpv6 type", rule.IcmpType);
                AppendNumber(match, "icmpv6 code", rule.IcmpCode);
                break;
            case "6":
                AppendPorts(match, "tcp", rule);
                break;
            case "17":
                AppendPorts(match, "udp", rule);
                break;
            default:
                match.Append(CultureInfo.InvariantCulture,
                    $"meta l4proto {int.Parse(rule.Protocol, CultureInfo.InvariantCulture)} ");
                break;
        }

        return match.ToString();
    }

    private static void AppendNumber(StringBuilder match, string field, int? value)
    {
        if (value is { } number)
        {
            match.Append(CultureInfo.InvariantCulture, $"{field} {number} ");
        }
    }

    private static void AppendPorts(StringBuilder match, string protocol, SecurityRuleSpec rule)
    {
        match.Append(CultureInfo.InvariantCulture, $"meta l4proto {protocol} ");
        if (rule.DestinationPorts is { } destination)
        {
            match.Append(CultureInfo.InvariantCulture, $"{protocol} dport {destination.Min}-{destination.Max} ");
        }

        if (rule.SourcePorts is { } source)
        {
            match.Append(CultureInfo.InvariantCulture, $"{protocol} sport {source.Min}-{source.Max} ");
        }
    }
}
