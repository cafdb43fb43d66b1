namespace MoodleNodeAgent.Sites.Reading;
/// <summary>Reads the section database.</summary>
internal static class DatabaseReader
{
    private const int OcpusForReplicas = 4;
    private const int MostHeatWaveNodes = 64;

    private static readonly string[] HeatWaveShapes = ["HeatWave.32GB", "HeatWave.512GB"];

    private static readonly string[] Versions = ["8.0", "8.4", "9"];

    // OCPUs of each shape. MySQL.Free takes neither replicas nor high availability.
    private static readonly Dictionary<string, int> Shapes = new()
    {
        ["MySQL.Free"] = 0,
        ["MySQL.2"] = 1,
        ["MySQL.4"] = 2,
        ["MySQL.8"] = 4,
        ["MySQL.16"] = 8,
        ["MySQL.32"] = 16,
        ["MySQL.48"] = 24,
        ["MySQL.64"] = 32,
        ["MySQL.256"] = 128,
    };

    public static DatabaseSpec Read(Section database, string product, ReleaseSpec release)
    {
        var version = ReadVersion(database, product, release);
        var shape = database.Text("shape") ?? "MySQL.8";
        var highAvailability = database.Flag("high_availability") ?? true;
        var storage = database.Integer("storage_gb", "100") ?? 100;
        var replicas = database.Integer("replicas", "2") ?? 2;
        if (storage is < 50 or > 131072)
        {
            database.Report("storage_gb", $"{storage} GB cannot be. Write 50 to 131072.");
        }

        if (replicas is < 0 or > 18)
        {
            database.Report("replicas", $"{replicas} replicas cannot be. OCI takes 0 to 18 for each DB system.");
        }

        CheckShape(database, shape, highAvailability, replicas);
        var heatwave = ReadHeatWave(database.Map("heatwave"), shape);
        var reads = ReadReads(database);
        database.RejectUnknownKeys();
        return new DatabaseSpec
        {
            Version = version,
            Shape = shape,
            HighAvailability = highAvailability,
            StorageGb = storage,
            Replicas = Math.Clamp(replicas, 0, 18),
            Reads = reads,
            HeatWave = heatwave,
        };
    }

    private static string ReadVersion(Section database, string product, ReleaseSpec release)
    {
        var version = database.Text("version") ?? "8.4";
        if (!Versions.Contains(version))
        {
            database.Report(
                "version",
                $"{Section.Quote(version)} is no MySQL version of OCI. {Suggestion.Remedy(version, Versions)}");
        }
        else if (product == "moodle" && version == "8.0" && MoodleNeeds84(release.Version))
        {
            database.Report("version", $"Moodle {release.Version} needs MySQL 8.4 or later. Write \"8.4\".");
        }

        return version;
    }

    private static ReadPath ReadReads(Section database)
    {
        switch (database.Text("reads"))
        {
            case null or "replicas":
                return ReadPath.Replicas;
            case "primary":
                return ReadPath.Primary;
            case "endpoint":
                database.Warn(
                    "reads",
                    "OCI's read endpoint chooses the replica, so when one lags the guard can only send all reads to the "
                    + "primary. Write replicas to lose the lagging one only.");
                return ReadPath.Endpoint;
            case { } other:
                database.Report("reads", $"{Section.Quote(other)} is no place to read. Write replicas, endpoint or primary.");
                return ReadPath.Replicas;
        }
    }

    private static bool MoodleNeeds84(string version) =>
        int.TryParse(version.Split('.')[0], out var major) && major >= 5;

    private static void CheckShape(Section database, string shape, bool highAvailability, int replicas)
    {
        if (!Shapes.TryGetValue(shape, out var ocpus))
        {
            database.Report(
                "shape", $"{Section.Quote(shape)} is no MySQL shape. {Suggestion.Remedy(shape, Shapes.Keys)}");
            return;
        }

        if (replicas > 0 && ocpus < OcpusForReplicas)
        {
            database.Report(
                "shape",
                $"{shape} is too small for read replicas, which need {OcpusForReplicas} OCPUs. Use MySQL.8 or larger, "
                + "or write replicas: 0.");
        }

        if (highAvailability && shape == "MySQL.Free")
        {
            database.Report(
                "shape",
                "MySQL.Free has no high availability. Use MySQL.2 or larger, or write high_availability: false.");
        }
    }

    private static HeatWaveSpec ReadHeatWave(Section heatwave, string databaseShape)
    {
        var none = new HeatWaveSpec();
        var nodes = heatwave.Integer("nodes", "2") ?? none.Nodes;
        var shape = heatwave.Text("shape") ?? none.Shape;
        if (nodes is < 0 or > MostHeatWaveNodes)
        {
            heatwave.Report("nodes", $"{nodes} HeatWave nodes cannot be. Write 0 to {MostHeatWaveNodes}; 0 is no cluster.");
        }

        if (!HeatWaveShapes.Contains(shape))
        {
            heatwave.Report(
                "shape", $"{Section.Quote(shape)} is no shape of HeatWave nodes. {Suggestion.Remedy(shape, HeatWaveShapes)}");
        }

        if (nodes > 0 && databaseShape == "MySQL.Free")
        {
            heatwave.Report("nodes", "MySQL.Free takes none of these clusters. Use MySQL.2 or larger, or write 0.");
        }

        heatwave.RejectUnknownKeys();
        return new HeatWaveSpec { Nodes = Math.Clamp(nodes, 0, MostHeatWaveNodes), Shape = shape };
    }
}
