using System.Text.RegularExpressions;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.Sites;

public sealed partial class DocumentationTests
{
    public static TheoryData<string> Examples => [.. Pages().SelectMany(page =>
        YamlBlock().Matches(File.ReadAllText(page)).Select((_, index) => $"{Path.GetRelativePath(Checkout.Root, page)}#{index}"))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_site_file_in_the_manuals_can_be_used(string example)
    {
        var (page, index) = (example.Split('#')[0], int.Parse(example.Split('#')[1], null));
        var text = YamlBlock().Matches(File.ReadAllText(Path.Combine(Checkout.Root, page)))[index].Groups[1].Value;

        var result = SiteFileReader.Read(page, text, new SiteFileOverrides { ArchiveGiven = !text.Contains("archive:", StringComparison.Ordinal) });

        Assert.True(result.Site is not null, string.Join('\n', result.Problems));
    }

    [Theory]
    [InlineData("", "zzzz: 1")]
    [InlineData("cloud.", "cloud: { zzzz: 1 }")]
    [InlineData("network.", "network: { zzzz: 1 }")]
    [InlineData("network.subnets.", "network: { subnets: { zzzz: 1 } }")]
    [InlineData("nodes.", "nodes: { zzzz: 1 }")]
    [InlineData("database.", "database: { zzzz: 1 }")]
    [InlineData("database.heatwave.", "database: { heatwave: { zzzz: 1 } }")]
    [InlineData("storage.", "storage: { zzzz: 1 }")]
    [InlineData("balancer.", "balancer: { zzzz: 1 }")]
    [InlineData("control.", "control: { zzzz: 1 }")]
    [InlineData("drift.", "drift: { zzzz: 1 }")]
    public void The_reference_names_every_key_that_the_reader_knows(string section, string text)
    {
        var reference = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "reference", "site-file.md"));
        var problem = SiteFileReader.Read("site.yaml", $"site: a\n{text}\n", new SiteFileOverrides()).Problems
            .Single(problem => problem.Message.Contains("zzzz: there is no such key", StringComparison.Ordinal));

        // zzzz: there is no such key. Use one of: provider, compartment, region, profile.
        var keys = problem.Message[(problem.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.').Split(", ");

        Assert.All(keys, key => Assert.Contains($"`{section}{key}", reference, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Checkout.Root, "README.md")).Order(StringComparer.Ordinal);

    [GeneratedRegex("```yaml\\n((?:.*\\n)*?)```")]
    private static partial Regex YamlBlock();
}
