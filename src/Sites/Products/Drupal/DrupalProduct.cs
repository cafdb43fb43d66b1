using System.Text.Json.Nodes;
using MoodleNodeAgent.Protocol.Agent.V1;
using static MoodleNodeAgent.Sites.Products.SpecParts;

namespace MoodleNodeAgent.Sites.Products.Drupal;

/// <summary>Drupal 10 and later, from the archive of drupal.org. Sessions and caches are in the database.</summary>
internal sealed class DrupalProduct : PhpProduct
{
    public const string LocalCache = "/var/cache/httpd/drupal-php";

    private const string Tool = $"{SiteTools.Folder}/drupal-run.php";

    public override string Name => "drupal";

    public override ReleaseFormat Release { get; } = new()
    {
        Top = "drupal-{version}",
        VersionFiles = ["core/lib/Drupal.php"],
        // const VERSION = '10.3.1';
        VersionPattern = @"const VERSION\s*=\s*'([0-9]{1,3}(?:\.[0-9]{1,3}){1,2})'",
    };

    public override IProductCommands Commands => new DrupalCommands(this);

    public override string? RefuseSetting(string name) => DrupalConfig.Refusal(name);

    protected override string CodeRoot => "/var/www/drupal";

    protected override InstallationMark Mark => new("key_value", "name", ["install_time", "system.cron_key"]);

    protected override IEnumerable<TimerTask> Timers =>
        [new(EveryMinute(Tool, CodeRoot, "cron")) { OnCalendar = "*-*-* *:0/15:00" }];

    public override SiteProof Proof(Site site, ApplicationInputs inputs) => new()
    {
        PagePath = "/user/login",
        PageContains = "user_login_form",
        LoginPath = "/user/login",
        UserField = "name",
        User = "admin",
        PasswordField = "pass",
        MemberPath = "/user",
        MemberContains = "/user/logout",
        // Only queries that ask for it go to a replica.
        ReadsReplicas = false,
    };

    protected override string? PhpStream(Site site) => "8.3";

    protected override string HttpdConf(Site site) => WebServerFiles.HttpdConf(
        site, CodeRoot, fallback: "/index.php",
        denied: @"^/(?:sites/default/(?:settings\.php|files/.*\.(?i:php|phar))|vendor/|core/install\.php)");

    protected override IReadOnlyList<ConfigFile> Configuration(Site site, ApplicationInputs inputs) =>
        [new("app/config", $"{CodeRoot}/sites/default/settings.php", DrupalConfig.Render(site, inputs))];

    protected override IEnumerable<TaskSpec> LocalFolders(Site site) =>
    [
        Folder("app/cache-folder", Path.GetDirectoryName(LocalCache)!, "700"),
        Folder("app/local-cache", LocalCache, "700"),
    ];

    protected override IEnumerable<TaskSpec> SharedFolders(Site site) =>
    [
        Folder("app/files-folder", $"{site.Storage.Mount}/files", "770"),
        Folder("app/private-folder", $"{site.Storage.Mount}/private", "770"),
        Folder("app/config-folder", $"{site.Storage.Mount}/config-sync", "770"),
        Link("app/files", $"{CodeRoot}/sites/default/files", $"{site.Storage.Mount}/files"),
        SiteTools.File("app/run-drupal", Tool),
    ];

    protected override (string[] Script, IEnumerable<TaskSpec> Tools, JsonNode Input) Installer(
        Site site, ApplicationInputs inputs) =>
        (
            [Tool, CodeRoot, "install"],
            [],
            new JsonObject
            {
                ["title"] = site.Name,
                ["user"] = "admin",
                ["email"] = $"admin@{site.Name}.invalid",
                ["password"] = inputs.AdminPassword,
                ["url"] = inputs.Url,
            });

    private sealed class DrupalCommands(DrupalProduct product) : PhpCommands(product)
    {
        public override NodeSpec PurgeCaches(Site site, string node) =>
            Spec(node, Script("purge-caches", Tool, product.CodeRoot, product.CodeRoot, "rebuild"));
    }
}
