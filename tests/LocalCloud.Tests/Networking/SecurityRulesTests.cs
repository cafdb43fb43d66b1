using MoodleNodeAgent.LocalCloud.Hosts;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Networking;

public sealed class SecurityRulesTests
{
    private static readonly Dictionary<string, string> s_places = new()
    {
        ["v1"] = HostsFixture.Nodes,
        ["v2"] = HostsFixture.Database,
    };

    [Fact]
    public void Every_place_is_filtered_by_both_sides_and_what_no_rule_names_is_dropped()
    {
        var text = Write(HostsFixture.Tcp("10.0.2.0/24", 3306));

        Assert.Contains("policy drop;", text, StringComparison.Ordinal);
        Assert.Contains("iifname vmap { \"v1\" : jump egress_0, \"v2\" : jump egress_1 }", text, StringComparison.Ordinal);
        Assert.Contains("oifname vmap { \"v1\" : jump ingress_0, \"v2\" : jump ingress_1 }", text, StringComparison.Ordinal);
        Assert.Equal(4, text.Split("counter drop").Length - 1);
    }

    [Fact]
    public void A_stateful_rule_lets_answers_pass_and_a_stateless_one_does_not()
    {
        SecurityRuleSpec rule = HostsFixture.Tcp("10.0.2.0/24", 3306);

        Assert.Contains("ip saddr 10.0.2.0/24 meta l4proto tcp tcp dport 3306-3306 ct direction original ct mark set "
            + "ct mark | 0x2 accept", Write(rule), StringComparison.Ordinal);
        Assert.DoesNotContain("tcp dport 3306-3306 ct direction", Write(rule with { IsStateless = true }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_label_names_nothing_local_and_lets_nothing_pass() =>
        Assert.DoesNotContain("meta l4proto", Write(HostsFixture.Tcp("all-fra-services-in-oracle-services-network", 443)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("1", 3, 4, "meta l4proto icmp icmp type 3 icmp code 4 accept")]
    [InlineData("17", null, null, "meta l4proto udp accept")]
    [InlineData("47", null, null, "meta l4proto 47 accept")]
    public void Other_protocols_than_TCP_have_rules_too(string protocol, int? type, int? code, string expected) =>
        Assert.Contains(expected, Write(new SecurityRuleSpec
        {
            Protocol = protocol,
            Peer = "0.0.0.0/0",
            IcmpType = type,
            IcmpCode = code,
        }), StringComparison.Ordinal);

    [Fact]
    [Trait("Ring", "hosts")]
    public async Task The_kernel_takes_the_rules_as_one_transaction()
    {
        SecurityRuleSpec tcp = HostsFixture.Tcp("10.0.2.0/24", 3306) with { SourcePorts = new PortRangeSpec(1, 1023) };
        var text = SecurityRules.Write(HostsFixture.Network(
        [
            tcp,
            tcp with { IsStateless = true },
            new SecurityRuleSpec { Protocol = "1", Peer = "0.0.0.0/0", IcmpType = 3, IcmpCode = 4 },
            new SecurityRuleSpec { Protocol = "17", Peer = "10.0.0.0/16" },
            new SecurityRuleSpec { Protocol = "47", Peer = "10.0.0.0/16" },
            HostsFixture.All,
        ]).Subnets, s_places);

        await new CommandRunner().RunAsync(
            "unshare", ["--net", "nft", "-f", "-"], CancellationToken.None, text + text);
    }

    private static string Write(params SecurityRuleSpec[] ingress) =>
        SecurityRules.Write(HostsFixture.Network(ingress).Subnets, s_places);
}
