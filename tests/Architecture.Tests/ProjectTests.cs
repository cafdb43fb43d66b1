using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MoodleNodeAgent.Architecture;

public sealed partial class ProjectTests
{
    /// <summary>Project → the projects that it may refer to. The local cloud is the other side of the wire.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Protocol"] = [],
        ["Sites"] = ["Protocol"],
        ["Oci"] = [],
        ["Coordinator"] = ["Sites", "Oci", "Protocol"],
        ["Cli"] = ["Sites", "Oci", "Protocol"],
        ["Agent"] = ["Protocol"],
        ["LocalCloud"] = [],
    };

    internal static readonly string Root = FindRoot();

    [Fact]
    public void Dependencies_point_down_only()
    {
        string[] projects = [.. Directory.EnumerateDirectories(Path.Combine(Root, "src")).Select(Path.GetFileName)!];
        Assert.Equal(Allowed.Keys.Order(), projects.Order());
        foreach (string project in projects)
        {
            XDocument file = XDocument.Load(
                Path.Combine(Root, "src", project, $"MoodleNodeAgent.{project}.csproj"));
            Assert.Subset(
                Allowed[project].ToHashSet(),
                file.Descendants("ProjectReference")
                    .Select(reference => reference.Attribute("Include")!.Value.Split('/')[1]).ToHashSet());
        }
    }

    [Fact]
    public void Every_dependency_stands_below_a_line_of_reason()
    {
        string? before = null;
        foreach (string line in File.ReadLines(Path.Combine(Root, "Directory.Packages.props")))
        {
            string text = line.Trim();
            if (text.StartsWith("<PackageVersion", StringComparison.Ordinal))
            {
                Assert.True(
                    before!.StartsWith("<!--", StringComparison.Ordinal)
                    || before.StartsWith("<PackageVersion", StringComparison.Ordinal)
                    || before.EndsWith("-->", StringComparison.Ordinal),
                    $"No reason above: {text}");
            }

            before = text;
        }
    }

    [Fact]
    public void Every_failure_mode_of_the_README_is_a_test()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        HashSet<string> tests =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => TestName().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)),
        ];
        string[] named = [.. RowName().Matches(readme).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(tests));
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MoodleNodeAgent.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests has the solution.");
    }

    [GeneratedRegex(@"public (?:async )?(?:void|Task) (\w+)\(")]
    private static partial Regex TestName();

    [GeneratedRegex(@"`(When_\w+)`")]
    private static partial Regex RowName();
}
