using System.Text.Json.Nodes;
using MoodleNodeAgent.Protocol.Agent.V1;
using static MoodleNodeAgent.Sites.Products.SpecParts;

namespace MoodleNodeAgent.Sites.Products.WordPress;

/// <summary>WordPress 6.1 and later. Uploads are shared; code, plugins and themes come with the archive.</summary>
internal sealed class WordPressProduct : PhpProduct
{
    private const string InstallerTool = $"{SiteTools.Folder}/wordpress-install.php";

    public override string Name => "wordpress";

    public override ReleaseFormat Release { get; } = new()
    {
        Top = "wordpress",
        VersionFiles = ["wp-includes/version.php"],
        // $wp_version = '6.5.2';
        VersionPattern = @"\$wp_version\s*=\s*'([0-9]{1,3}(?:\.[0-9]{1,3}){1,2})",
    };

    public override IProductCommands Commands => new PhpCommands(this);

    public override string? RefuseSetting(string name) => WordPressConfig.Refusal(name);

    protected override string CodeRoot => "/var/www/wordpress";

    protected override InstallationMark Mark =>
        new($"{WordPressConfig.TablePrefix}options", "option_name", ["siteurl", "db_version", "wp_user_roles"]);

    protected override IEnumerable<TimerTask> Timers => [EveryMinute($"{CodeRoot}/wp-cron.php")];

    public override SiteProof Proof(Site site, ApplicationInputs inputs) => new()
    {
        PagePath = "/wp-login.php",
        PageContains = "user_login",
        LoginPath = "/wp-login.php",
        UserField = "log",
        User = "admin",
        PasswordField = "pwd",
        MemberPath = "/wp-admin/profile.php",
        MemberContains = "your-profile",
        // Only with a drop-in in the archive.
        ReadsReplicas = false,
    };

    // A script in the shared uploads must never run.
    protected override string HttpdConf(Site site) => WebServerFiles.HttpdConf(
        site, CodeRoot, fallback: "/index.php", denied: @"^/wp-content/uploads/.*\.(?i:php|phar)");

    protected override IReadOnlyList<ConfigFile> Configuration(Site site, ApplicationInputs inputs) =>
    [
        new("app/replica-config", $"{CodeRoot}/db-config.php", WordPressConfig.RenderReplicas(inputs)),
        new("app/config", $"{CodeRoot}/wp-config.php", WordPressConfig.Render(site, inputs)),
    ];

    protected override IEnumerable<TaskSpec> SharedFolders(Site site) =>
    [
        Folder("app/uploads-folder", $"{site.Storage.Mount}/uploads", "770"),
        Link("app/uploads", $"{CodeRoot}/wp-content/uploads", $"{site.Storage.Mount}/uploads"),
    ];

    protected override (string[] Script, IEnumerable<TaskSpec> Tools, JsonNode Input) Installer(
        Site site, ApplicationInputs inputs) =>
        (
            [InstallerTool, CodeRoot],
            [SiteTools.File("app/installer", InstallerTool)],
            new JsonObject
            {
                ["title"] = site.Name,
                ["user"] = "admin",
                ["email"] = $"admin@{site.Name}.invalid",
                ["password"] = inputs.AdminPassword,
                ["url"] = inputs.Url,
            });
}
