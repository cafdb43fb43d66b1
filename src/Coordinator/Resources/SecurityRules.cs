using MoodleNodeAgent.Oci.VirtualNetwork;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>What a subnet lets in and out. Stateful rules: answers need no rule of their own.</summary>
internal sealed record SecurityRules(
    IReadOnlyList<IngressSecurityRule> Ingress, IReadOnlyList<EgressSecurityRule> Egress)
{
    /// <summary>What the security lists open for NFS, as the operator sees it.</summary>
    public const string NfsPorts = "TCP 111, 2048-2050; UDP 111, 2048";

    private const string Anywhere = "0.0.0.0/0";
    private const string Tcp = "6";
    private const string Udp = "17";
    private const string Icmp = "1";
    private const int AgentLinkPort = 7443;
    private const int EnrolmentPort = 7444;
    private const int OperatorPort = 7445;

    public string IngressText => Text(Ingress.Select(rule => Text(
        rule.Protocol, rule.TcpOptions?.DestinationPortRange ?? rule.UdpOptions?.DestinationPortRange,
        rule.IcmpOptions, $"from {rule.Source}")));

    public string EgressText => Text(Egress.Select(rule => Text(
        rule.Protocol, rule.TcpOptions?.DestinationPortRange ?? rule.UdpOptions?.DestinationPortRange,
        rule.IcmpOptions, $"to {rule.Destination}")));

    /// <summary>Balancer and control host: visitors on the listeners, agents on the coordinator's two ports, operators on
    /// its third.</summary>
    public static SecurityRules Public(Site site) => new(
        [
            .. site.Balancer.Listeners.Select(port => In(Tcp, Anywhere, port, port, "Visitors")),
            In(Tcp, site.Network.NodesCidr, AgentLinkPort, EnrolmentPort, "Agents to the coordinator"),
            .. (site.Control?.Operators ?? []).Select(
                source => In(Tcp, source, OperatorPort, OperatorPort, "Operators to the coordinator")),
            PathMtu,
        ],
        [Out("all", Anywhere, null, null, "Balancer to nodes, coordinator to database")]);

    /// <summary>Nodes and mount target. The balancer keeps the visitors' addresses, so anybody may come in on the
    /// listeners; the NFS rows are those that the file storage console names.</summary>
    public static SecurityRules Nodes(Site site)
    {
        var nodes = site.Network.NodesCidr;
        return new(
            [
                .. site.Balancer.Listeners.Select(port => In(Tcp, Anywhere, port, port, "Visitors by the balancer")),
                In(Tcp, nodes, 111, 111, "NFS"),
                In(Tcp, nodes, 2048, 2050, "NFS"),
                In(Udp, nodes, 111, 111, "NFS"),
                In(Udp, nodes, 2048, 2048, "NFS"),
                PathMtu,
            ],
            [
                Out(Tcp, nodes, 111, 111, "NFS"),
                Out(Tcp, nodes, 2048, 2050, "NFS"),
                Out(Udp, nodes, 111, 111, "NFS"),
                Out("all", Anywhere, null, null, "Coordinator, database, package repositories"),
            ]);
    }

    /// <summary>Database: MySQL and its X protocol from the nodes, the coordinator, and replicas of the same subnet.
    /// </summary>
    public static SecurityRules Database(Site site) => new(
        [
            .. new[] { site.Network.NodesCidr, site.Network.PublicCidr, site.Network.DatabaseCidr }
                .SelectMany(source => (IngressSecurityRule[])
                [
                    In(Tcp, source, 3306, 3306, "MySQL"),
                    In(Tcp, source, 33060, 33060, "MySQL X"),
                ]),
        ],
        [Out("all", site.Network.Cidr, null, null, "Replication")]);

    // Without it large packets vanish on paths with a small MTU.
    private static IngressSecurityRule PathMtu => new()
    {
        Protocol = Icmp,
        Source = Anywhere,
        SourceType = "CIDR_BLOCK",
        IcmpOptions = new IcmpOptions { Type = 3, Code = 4 },
        IsStateless = false,
        Description = "Path MTU discovery",
    };

    private static IngressSecurityRule In(string protocol, string source, int first, int last, string why) => new()
    {
        Protocol = protocol,
        Source = source,
        SourceType = "CIDR_BLOCK",
        TcpOptions = protocol == Tcp ? new TcpOptions { DestinationPortRange = Range(first, last) } : null,
        UdpOptions = protocol == Udp ? new UdpOptions { DestinationPortRange = Range(first, last) } : null,
        IsStateless = false,
        Description = why,
    };

    private static EgressSecurityRule Out(string protocol, string destination, int? first, int? last, string why) =>
        new()
        {
            Protocol = protocol,
            Destination = destination,
            DestinationType = "CIDR_BLOCK",
            TcpOptions = protocol == Tcp ? new TcpOptions { DestinationPortRange = Range(first, last) } : null,
            UdpOptions = protocol == Udp ? new UdpOptions { DestinationPortRange = Range(first, last) } : null,
            IsStateless = false,
            Description = why,
        };

    private static PortRange Range(int? first, int? last) => new() { Min = first, Max = last };

    private static string Text(IEnumerable<string> rules) => string.Join("; ", rules.Order(StringComparer.Ordinal));

    private static string Text(string? protocol, PortRange? ports, IcmpOptions? icmp, string peer)
    {
        var name = protocol switch
        {
            Tcp => "TCP",
            Udp => "UDP",
            Icmp => "ICMP",
            _ => protocol,
        };
        var range = ports is not null ? ports.Min == ports.Max ? $" {ports.Min}" : $" {ports.Min}-{ports.Max}"
            : icmp is not null ? $" {icmp.Type}/{icmp.Code}" : "";
        return $"{name}{range} {peer}";
    }
}
