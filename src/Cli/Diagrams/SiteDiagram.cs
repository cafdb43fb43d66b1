using System.Globalization;
using System.Xml.Linq;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Diagrams;

/// <summary>The site's architecture as an SVG picture: what stands in which subnet, what talks to what, and how each
/// part is, by colour and by word. It follows the reader's light or dark colour scheme.</summary>
internal static class SiteDiagram
{
    private const int Width = 960;
    private const int Margin = 24;
    private const int BoxWidth = 180;
    private const int BoxHeight = 60;
    private const int Gap = 16;
    private const int Inset = 40;
    private const int Columns = 4;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private enum Health
    {
        Good,
        Bad,
        Unknown,
    }

    public static string Render(SiteStatus status)
    {
        var content = new List<XElement>();
        var links = new List<XElement>();
        var y = Margin + 28;
        var users = Box(content, Margin + Inset, y, "Users", status.SiteUrl, "", Health.Unknown);
        y += BoxHeight + Gap;
        var regionTop = y;
        y += 28;
        var vcnTop = y;
        y += 24;

        var network = status.Network ?? new NetworkStatus();
        var balancer = Subnet(content, ref y, network, "public", [BalancerBox(status)])[0];
        links.Add(Link(users, balancer, "HTTP"));

        var nodeBoxes = status.Nodes.Select(NodeBox).ToList();
        var storage = status.Storage ?? new StorageStatus();
        var nodes = Subnet(
            content, ref y, network, "nodes",
            [.. nodeBoxes, new Part("File Storage", storage.Export, storage.Export.Length > 0 ? "exported" : "", Health.Unknown)]);
        var members = Subnet(content, ref y, network, "database", DatabaseBoxes(status));
        links.AddRange(nodes[..^1].Take(Columns).Select(node => Link(balancer, node, "")));
        if (members.Count > 0 && nodes.Count > 1)
        {
            links.Add(Link(nodes[0], members[0], "writes"));
            links.AddRange(members.Skip(1).Take(1).Select(replica => Link(nodes[Math.Min(1, nodes.Count - 2)], replica, "reads")));
        }

        content.Add(Frame(Margin + 8, vcnTop, Width - (2 * Margin) - 16, y - vcnTop, "vcn", $"VCN {network.Cidr}"));
        y += Gap;
        content.Add(Frame(
            Margin, regionTop, Width - (2 * Margin), y - regionTop, "region",
            network.Region.Length > 0 ? $"Region {network.Region}" : "Region of the profile"));
        return Document(status, content, links, y + Margin);
    }

    /// <summary>What the picture shows, in one paragraph: for those who do not see it.</summary>
    public static string Describe(SiteStatus status)
    {
        var balancer = status.Balancer ?? new BalancerStatus();
        var nodes = string.Join(", ", status.Nodes.Select(node => $"{node.Name} {(node.Connected ? "connected" : "not connected")}"));
        var database = string.Join(
            ", ", (status.Database?.Endpoints ?? []).Select(endpoint => $"{endpoint.Role} {endpoint.Address}:{endpoint.Port}"));
        return $"Users reach {status.SiteUrl} by the balancer {balancer.Address}, which has {balancer.Healthy} of "
            + $"{balancer.Total} nodes healthy. Nodes: {nodes}. Database: {database}. Shared storage: {status.Storage?.Export}.";
    }

    private static string Document(SiteStatus status, List<XElement> content, List<XElement> links, int height)
    {
        var title = $"Site {status.Site} ({status.Product})";
        // Frames first, so that boxes and lines stand before them.
        var ordered = content.Where(item => (string?)item.Attribute("class") is "frame region")
            .Concat(content.Where(item => (string?)item.Attribute("class") is "frame vcn"))
            .Concat(content.Where(item => (string?)item.Attribute("class") is "frame subnet"))
            .Concat(links)
            .Concat(content.Where(item => !((string?)item.Attribute("class") ?? "").StartsWith("frame", StringComparison.Ordinal)));
        var root = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", Invariant($"0 0 {Width} {height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", "site-title site-description"),
            new XElement(Svg + "title", new XAttribute("id", "site-title"), title),
            new XElement(Svg + "desc", new XAttribute("id", "site-description"), Describe(status)),
            new XElement(Svg + "style", Style),
            new XElement(Svg + "rect", new XAttribute("class", "paper"), new XAttribute("width", Width), new XAttribute("height", height)),
            Text(Margin, Margin + 8, "heading", title),
            ordered);
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static Part BalancerBox(SiteStatus status)
    {
        var balancer = status.Balancer ?? new BalancerStatus();
        return new Part(
            "Network load balancer",
            $"{balancer.Address}:{string.Join(",", balancer.Ports)}",
            $"{balancer.Healthy} of {balancer.Total} healthy",
            balancer.Total == 0 ? Health.Unknown : balancer.Healthy == balancer.Total ? Health.Good : Health.Bad);
    }

    private static Part NodeBox(NodeStatus node) => new(
        node.Name, node.Address,
        !node.Connected ? "not connected"
            : node.Tasks is { Failed: > 0 } tasks ? $"{tasks.Failed} task{(tasks.Failed == 1 ? "" : "s")} failed"
            : "connected",
        node.Connected && node.Tasks is not { Failed: > 0 } ? Health.Good : Health.Bad);

    private static List<Part> DatabaseBoxes(SiteStatus status)
    {
        var database = status.Database ?? new DatabaseStatus();
        var number = 0;
        return
        [
            .. database.Endpoints.Select(endpoint => new Part(
                endpoint.Role switch
                {
                    "primary" => "MySQL primary",
                    "replica" => $"Read replica {++number}",
                    "replica-balancer" => "Replica balancer",
                    var other => other,
                },
                $"{endpoint.Address}:{endpoint.Port}",
                endpoint.Role == "primary" ? database.HighAvailability ? "with standby" : "no standby"
                    : endpoint.Health is null ? "" : endpoint.Health.IsUsed ? "read from" : "not read from",
                endpoint.Health is null ? Health.Unknown : endpoint.Health.IsUsed ? Health.Good : Health.Bad)),
        ];
    }

    // A subnet's frame with its boxes, four in a row. Gives the boxes' places.
    private static List<Place> Subnet(
        List<XElement> content, ref int y, NetworkStatus network, string name, IReadOnlyList<Part> parts)
    {
        var top = y;
        y += 28;
        var places = new List<Place>();
        for (var index = 0; index < parts.Count; index++)
        {
            var x = Margin + Inset + (index % Columns * (BoxWidth + (2 * Gap)));
            var part = parts[index];
            places.Add(Box(content, x, y + (index / Columns * (BoxHeight + Gap)), part.Name, part.Detail, part.Word, part.Health));
        }

        var rows = Math.Max(1, (parts.Count + Columns - 1) / Columns);
        y += rows * (BoxHeight + Gap);
        var cidr = network.Subnets.FirstOrDefault(subnet => subnet.Name == name)?.Cidr ?? "";
        content.Add(Frame(Margin + 20, top, Width - (2 * Margin) - 40, y - top, "subnet", $"Subnet {name} {cidr}"));
        y += Gap + 8;
        return places;
    }

    private static Place Box(List<XElement> content, int x, int y, string name, string detail, string word, Health health)
    {
        var state = health.ToString().ToUpperInvariant() switch { "GOOD" => "good", "BAD" => "bad", _ => "unknown" };
        content.Add(new XElement(
            Svg + "g",
            new XAttribute("class", $"box {state}"),
            new XElement(
                Svg + "rect", new XAttribute("x", x), new XAttribute("y", y), new XAttribute("width", BoxWidth),
                new XAttribute("height", BoxHeight), new XAttribute("rx", 6)),
            Text(x + 10, y + 20, "name", name),
            Text(x + 10, y + 37, "detail", Shorten(detail)),
            Text(x + 10, y + 53, "word", word)));
        return new Place(x + (BoxWidth / 2), y);
    }

    private static XElement Frame(int x, int y, int width, int height, string kind, string label) => new(
        Svg + "g",
        new XAttribute("class", $"frame {kind}"),
        new XElement(
            Svg + "rect", new XAttribute("x", x), new XAttribute("y", y), new XAttribute("width", width),
            new XAttribute("height", height), new XAttribute("rx", 8)),
        // At the right edge, where no line passes.
        new XElement(
            Svg + "text", new XAttribute("x", x + width - 10), new XAttribute("y", y + 18),
            new XAttribute("class", "label"), new XAttribute("text-anchor", "end"), label));

    private static XElement Link(Place from, Place to, string label)
    {
        var middle = (from.Bottom + to.Top) / 2;
        var group = new XElement(
            Svg + "g",
            new XAttribute("class", "link"),
            new XElement(Svg + "path", new XAttribute("d", Invariant(
                $"M{from.X} {from.Bottom} C{from.X} {middle} {to.X} {middle} {to.X} {to.Top}"))));
        if (label.Length > 0)
        {
            group.Add(Text(to.X + 6, to.Top - 5, "label", label));
        }

        return group;
    }

    private static XElement Text(int x, int y, string kind, string text) => new(
        Svg + "text", new XAttribute("x", x), new XAttribute("y", y), new XAttribute("class", kind), text);

    private static string Shorten(string text) => text.Length <= 26 ? text : text[..25] + "…";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Style sheet of the picture; the dashboard's content security policy names its hash.</summary>
    internal const string Style =
        """
        svg{--paper:#fff;--ink:#1a1a1a;--soft:#5a5a5a;--line:#b5b5b5;--good:#1a7f37;--bad:#b3261e;--box:#f6f7f9;font-family:system-ui,sans-serif}
        @media(prefers-color-scheme:dark){svg{--paper:#16181c;--ink:#eceef1;--soft:#a8adb5;--line:#4a4f57;--good:#56d364;--bad:#ff8a80;--box:#22262c}}
        .paper{fill:var(--paper)}text{fill:var(--ink);font-size:12px}.heading{font-size:18px;font-weight:600}
        .name{font-weight:600;font-size:13px}.detail,.label{fill:var(--soft)}.box rect{fill:var(--box);stroke:var(--line)}
        .box.good rect{stroke:var(--good);stroke-width:2}.box.bad rect{stroke:var(--bad);stroke-width:2}
        .good .word{fill:var(--good)}.bad .word{fill:var(--bad);font-weight:600}
        .frame rect{fill:none;stroke:var(--line)}.frame.vcn rect{stroke-dasharray:6 4}.frame.subnet rect{stroke-dasharray:2 3}
        .link path{fill:none;stroke:var(--soft)}
        """;

    private sealed record Part(string Name, string Detail, string Word, Health Health);

    private sealed record Place(int X, int Top)
    {
        public int Bottom => Top + BoxHeight;
    }
}
