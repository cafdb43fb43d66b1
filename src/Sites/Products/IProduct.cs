using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>What a site runs: maps a Site and what the cloud answered to tasks. Pure. The node work comes in stages,
/// so that packages are installed while the database is still being created.</summary>
public interface IProduct
{
    /// <summary>Word in the site file, such as "moodle".</summary>
    string Name { get; }

    /// <summary>Health check that suits the product.</summary>
    HealthSpec Health { get; }

    /// <summary>How its release archives look.</summary>
    ReleaseFormat Release { get; }

    /// <summary>Why the administrator's own setting of this name cannot be; null: it can.</summary>
    string? RefuseSetting(string name);

    /// <summary>What of the site does not fit the product: path of the key in the site file, and what is wrong with the
    /// remedy.</summary>
    IEnumerable<(string Key, string Message)> Check(Site site);

    /// <summary>Stage "packages": needs nothing but the site.</summary>
    NodeSpec Packages(Site site, string node);

    /// <summary>Stage "storage": fstab line and mount, ownership, SELinux booleans.</summary>
    NodeSpec Storage(Site site, string node, StorageOutputs storage);

    /// <summary>Stage "app": code, config.php, web server and PHP settings, units.</summary>
    NodeSpec Application(Site site, string node, ApplicationInputs inputs);

    /// <summary>The installer, run once per site on one node, guarded by its own question whether it is needed.</summary>
    NodeSpec Installation(Site site, string node, ApplicationInputs inputs);

    /// <summary>Stage "cron", once the site is installed: what runs by the clock, on each node, so that it goes on
    /// when one dies.</summary>
    NodeSpec Schedule(Site site, string node, ApplicationInputs inputs);

    /// <summary>Commands of its own for the days after; null: the product has none of this kind.</summary>
    IProductCommands Commands { get; }

    /// <summary>Requests by which the coordinator proves the finished site.</summary>
    SiteProof Proof(Site site, ApplicationInputs inputs);
}

/// <summary>What an administrator does with a site that runs. Each is a node spec for one node.</summary>
public interface IProductCommands
{
    /// <summary>The maintenance page for users, served by the web server of the node; the node stays healthy.</summary>
    NodeSpec Maintenance(Site site, string node, bool on);

    /// <summary>Empties the product's caches; null: it has none, or no command for it.</summary>
    NodeSpec? PurgeCaches(Site site, string node);

    /// <summary>Reads a setting; the answer is the task's output. Null: the product has no command for it.</summary>
    NodeSpec? GetSetting(Site site, string node, SettingName setting);

    /// <summary>Writes a setting. Null: the product has no command for it.</summary>
    NodeSpec? SetSetting(Site site, string node, SettingName setting, string value);

    /// <summary>Stops or starts what runs by the clock on a node, and waits for what is under way.</summary>
    NodeSpec Cron(Site site, string node, bool on);

    /// <summary>Waits until nothing that runs by the clock is under way on any node; null: nothing to wait for.</summary>
    NodeSpec? DrainCron(Site site, string node);

    /// <summary>Brings the database to the code of the node, once; null: the product has no command for it.</summary>
    NodeSpec? UpgradeDatabase(Site site, string node);

    /// <summary>Another release beside the one that serves, so that the switch is short.</summary>
    NodeSpec Fetch(Site site, string node, ApplicationInputs inputs);

    /// <summary>Web server and PHP, stopped and started.</summary>
    NodeSpec Restart(Site site, string node);

    /// <summary>Web server and PHP, running.</summary>
    NodeSpec Serving(Site site, string node);

    /// <summary>Works on a snapshot of the shared storage, which the node sees in it: "mark" writes the name that the next
    /// one has, "compare" reads all files of one, "restore" also puts back what is missing or another one. JSON in the task's
    /// output.</summary>
    NodeSpec Snapshot(Site site, string node, string action, string name);

    /// <summary>What the node says of itself, as JSON in the task's output; leaves the word in the shared storage, and
    /// tells which words it finds there.</summary>
    NodeSpec Report(Site site, string node, string word);
}

/// <summary>A setting of the product.</summary>
/// <param name="Component">Plugin, such as "mod_forum"; empty: the product itself.</param>
/// <param name="Name">Such as "theme".</param>
public sealed record SettingName(string Component, string Name);

/// <summary>How the release archives of a product look.</summary>
public sealed record ReleaseFormat
{
    /// <summary>Folder that holds all, such as "moodle"; "{version}" in it stands for the version. Empty: none.</summary>
    public required string Top { get; init; }

    /// <summary>Files below it of which one tells the version.</summary>
    public required IReadOnlyList<string> VersionFiles { get; init; }

    /// <summary>Regular expression whose first group is the version.</summary>
    public required string VersionPattern { get; init; }

    /// <summary>Whether plugins have Moodle's form. Default: false.</summary>
    public bool TakesPlugins { get; init; }

    /// <summary>The folder of one version.</summary>
    public string TopOf(string version) => Top.Replace("{version}", version, StringComparison.Ordinal);
}

/// <summary>Where the export is.</summary>
/// <param name="Address">IPv4 address of the mount target.</param>
/// <param name="ExportPath">Such as "/moodledata".</param>
public sealed record StorageOutputs(string Address, string ExportPath)
{
    /// <summary>Source as in fstab, such as "10.0.1.10:/moodledata".</summary>
    public string Source => $"{Address}:{ExportPath}";
}

/// <summary>An address and a TCP port.</summary>
public sealed record Endpoint(string Address, int Port);

/// <summary>All that the product needs to know of what was created.</summary>
public sealed record ApplicationInputs
{
    public required string Url { get; init; }
    public required StorageOutputs Storage { get; init; }

    /// <summary>Moodle's word for the server: "mysqli" (MySQL) or "mariadb", from SELECT VERSION().</summary>
    public required string DatabaseType { get; init; }
    public required Endpoint Primary { get; init; }
    public required IReadOnlyList<Endpoint> Replicas { get; init; }
    public required string DatabaseName { get; init; }
    public required string DatabaseUser { get; init; }
    public required string DatabasePassword { get; init; }

    /// <summary>Whether the product has to encrypt its database connections. Default: true.</summary>
    public bool DatabaseTls { get; init; } = true;
    public required string AdminPassword { get; init; }

    /// <summary>Key of the site from which the product's own keys and salts are made, the same on all nodes.</summary>
    public required string SiteKey { get; init; }

    /// <summary>SHA-256 of the release archive.</summary>
    public required string ArchiveSha256 { get; init; }

    /// <summary>Size of the release archive in bytes.</summary>
    public required long ArchiveSize { get; init; }
}

/// <summary>How to prove a site through its balancer: a page, then a login, which writes a session and reads back.</summary>
public sealed record SiteProof
{
    /// <summary>Path of a page that only a working site serves, such as "/login/index.php".</summary>
    public required string PagePath { get; init; }

    /// <summary>Text that the page has to contain.</summary>
    public required string PageContains { get; init; }

    /// <summary>Login form: path to post to; the hidden fields of the page are sent along.</summary>
    public required string LoginPath { get; init; }
    public required string UserField { get; init; }
    public required string User { get; init; }
    public required string PasswordField { get; init; }

    /// <summary>Path of a page that only somebody logged in sees, and a text in it.</summary>
    public required string MemberPath { get; init; }
    public required string MemberContains { get; init; }

    /// <summary>Whether pages read from the replicas by themselves, so that the servers' counters have to show it.
    /// Default: true.</summary>
    public bool ReadsReplicas { get; init; } = true;
}
