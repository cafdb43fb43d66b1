using System.Globalization;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads the section balancer.</summary>
internal static partial class BalancerReader
{
    // The web server listens on the balancer's ports, beside ssh and NFS on the same host.
    private static readonly int[] TakenPorts = [22, 111, 2048, 2049, 2050];

    public static BalancerSpec Read(Section balancer, string product)
    {
        var listeners = ReadListeners(balancer);
        var health = ReadHealth(balancer, product);
        balancer.RejectUnknownKeys();
        return new BalancerSpec { Listeners = listeners, Health = health };
    }

    private static List<int> ReadListeners(Section balancer)
    {
        if (balancer.List("listeners", "[80]") is not { } items)
        {
            return [80];
        }

        if (items.Count == 0)
        {
            balancer.Report(
                "listeners", "the list is empty, so nobody could reach the site. Write at least one port, such as [80].");
        }

        var ports = new List<int>();
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index];
            if (!int.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                || port is < 1 or > 65535)
            {
                balancer.ReportItem(
                    "listeners", index, item, $"{Section.Quote(item.Text)} is no TCP port. Write 1 to 65535.");
            }
            else if (ports.Contains(port))
            {
                balancer.ReportItem("listeners", index, item, $"port {port} stands here twice. Remove one.");
            }
            else if (TakenPorts.Contains(port))
            {
                balancer.ReportItem(
                    "listeners",
                    index,
                    item,
                    $"port {port} is taken on the nodes by the system. Use another, such as 80.");
            }
            else
            {
                ports.Add(port);
            }
        }

        return ports;
    }

    private static HealthSpec ReadHealth(Section balancer, string product)
    {
        var byDefault = Products.Products.ByName(product)?.Health ?? new HealthSpec("/", 303);
        if (balancer.Value("health") is YamlScalar word)
        {
            if (word.Text != "site")
            {
                balancer.Report(
                    "health",
                    $"{Section.Quote(word.Text)} is no health check. Write site, or {{ path: /, status: 303 }}.");
            }

            return byDefault;
        }

        var health = balancer.Map("health");
        var path = health.Text("path") ?? byDefault.Path;
        var status = health.Integer("status", "303") ?? byDefault.Status;
        if (path.Length > 255 || !HealthPath().IsMatch(path))
        {
            health.Report(
                "path", $"{Section.Quote(path)} cannot be asked for. Write a path such as / or /login/index.php.");
        }

        if (status is < 200 or > 599)
        {
            health.Report("status", $"{status} is no status of an HTTP answer. Write 200 to 599, such as 303.");
        }

        health.RejectUnknownKeys();
        return new HealthSpec(path, status);
    }

    [GeneratedRegex(@"\A/[!-~]*\z")]
    private static partial Regex HealthPath();
}
