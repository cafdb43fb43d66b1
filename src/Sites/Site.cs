namespace MoodleNodeAgent.Sites;

/// <summary>One deployment as its site file describes it, validated, with every default filled in.</summary>
public sealed record Site
{
    /// <summary>Name of the site: lower-case letters, digits and hyphens, at most 30 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Product that runs on it, such as "moodle" or "sample".</summary>
    public required string Product { get; init; }

    /// <summary>Release of the product.</summary>
    public required ReleaseSpec Release { get; init; }

    /// <summary>Public URL without a trailing slash; null: http://ADDRESS of the balancer (with the port unless 80).</summary>
    public string? Url { get; init; }

    /// <summary>Most that the site may cost, in US dollars a month at list prices; null: no limit. Preflight compares
    /// its estimate with it.</summary>
    public double? Budget { get; init; }

    /// <summary>Resources that were there before, OCID by step path such as "network/vcn": used as they are, never
    /// changed in their settings, never deleted. "balancer/set-80" names the balancer's backend set of a port. Default:
    /// none.</summary>
    public IReadOnlyDictionary<string, string> Adopted { get; init; } =
        System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    public required CloudSpec Cloud { get; init; }
    public required NetworkSpec Network { get; init; }
    public required NodesSpec Nodes { get; init; }
    public required DatabaseSpec Database { get; init; }
    public required StorageSpec Storage { get; init; }
    public required BalancerSpec Balancer { get; init; }

    /// <summary>The host in the site's network on which its coordinator runs; null (default): the coordinator is there
    /// already, and its operator looks after it.</summary>
    public ControlSpec? Control { get; init; }

    /// <summary>The administrator's own settings of the product, in a section of their own in its configuration; "true",
    /// "false" and whole numbers are written as such. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether agents repair what differs from what was applied; else it is only told. Default: false.</summary>
    public bool RepairDrift { get; init; }
}

/// <summary>Where the product's code comes from: a release name, or an archive with its checksum.</summary>
public sealed record ReleaseSpec
{
    /// <summary>Version such as "4.4"; decides about PHP and document root.</summary>
    public required string Version { get; init; }

    /// <summary>Path of a local archive as written in the site file, relative to it; null: none.</summary>
    public string? Archive { get; init; }

    /// <summary>SHA-256 that the archive must have, 64 lower-case hex digits; null: not stated.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Plugins that are put into the code. Default: none.</summary>
    public IReadOnlyList<PluginSpec> Plugins { get; init; } = [];
}

/// <summary>An archive with a plugin.</summary>
/// <param name="Archive">Path as written in the site file, relative to it.</param>
/// <param name="Sha256">SHA-256 that it must have, 64 lower-case hex digits; null: not stated.</param>
public sealed record PluginSpec(string Archive, string? Sha256);

/// <summary>Which cloud.</summary>
public sealed record CloudSpec
{
    /// <summary>"oci" or "local".</summary>
    public required string Provider { get; init; }

    /// <summary>Profile of ~/.oci/config. Default: DEFAULT.</summary>
    public required string Profile { get; init; }

    /// <summary>Compartment OCID; null with provider local: the tenancy itself.</summary>
    public string? Compartment { get; init; }

    /// <summary>Region such as "eu-frankfurt-1"; null: the profile's.</summary>
    public string? Region { get; init; }
}

/// <summary>Address ranges of the site.</summary>
public sealed record NetworkSpec
{
    /// <summary>CIDR of the VCN. Default: 10.0.0.0/16.</summary>
    public required string Cidr { get; init; }

    /// <summary>Subnet of the balancer and the control host. Default: the VCN's first /24.</summary>
    public required string PublicCidr { get; init; }

    /// <summary>Subnet of the web nodes and the mount target. Default: the VCN's second /24.</summary>
    public required string NodesCidr { get; init; }

    /// <summary>Subnet of the database. Default: the VCN's third /24.</summary>
    public required string DatabaseCidr { get; init; }

    /// <summary>Whether the network was there before and the site adds security lists of its own to its subnets. Default:
    /// false.</summary>
    public bool AddsSecurityLists { get; init; }
}

/// <summary>The control host.</summary>
public sealed record ControlSpec
{
    /// <summary>Default: VM.Standard.A1.Flex.</summary>
    public required string Shape { get; init; }

    /// <summary>Default: 1.</summary>
    public required double Ocpus { get; init; }

    /// <summary>Default: 6.</summary>
    public required double MemoryGb { get; init; }

    /// <summary>IPv4 ranges from which operators come. Default: none; with provider local this machine.</summary>
    public required IReadOnlyList<string> Operators { get; init; }

    /// <summary>Its private IPv4 address: the fifth of the public subnet.</summary>
    public required string Address { get; init; }
}

/// <summary>The web servers.</summary>
public sealed record NodesSpec
{
    /// <summary>1 to 200. Default: 2.</summary>
    public required int Count { get; init; }

    /// <summary>Shapes in the order of preference. Default: VM.Standard.A1.Flex.</summary>
    public required IReadOnlyList<string> Shapes { get; init; }

    /// <summary>Default: 2.</summary>
    public required double Ocpus { get; init; }

    /// <summary>Default: 12.</summary>
    public required double MemoryGb { get; init; }

    /// <summary>Operating system and version, such as "Oracle Linux 9".</summary>
    public required string Image { get; init; }

    /// <summary>Names "web-1" to "web-COUNT".</summary>
    public IReadOnlyList<string> Names => [.. Enumerable.Range(1, Count).Select(number => $"web-{number}")];
}

/// <summary>The DB system and its read replicas.</summary>
public sealed record DatabaseSpec
{
    /// <summary>MySQL version family. Default: "8.4".</summary>
    public required string Version { get; init; }

    /// <summary>Default: MySQL.8, the smallest that takes read replicas.</summary>
    public required string Shape { get; init; }

    /// <summary>Default: true.</summary>
    public required bool HighAvailability { get; init; }

    /// <summary>Default: 100.</summary>
    public required int StorageGb { get; init; }

    /// <summary>0 to 18. Default: 2.</summary>
    public required int Replicas { get; init; }

    /// <summary>Where reads go. Default: the replicas themselves.</summary>
    public ReadPath Reads { get; init; }

    /// <summary>The in-memory cluster beside the DB system. Default: none.</summary>
    public HeatWaveSpec HeatWave { get; init; } = new();
}

/// <summary>A HeatWave cluster. It holds copies of tables, and no data of its own.</summary>
public sealed record HeatWaveSpec
{
    /// <summary>0 to 64; 0: no cluster. Default: 0.</summary>
    public int Nodes { get; init; }

    /// <summary>Shape of each of its nodes. Default: HeatWave.32GB, the smallest.</summary>
    public string Shape { get; init; } = "HeatWave.32GB";
}

/// <summary>Where a site's reads go.</summary>
public enum ReadPath
{
    /// <summary>To the replicas, each watched by the lag guard.</summary>
    Replicas,

    /// <summary>To OCI's read endpoint, which chooses one; when one lags, all reads go to the primary.</summary>
    Endpoint,

    /// <summary>To the primary, whatever replicas there are.</summary>
    Primary,
}

/// <summary>The shared file system.</summary>
public sealed record StorageSpec
{
    /// <summary>Export path. Default: /moodledata.</summary>
    public required string Export { get; init; }

    /// <summary>Mount point on each node. Default: /var/www/moodledata.</summary>
    public required string Mount { get; init; }
}

/// <summary>The network load balancer.</summary>
public sealed record BalancerSpec
{
    /// <summary>TCP ports, the same inside and outside. Default: 80.</summary>
    public required IReadOnlyList<int> Listeners { get; init; }

    /// <summary>Health check. Default ("site"): our own endpoint on each node, which fails for faults of the node only;
    /// the seed's is path "/", status 303.</summary>
    public required HealthSpec Health { get; init; }
}

/// <summary>An HTTP health check.</summary>
public sealed record HealthSpec(string Path, int Status);
