namespace MoodleNodeAgent.Sites.Products;

/// <summary>Moodle 4.1 and later.</summary>
internal sealed class MoodleProduct : PhpProduct
{
    public override string Name => "moodle";

    // "version" is set early; the installer goes on to set the others, "registerauth" after all default settings.
    protected override IReadOnlyList<string> InstallationMarks => ["version", "rolesactive", "registerauth"];

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

    protected override string DocumentRoot(Site site) => HasPublicFolder(site) ? $"{CodeRoot}/public" : CodeRoot;

    protected override string SetupPath(Site site) => HasPublicFolder(site) ? "/public/lib/setup.php" : "/lib/setup.php";

    // Since 5.1 all that is served lies in public/; the folder above must not be.
    private static bool HasPublicFolder(Site site)
    {
        var parts = site.Release.Version.Split('.');
        return int.TryParse(parts[0], out var major)
            && int.TryParse(parts.ElementAtOrDefault(1)?.TakeWhile(char.IsAsciiDigit).ToArray(), out var minor)
            && (major > 5 || (major == 5 && minor >= 1));
    }
}
