using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>Our own small files on each node, outside the product's code: health, maintenance, replicas, helpers.</summary>
internal static class SiteTools
{
    /// <summary>Owned by root, read by the web user. The agent writes replicas.json here by itself.</summary>
    public const string Folder = "/var/www/site-tools";

    /// <summary>Path of the health check in a URL; no product has it.</summary>
    public const string HealthPath = "/mna-health";

    /// <summary>What users get while the site is closed.</summary>
    public const string MaintenancePage = $"{Folder}/maintenance.html";

    /// <summary>Not empty: the site is closed.</summary>
    public const string MaintenanceFlag = $"{Folder}/maintenance";

    public const string Replicas = $"{Folder}/replicas.php";
    public const string RunCli = $"{Folder}/run-cli.php";
    public const string DatabaseState = $"{Folder}/database-state.php";
    public const string Report = $"{Folder}/node-report.php";

    /// <summary>Files that the product's configuration and httpd name, so they come first.</summary>
    public static IEnumerable<TaskSpec> Before() =>
    [
        File("app/replicas", Replicas),
        File("app/health", $"{Folder}/health.php"),
        File("app/maintenance-page", MaintenancePage),
        File("app/report", Report),
        File("app/run-cli", RunCli),
        File("app/database-state", DatabaseState),
    ];

    /// <summary>What the health check compares with; last, when all of it is in place.</summary>
    /// <param name="site">The site.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="codeRoot">Link to the code.</param>
    /// <param name="config">Path and content of the product's configuration.</param>
    public static TaskSpec Expectation(Site site, string node, string codeRoot, (string Path, string Content) config) =>
        SpecParts.TextFile("app/expectation", $"{Folder}/expectation.json", new JsonObject
        {
            ["node"] = node,
            ["mount"] = site.Storage.Mount,
            ["code"] = codeRoot,
            ["config"] = config.Path,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(config.Content))),
        }.ToJsonString() + "\n");

    /// <summary>A file of this program's own.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(SiteTools).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static TaskSpec File(string id, string path) => SpecParts.TextFile(id, path, Text(Path.GetFileName(path)));

    /// <summary>A value made of the site's key, such as a salt: the same on all nodes, another for each purpose.</summary>
    public static string Derived(string key, string purpose) => Convert.ToBase64String(
        HMACSHA512.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(purpose)));

    /// <summary>php-fpm's processes for a node: what its memory holds beside the system, 128 MiB each.</summary>
    public static int Processes(NodesSpec nodes) =>
        Math.Clamp((int)((nodes.MemoryGb - 1) * 0.8 * 1024 / 128), 5, 400);

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
