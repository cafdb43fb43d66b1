using System.Globalization;

namespace MoodleNodeAgent.Sites.Prices;

/// <summary>What one step of a site costs.</summary>
/// <param name="Step">Path of the step, such as "database/system".</param>
/// <param name="Monthly">US dollars a month.</param>
/// <param name="Basis">What is reckoned, such as "3 × MySQL.8, 100 GB".</param>
public sealed record StepPrice(string Step, double Monthly, string Basis);

/// <summary>What a site costs a month at list prices: what runs all the time. Traffic and backups are not in it.</summary>
public static class SitePrice
{
    private const int BootVolumeGb = 47;
    private const int MembersOfHighAvailability = 3;
    private const string ControlShape = "VM.Standard.A1.Flex";
    private const string FreeShape = "MySQL.Free";
    private const double ControlOcpus = 1;
    private const double ControlMemoryGb = 6;

    // Billed by what is stored; nobody knows that before the first day.
    private const int AssumedFilesGb = 100;

    /// <summary>Price of each step that costs something, for the first of the shapes.</summary>
    public static IReadOnlyList<StepPrice> Of(Site site, PriceTable table)
    {
        var steps = new List<StepPrice>
        {
            new("control/host", Host(table, ControlShape, ControlOcpus, ControlMemoryGb),
                HostBasis(ControlShape, ControlOcpus, ControlMemoryGb)),
        };
        var shape = site.Nodes.Shapes[0];
        steps.AddRange(site.Nodes.Names.Select(node => new StepPrice(
            $"node/{node}/instance", Host(table, shape, site.Nodes.Ocpus, site.Nodes.MemoryGb),
            HostBasis(shape, site.Nodes.Ocpus, site.Nodes.MemoryGb))));
        var database = site.Database;
        var members = database.HighAvailability ? MembersOfHighAvailability : 1;
        var server = Server(table, database);
        steps.Add(new StepPrice(
            "database/system", members * server, Text($"{members} × {database.Shape}, {database.StorageGb} GB each")));
        steps.AddRange(Enumerable.Range(1, database.Replicas).Select(number => new StepPrice(
            Text($"database/replica-{number}"), server, Text($"{database.Shape}, {database.StorageGb} GB"))));
        steps.Add(new StepPrice(
            "storage/file-system", AssumedFilesGb * table.FileGbMonth,
            Text($"assumed {AssumedFilesGb} GB; billed by what is stored")));
        return steps;
    }

    /// <summary>Entries of the price table that the site's estimate rests on.</summary>
    public static IReadOnlyList<string> KeysOf(Site site) =>
    [
        ControlShape, site.Nodes.Shapes[0], "block_volume", "file_storage",
        .. site.Database.Shape == FreeShape ? (string[])[] : ["mysql", "mysql_storage"],
    ];

    /// <summary>Steps of the site that cost something and that the table has no price of.</summary>
    public static IReadOnlyList<string> UnpricedOf(Site site) =>
        site.Database.HeatWave.Nodes > 0 ? ["database/heatwave"] : [];

    private static double Host(PriceTable table, string shape, double ocpus, double memory) =>
        table.Shapes.TryGetValue(shape, out var price)
            ? (((ocpus * price.OcpuHour) + (memory * price.MemoryGbHour)) * table.HoursPerMonth)
                + (BootVolumeGb * table.BlockGbMonth)
            : throw new InvalidDataException($"The price table has no {shape}.");

    // Sample: MySQL.8 has 8 ECPUs; MySQL.Free costs nothing.
    private static double Server(PriceTable table, DatabaseSpec database) =>
        int.TryParse(database.Shape.Split('.')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var ecpus)
            ? (ecpus * table.MySqlEcpuHour * table.HoursPerMonth) + (database.StorageGb * table.MySqlGbMonth)
            : 0;

    private static string HostBasis(string shape, double ocpus, double memory) =>
        Text($"{shape}, {ocpus} OCPU, {memory} GB, boot volume {BootVolumeGb} GB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
