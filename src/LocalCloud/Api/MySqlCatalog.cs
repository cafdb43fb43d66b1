using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>A shape of MySQL HeatWave; the API counts its cores in OCPUs.</summary>
internal sealed record MySqlShape(string Name, int Ocpus, int MemoryGb);

/// <summary>Shapes, default configurations and versions of MySQL.</summary>
internal sealed class MySqlCatalog
{
    /// <summary>Replicas and read endpoints need this many OCPUs.</summary>
    private const int OcpusForReplicas = 4;

    private readonly List<JsonObject> _configurations;
    private readonly Cloud _cloud;

    public MySqlCatalog(Cloud cloud)
    {
        _cloud = cloud;
        _configurations = [.. Shapes.SelectMany(shape => new[]
        {
            Configuration(shape.Name, "Standalone", "standalone"), Configuration(shape.Name, "HA", "high availability"),
        })];
    }

    public IReadOnlyList<MySqlShape> Shapes { get; } =
    [
        new("MySQL.2", 1, 16), new("MySQL.4", 2, 32), new("MySQL.8", 4, 64), new("MySQL.16", 8, 128),
        new("MySQL.32", 16, 256), new("MySQL.48", 24, 384), new("MySQL.64", 32, 512), new("MySQL.256", 128, 1024),
    ];

    /// <summary>Shapes of the nodes of HeatWave clusters.</summary>
    public IReadOnlyList<MySqlShape> HeatWaveShapes { get; } =
    [
        new("HeatWave.32GB", 1, 32), new("HeatWave.512GB", 16, 512), new("MySQL.HeatWave.VM.Standard", 16, 512),
    ];

    /// <summary>Newest first within a family.</summary>
    public IReadOnlyList<(string Family, IReadOnlyList<string> Versions)> Versions { get; } =
    [
        ("8.0", ["8.0.43"]), ("8.4 - LTS", ["8.4.6", "8.4.5"]), ("9 - Innovation", ["9.4.1"]),
    ];

    public void AddTo(Handlers handlers)
    {
        handlers.Add("mysql:ListShapes", ListShapes);
        handlers.Add("ListConfigurations", call => call.List(_configurations, new Dictionary<string, string?>
        {
            ["compartmentId"] = null, ["configurationId"] = "id",
        }));
        handlers.Add("ListVersions", _ => new ApiAnswer
        {
            Body = new JsonArray([.. Versions.Select(family => new JsonObject
            {
                ["versionFamily"] = family.Family,
                ["versions"] = new JsonArray([.. family.Versions.Select(version =>
                    new JsonObject { ["version"] = version, ["description"] = version })]),
            })]),
        });
    }

    public MySqlShape Shape(string name) => Shapes.FirstOrDefault(shape => shape.Name == name)
        ?? throw ApiError.InvalidParameter($"Invalid value for parameter shapeName: {name}");

    public MySqlShape HeatWaveShape(string name) => HeatWaveShapes.FirstOrDefault(shape => shape.Name == name)
        ?? throw ApiError.InvalidParameter($"Invalid value for parameter shapeName: {name}");

    public void CheckFitForReplicas(string shapeName, string what)
    {
        if (Shape(shapeName).Ocpus < OcpusForReplicas)
        {
            throw ApiError.InvalidParameter(
                $"A {what} needs a shape with at least {OcpusForReplicas} OCPUs (8 ECPUs); {shapeName} has fewer.");
        }
    }

    /// <summary>The configuration of a DB system: the wanted one if it suits the shape and its availability.</summary>
    public string CheckConfiguration(string? wanted, string shapeName, bool isHighlyAvailable)
    {
        string suffix = isHighlyAvailable ? ".HA" : ".Standalone";
        if (wanted is null)
        {
            return _configurations.First(configuration => configuration.Text("displayName") == shapeName + suffix)
                .Text("id");
        }

        JsonObject found = _configurations.Find(configuration => configuration.Text("id") == wanted)
            ?? throw ApiError.RelatedNotFound(wanted);
        return found.Text("displayName") == shapeName + suffix
            ? wanted
            : throw ApiError.InvalidParameter(
                $"The configuration {found.Text("displayName")} does not suit shape {shapeName}"
                + $" {(isHighlyAvailable ? "with" : "without")} high availability.");
    }

    /// <summary>A full version; a family such as 8.4 stands for its newest one, none for the newest LTS.</summary>
    public string CheckVersion(string? wanted)
    {
        IEnumerable<string> all = Versions.SelectMany(family => family.Versions);
        return wanted is null
            ? "8.4.6"
            : all.FirstOrDefault(version => version == wanted)
                ?? throw ApiError.InvalidParameter($"Invalid value for parameter mysqlVersion: {wanted}");
    }

    private JsonObject Configuration(string shape, string suffix, string word) => new()
    {
        ["id"] = Ocid.Derive("mysqlconfiguration", "", $"{shape}.{suffix}"), ["compartmentId"] = null,
        ["description"] = $"Default {word} configuration for the {shape} MySQL shape",
        ["displayName"] = $"{shape}.{suffix}", ["shapeName"] = shape, ["type"] = "DEFAULT",
            ["lifecycleState"] = "ACTIVE",
        ["timeCreated"] = "2018-09-21T10:00:00.000Z", ["timeUpdated"] = null, ["freeformTags"] = null,
        ["definedTags"] = null, ["systemTags"] = new JsonObject(),
    };

    private static JsonObject Tell(MySqlShape shape, string use) => new()
    {
        ["name"] = shape.Name, ["cpuCoreCount"] = shape.Ocpus, ["memorySizeInGBs"] = shape.MemoryGb,
        ["isSupportedFor"] = JsonAccess.ToArray([use]),
    };

    private ApiAnswer ListShapes(ApiCall call)
    {
        if (call.QueryValue("availabilityDomain") is { } domain && !_cloud.AvailabilityDomains.Contains(domain))
        {
            throw ApiError.NotFound();
        }

        bool IsWanted(string use) => !call.Query["isSupportedFor"].Any() || call.Query["isSupportedFor"].Contains(use);
        return call.List(
            (IsWanted("DBSYSTEM") ? Shapes : []).Select(shape => Tell(shape, "DBSYSTEM"))
                .Concat((IsWanted("HEATWAVECLUSTER") ? HeatWaveShapes : [])
                    .Select(shape => Tell(shape, "HEATWAVECLUSTER"))),
            new Dictionary<string, string?>
            {
                ["compartmentId"] = null, ["isSupportedFor"] = null, ["availabilityDomain"] = null,
            });
    }
}
