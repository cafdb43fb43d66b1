using FsCheck;
using FsCheck.Fluent;

namespace MoodleNodeAgent.Sites;

public sealed class SiteFileReaderProperties
{
    private static readonly string[] Words =
    [
        "site", "demo", "product", "moodle", "release", "archive", "sha256", "cloud", "provider", "local", "network", "cidr",
        "10.0.0.0/16", "nodes", "count", "shapes", "ocpus", "-1", "0", "1e9", "database", "replicas", "storage", "mount",
        "balancer", "listeners", "health", "path", "status", "drift", "control", ": ", ":\n", "\n", "\n  ", "\n- ", "{", "}",
        "[", "]", ", ", "\"", "'", "&a ", "*a", "!!int ", "|\n", "? ", "---\n", "...\n", "# ", "\t", "%YAML 9\n", "\u0000", "\uFEFF",
        "<<", "~", "\\", "\r",
    ];

    [Fact]
    public void Reading_never_throws_whatever_the_text_is() =>
        Prop.ForAll<string?>(text => Holds(text ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_never_throws_on_text_that_looks_like_a_site_file()
    {
        var texts = Gen.Elements(Words).ListOf().Select(words => string.Concat(words));

        Prop.ForAll(texts.ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Deep_nesting_is_a_problem_and_no_crash()
    {
        Assert.True(Holds("site: " + new string('[', 100_000)));
        Assert.True(Holds(string.Concat(Enumerable.Repeat("? ", 100_000))));
    }

    // Either a site without errors, or at least one error; and all places are inside of what an editor can show.
    private static bool Holds(string text)
    {
        var result = SiteFileReader.Read("x", text);
        return (result.Site is null) == result.Problems.Any(problem => !problem.IsWarning)
            && result.Problems.All(problem => problem.Line >= 1 && problem.Column >= 1 && problem.Message.Length > 10);
    }
}
