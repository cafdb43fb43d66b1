using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Resolves a VCN with its subnets and security lists into what the data plane needs.</summary>
internal sealed class NetworkPicture(Cloud cloud)
{
    /// <summary>Tells the data plane how the VCN is by then.</summary>
    public Task ApplyAsync(Resource vcn, CancellationToken cancellation)
    {
        NetworkSpec spec;
        lock (cloud.Gate)
        {
            spec = Resolve(vcn);
        }

        return cloud.DataPlane.ApplyNetworkAsync(spec, cancellation);
    }

    public NetworkSpec Resolve(Resource vcn) => new()
    {
        VcnId = vcn.Id,
        CidrBlocks = vcn.Document.Texts("cidrBlocks"),
        Subnets = [.. cloud.Live(Kinds.Subnet).Where(subnet => subnet.Document.Text("vcnId") == vcn.Id)
            .Select(ResolveSubnet)],
    };

    private SubnetSpec ResolveSubnet(Resource subnet)
    {
        List<JsonObject> lists = [.. subnet.Document.Texts("securityListIds")
            .Select(id => cloud.Get(Kinds.SecurityList, id).Document)];
        return new SubnetSpec
        {
            SubnetId = subnet.Id,
            CidrBlock = subnet.Document.Text("cidrBlock"),
            RouterAddress = subnet.Document.Text("virtualRouterIp"),
            Ingress =
                [.. lists.SelectMany(list => list.Parts("ingressSecurityRules")).Select(rule => Rule(rule, "source"))],
            Egress = [.. lists.SelectMany(list => list.Parts("egressSecurityRules"))
                .Select(rule => Rule(rule, "destination"))],
        };
    }

    private static SecurityRuleSpec Rule(JsonObject rule, string peer)
    {
        JsonObject? ports = rule.Part("tcpOptions") ?? rule.Part("udpOptions");
        JsonObject? icmp = rule.Part("icmpOptions");
        return new SecurityRuleSpec
        {
            Protocol = rule.Text("protocol"),
            Peer = rule.Text(peer),
            DestinationPorts = Ports(ports?.Part("destinationPortRange")),
            SourcePorts = Ports(ports?.Part("sourcePortRange")),
            IcmpType = icmp?.Whole("type", 0),
            IcmpCode = icmp?["code"] is null ? null : icmp.Whole("code", 0),
            IsStateless = rule.Flag("isStateless"),
        };
    }

    private static PortRangeSpec? Ports(JsonObject? range) =>
        range is null ? null : new PortRangeSpec(range.Whole("min", 0), range.Whole("max", 0));
}
