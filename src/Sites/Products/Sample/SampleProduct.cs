using MoodleNodeAgent.Sites.Products.Moodle;

namespace MoodleNodeAgent.Sites.Products.Sample;

/// <summary>The sample application of this project, which has Moodle's seams: config.php, installer, command line
/// scripts, login.</summary>
internal sealed class SampleProduct : MoodleProduct
{
    public override string Name => "sample";

    protected override InstallationMark Mark => new($"{TablePrefix}config", "name", ["version"]);

    public override IEnumerable<(string Key, string Message)> Check(Site site) => [];

    protected override string? PhpStream(Site site) => "8.2";

    public override SiteProof Proof(Site site, ApplicationInputs inputs) => base.Proof(site, inputs) with
    {
        MemberPath = "/notes.php",
        MemberContains = "Signed in as admin",
    };
}
