namespace MoodleNodeAgent.Sites.Products;

/// <summary>The sample application of this project, which has Moodle's seams: config.php, installer, login.</summary>
internal sealed class SampleProduct : PhpProduct
{
    public override string Name => "sample";

    protected override IReadOnlyList<string> InstallationMarks => ["version"];

    public override SiteProof Proof(Site site, ApplicationInputs inputs) => new()
    {
        PagePath = "/login/index.php",
        PageContains = "logintoken",
        LoginPath = "/login/index.php",
        UserField = "username",
        User = "admin",
        PasswordField = "password",
        MemberPath = "/notes.php",
        MemberContains = "Signed in as admin",
    };
}
