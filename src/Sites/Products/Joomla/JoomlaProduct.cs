using System.Text.Json.Nodes;
using MoodleNodeAgent.Protocol.Agent.V1;
using static MoodleNodeAgent.Sites.Products.SpecParts;

namespace MoodleNodeAgent.Sites.Products.Joomla;

/// <summary>Joomla 4.3 and later. It knows one database server: the replicas stay unused.</summary>
internal sealed class JoomlaProduct : PhpProduct
{
    public const string LocalCache = "/var/cache/httpd/joomla-cache";
    public const string LocalTemporary = "/var/cache/httpd/joomla-tmp";

    private const string InstallerTool = $"{SiteTools.Folder}/joomla-install.php";

    public override string Name => "joomla";

    public override ReleaseFormat Release { get; } = new()
    {
        Top = "",
        VersionFiles = ["administrator/manifests/files/joomla.xml"],
        // <version>5.1.2</version>
        VersionPattern = @"<version>([0-9]{1,3}(?:\.[0-9]{1,3}){1,2})</version>",
    };

    public override IProductCommands Commands => new PhpCommands(this);

    public override string? RefuseSetting(string name) => JoomlaConfig.Refusal(name);

    protected override string CodeRoot => "/var/www/joomla";

    // The installer adds the user last.
    protected override InstallationMark Mark => new($"{JoomlaConfig.TablePrefix}users", "username", ["admin"]);

    protected override IEnumerable<TimerTask> Timers => [EveryMinute($"{CodeRoot}/cli/joomla.php", "scheduler:run", "--all")];

    public override SiteProof Proof(Site site, ApplicationInputs inputs) => new()
    {
        PagePath = "/administrator/index.php",
        PageContains = "form-login",
        LoginPath = "/administrator/index.php",
        UserField = "username",
        User = "admin",
        PasswordField = "passwd",
        MemberPath = "/administrator/index.php?option=com_users&view=users",
        MemberContains = "task=logout",
        ReadsReplicas = false,
    };

    protected override string HttpdConf(Site site) => WebServerFiles.HttpdConf(
        site, CodeRoot, fallback: "/index.php", denied: @"^/(?:installation/|configuration\.php|(?:images|files)/.*\.(?i:php|phar))");

    protected override IReadOnlyList<ConfigFile> Configuration(Site site, ApplicationInputs inputs) =>
    [
        new("app/paths", $"{CodeRoot}/defines.php", JoomlaConfig.RenderPaths(CodeRoot)),
        new("app/paths-administrator", $"{CodeRoot}/administrator/defines.php", JoomlaConfig.RenderPaths(CodeRoot)),
        new("app/config", $"{CodeRoot}/configuration.php", JoomlaConfig.Render(site, inputs)),
    ];

    protected override IEnumerable<TaskSpec> LocalFolders(Site site) =>
    [
        Folder("app/cache-folder", Path.GetDirectoryName(LocalCache)!, "700"),
        Folder("app/local-cache", LocalCache, "700"),
        Folder("app/local-temporary", LocalTemporary, "700"),
    ];

    protected override IEnumerable<TaskSpec> SharedFolders(Site site) =>
    [
        Folder("app/images-folder", $"{site.Storage.Mount}/images", "770"),
        Folder("app/files-folder", $"{site.Storage.Mount}/files", "770"),
        Link("app/images", $"{CodeRoot}/images", $"{site.Storage.Mount}/images"),
        Link("app/files", $"{CodeRoot}/files", $"{site.Storage.Mount}/files"),
    ];

    protected override (string[] Script, IEnumerable<TaskSpec> Tools, JsonNode Input) Installer(
        Site site, ApplicationInputs inputs) =>
        (
            [InstallerTool, CodeRoot],
            [SiteTools.File("app/installer", InstallerTool)],
            new JsonObject
            {
                ["user"] = "admin",
                ["email"] = $"admin@{site.Name}.invalid",
                ["password"] = inputs.AdminPassword,
            });
}
