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

    /// <summary>Stage "packages": needs nothing but the site.</summary>
    NodeSpec Packages(Site site, string node);

    /// <summary>Stage "storage": fstab line and mount, ownership, SELinux booleans.</summary>
    NodeSpec Storage(Site site, string node, StorageOutputs storage);

    /// <summary>Stage "app": code, config.php, web server and PHP settings, units.</summary>
    NodeSpec Application(Site site, string node, ApplicationInputs inputs);

    /// <summary>The installer, run once per site on one node, guarded by its own question whether it is needed.</summary>
    NodeSpec Installation(Site site, string node, ApplicationInputs inputs);

    /// <summary>Requests by which the coordinator proves the finished site.</summary>
    SiteProof Proof(Site site, ApplicationInputs inputs);
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
}
