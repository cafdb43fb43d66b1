using System.Text.RegularExpressions;
using MoodleNodeAgent.Sites.Reading;

namespace MoodleNodeAgent.Sites;

/// <summary>Reads a site file: text to <see cref="Site"/>, or all of its problems at once. Pure: whether files exist is
/// for the caller to see.</summary>
public static partial class SiteFileReader
{
    private const int MaximumLength = 1_000_000;

    /// <summary>Reads the text of a site file.</summary>
    /// <param name="path">Path as the operator typed it; used in messages only.</param>
    /// <param name="text">The file's text.</param>
    public static SiteFileResult Read(string path, string text) => Read(path, text, SiteFileOverrides.None);

    /// <summary>Reads the text of a site file of which the command line overrides something.</summary>
    /// <param name="path">Path as the operator typed it; used in messages only.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="overrides">What the command line says.</param>
    public static SiteFileResult Read(string path, string text, SiteFileOverrides overrides)
    {
        var problems = new ProblemList(path);
        var start = new Position(1, 1);
        if (text.Length > MaximumLength)
        {
            problems.Add(start, $"The site file is longer than {MaximumLength} characters. Is this the right file?");
            return Result(path, null, problems, null);
        }

        var tree = YamlTree.Read(text, problems);
        if (tree is null or YamlScalar { IsEmpty: true })
        {
            if (!problems.HasErrors)
            {
                problems.Add(start, "The site file is empty. Write at least: site: NAME");
            }

            return Result(path, null, problems, null);
        }

        if (tree is not YamlMap map)
        {
            problems.Add(tree.Position, "A site file is a map of keys and values. Begin with: site: NAME");
            return Result(path, null, problems, null);
        }

        var site = ReadSite(new Section("", start, map, problems), overrides);
        return Result(path, problems.HasErrors ? null : site, problems, map) with { Release = site.Release, Product = site.Product };
    }

    private static Site ReadSite(Section root, SiteFileOverrides overrides)
    {
        var name = ReadName(root);
        var (product, release) = ReleaseReader.Read(root, overrides);
        var cloud = CloudReader.Read(root.Map("cloud"));
        var nodes = NodesReader.Read(root.Map("nodes"));
        var database = DatabaseReader.Read(root.Map("database"), product, release);
        var adopt = root.Map("adopt");
        var network = root.Map("network");
        var existing = ExistingNetworkReader.Read(network, cloud, adopt.Keys.Contains("network/vcn"));
        var adopted = AdoptReader.Read(adopt, nodes, database, cloud, existing);
        var site = new Site
        {
            Adopted = adopted,
            Name = name,
            Product = product,
            Release = release,
            Budget = ReadBudget(root),
            Cloud = cloud,
            Nodes = nodes,
            Database = database,
            Network = NetworkReader.Read(
                network, nodes, database, adopted.ContainsKey("network/vcn")),
            Storage = StorageReader.Read(root.Map("storage")),
            Balancer = BalancerReader.Read(root.Map("balancer"), product),
            Settings = SettingsReader.Read(root.Map("settings"), product),
            RepairDrift = DriftReader.ReadRepair(root),
        };
        foreach (var (key, message) in Products.Products.ByName(product)?.Check(site) ?? [])
        {
            root.ReportBelow(key, message);
        }

        var url = UrlReader.Read(root, site.Balancer);
        var control = ControlReader.Read(root, cloud, site.Network);
        root.RejectUnknownKeys();
        return site with { Url = url, Control = control };
    }

    private static string ReadName(Section root)
    {
        var name = root.Text("site");
        if (name is null)
        {
            root.Report("site", "the name of the site is missing. Write one such as: site: campus");
        }
        else if (!SiteName().IsMatch(name))
        {
            root.Report(
                "site",
                $"{Section.Quote(name)} cannot be a name. Use 1 to 30 lower-case letters, digits and hyphens, a letter "
                + "first and no hyphen last.");
        }

        return name ?? "";
    }

    private static double? ReadBudget(Section root)
    {
        var budget = root.Number("budget", "500");
        if (budget <= 0)
        {
            root.Report("budget", $"{budget} US dollars a month cannot be. Write a positive number, or remove the key.");
        }

        return budget;
    }

    private static SiteFileResult Result(string path, Site? site, ProblemList problems, YamlMap? map)
    {
        var positions = new Dictionary<string, Position>();
        if (map is not null)
        {
            Collect(map, "", positions);
        }

        return new SiteFileResult { File = path, Site = site, Problems = problems.InFileOrder, Positions = positions };
    }

    private static void Collect(YamlValue value, string path, Dictionary<string, Position> positions)
    {
        foreach (var entry in (value as YamlMap)?.Entries ?? [])
        {
            var key = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            positions.TryAdd(key, entry.Position);
            Collect(entry.Value, key, positions);
        }

        var items = (value as YamlList)?.Items ?? [];
        for (var index = 0; index < items.Count; index++)
        {
            positions.TryAdd($"{path}[{index}]", items[index].Position);
            Collect(items[index], $"{path}[{index}]", positions);
        }
    }

    [GeneratedRegex(@"\A[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?\z")]
    private static partial Regex SiteName();
}
