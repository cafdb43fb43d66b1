using System.Text.Json.Nodes;
using MoodleNodeAgent.Protocol.Agent.V1;
using static MoodleNodeAgent.Sites.Products.SpecParts;

namespace MoodleNodeAgent.Sites.Products.Moodle;

/// <summary>Moodle 4.1 and later.</summary>
internal class MoodleProduct : PhpProduct
{
    /// <summary>Prefix of all tables.</summary>
    public const string TablePrefix = "mdl_";

    // Below httpd's own cache folder new files get a type that SELinux lets the web server write.
    public const string LocalCache = "/var/cache/httpd/moodle-localcache";

    public override string Name => "moodle";

    public override ReleaseFormat Release { get; } = new()
    {
        Top = "moodle",
        VersionFiles = ["version.php", "public/version.php"],
        // $release  = '4.4dev (Build: 20231124)'; // Human-friendly version name
        VersionPattern = @"\$release\s*=\s*['""]([0-9]{1,3}(?:\.[0-9]{1,3}){1,2}(?:dev|beta|rc[0-9]|\+)?)",
    };

    public override IProductCommands Commands => new MoodleCommands(this);

    public override string? RefuseSetting(string name) => MoodleConfig.Refusal(name);

    public override IEnumerable<(string Key, string Message)> Check(Site site)
    {
        var version = MoodleVersion.Of(site.Release.Version);
        if (version.PhpOn(site.Nodes.Image) is null)
        {
            yield return ("nodes.image",
                $"Moodle {site.Release.Version} needs PHP {version.Php.Least} to {version.Php.Most}, which "
                + $"{site.Nodes.Image} does not offer. Use another release of Oracle Linux or of Moodle.");
        }
    }

    protected override string CodeRoot => "/var/www/moodle";

    // "version" is set early; the installer goes on to set the others, "registerauth" after all default settings.
    protected override InstallationMark Mark =>
        new($"{TablePrefix}config", "name", ["version", "rolesactive", "registerauth"]);

    protected override IEnumerable<TimerTask> Timers => [EveryMinute($"{CodeRoot}/admin/cli/cron.php")];

    public override SiteProof Proof(Site site, ApplicationInputs inputs) => new()
    {
        PagePath = "/login/index.php",
        PageContains = "logintoken",
        LoginPath = "/login/index.php",
        UserField = "username",
        User = "admin",
        PasswordField = "password",
        MemberPath = "/user/preferences.php",
        MemberContains = "/login/logout.php?sesskey=",
    };

    protected override string? PhpStream(Site site) =>
        MoodleVersion.Of(site.Release.Version).PhpOn(site.Nodes.Image) ?? base.PhpStream(site);

    protected override string HttpdConf(Site site)
    {
        var version = MoodleVersion.Of(site.Release.Version);
        return version.HasPublicFolder
            ? WebServerFiles.HttpdConf(site, $"{CodeRoot}/public", fallback: "/r.php", denied: null)
            : WebServerFiles.HttpdConf(site, CodeRoot, fallback: null, denied: null);
    }

    protected override IReadOnlyList<ConfigFile> Configuration(Site site, ApplicationInputs inputs) =>
    [
        new(
            "app/config", $"{CodeRoot}/config.php",
            MoodleConfig.Render(site, inputs, LocalCache, MoodleVersion.Of(site.Release.Version))),
    ];

    protected override IEnumerable<TaskSpec> LocalFolders(Site site) =>
    [
        Folder("app/cache-folder", Path.GetDirectoryName(LocalCache)!, "700"),
        Folder("app/local-cache", LocalCache, "700"),
    ];

    protected override (string[] Script, IEnumerable<TaskSpec> Tools, JsonNode Input) Installer(
        Site site, ApplicationInputs inputs) =>
        (
            [SiteTools.RunCli, $"{CodeRoot}/admin/cli/install_database.php"],
            [],
            new JsonArray(
                "--agree-license",
                "--lang=en",
                "--adminuser=admin",
                $"--adminpass={inputs.AdminPassword}",
                $"--adminemail=admin@{site.Name}.invalid",
                $"--fullname={site.Name}",
                $"--shortname={site.Name}"));
}
