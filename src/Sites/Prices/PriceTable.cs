using System.Globalization;
using MoodleNodeAgent.Sites.Reading;

namespace MoodleNodeAgent.Sites.Prices;

/// <summary>The dated list prices that the program carries, in US dollars.</summary>
public sealed record PriceTable
{
    /// <summary>Day of the table.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Hours of a month in an estimate.</summary>
    public required double HoursPerMonth { get; init; }

    /// <summary>Prices of shapes by name.</summary>
    public required IReadOnlyDictionary<string, ShapePrice> Shapes { get; init; }

    /// <summary>A GB of a boot volume for a month.</summary>
    public required double BlockGbMonth { get; init; }

    /// <summary>An ECPU of a MySQL server for an hour.</summary>
    public required double MySqlEcpuHour { get; init; }

    /// <summary>A GB of a MySQL server's storage for a month.</summary>
    public required double MySqlGbMonth { get; init; }

    /// <summary>A GB of file storage for a month.</summary>
    public required double FileGbMonth { get; init; }

    /// <summary>Keys whose figures nobody has compared with Oracle's pages.</summary>
    public required IReadOnlyList<string> Unchecked { get; init; }

    /// <summary>Reads the table that is embedded in the program.</summary>
    public static PriceTable Read()
    {
        using var stream = typeof(PriceTable).Assembly.GetManifestResourceStream("prices.yaml")
            ?? throw new InvalidOperationException("The program carries no price table.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    internal static PriceTable Parse(string text)
    {
        var problems = new ProblemList("prices.yaml");
        var map = YamlTree.Read(text, problems) as YamlMap;
        var root = new Section("", new Position(1, 1), map, problems);
        var compute = root.Map("compute");
        var unchecked_ = new List<string>();
        double Price(Section section, string name, string key)
        {
            if (section.Flag("checked") != true && !unchecked_.Contains(name))
            {
                unchecked_.Add(name);
            }

            return section.Number(key, "0.01") ?? throw new InvalidDataException($"prices.yaml: {name} has no {key}.");
        }

        double Single(string name, string key) => Price(root.Map(name), name, key);
        var computeMap = map?.Entries.FirstOrDefault(entry => entry.Key == "compute")?.Value as YamlMap;
        var table = new PriceTable
        {
            AsOf = DateOnly.ParseExact(root.Text("as_of") ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture),
            HoursPerMonth = root.Number("hours_per_month", "744") ?? 744,
            Shapes = (computeMap?.Entries ?? []).ToDictionary(
                entry => entry.Key,
                entry => new ShapePrice(
                    Price(compute.Map(entry.Key), entry.Key, "ocpu_hour"),
                    Price(compute.Map(entry.Key), entry.Key, "memory_gb_hour"))),
            BlockGbMonth = Single("block_volume", "gb_month"),
            MySqlEcpuHour = Single("mysql", "ecpu_hour"),
            MySqlGbMonth = Single("mysql_storage", "gb_month"),
            FileGbMonth = Single("file_storage", "gb_month"),
            Unchecked = unchecked_,
        };
        return problems.HasErrors ? throw new InvalidDataException(string.Join('\n', problems.InFileOrder)) : table;
    }
}

/// <summary>What a flexible shape costs.</summary>
/// <param name="OcpuHour">US dollars for an OCPU and an hour.</param>
/// <param name="MemoryGbHour">US dollars for a GB of memory and an hour.</param>
public sealed record ShapePrice(double OcpuHour, double MemoryGbHour);
