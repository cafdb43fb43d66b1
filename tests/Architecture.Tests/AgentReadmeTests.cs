using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Architecture;

/// <summary>The agent's README names for each kind of task its tests on a booted host.</summary>
public sealed partial class AgentReadmeTests
{
    [Fact]
    public void Every_kind_of_task_has_a_row_whose_host_test_is_there_and_uses_it()
    {
        string proto = File.ReadAllText(Path.Combine(ProjectTests.Root, "protos", "moodle", "agent", "v1", "task.proto"));
        string[] kinds = [.. Kind().Matches(proto).Select(match => match.Groups[1].Value)];
        Assert.True(kinds.Length >= 19, $"The oneof has {kinds.Length} kinds.");

        string readme = File.ReadAllText(Path.Combine(ProjectTests.Root, "src", "Agent", "README.md"));
        Dictionary<string, string> tests = Row().Matches(readme)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        foreach (string kind in kinds)
        {
            Assert.True(tests.TryGetValue(kind, out string? test), $"README.md has no row `{kind}` with a host test.");
            string? file = Directory.EnumerateFiles(
                Path.Combine(ProjectTests.Root, "tests"), $"{test}.cs", SearchOption.AllDirectories).SingleOrDefault();
            Assert.True(file is not null, $"{test}, the host test of {kind}, does not exist.");
            string source = File.ReadAllText(file);
            Assert.Contains("[Trait(\"Ring\", \"hosts\")]", source, StringComparison.Ordinal);
            string property = string.Concat(kind.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            Assert.True(
                source.Contains($"{property} = new()", StringComparison.Ordinal), $"{test} has no task of kind {kind}.");
        }
    }

    // "    ModuleStreamTask module_stream = 19;" within TaskSpec.
    [GeneratedRegex(@"^    \w+Task (\w+) = \d+;", RegexOptions.Multiline)]
    private static partial Regex Kind();

    // "| `module_stream` | ... | `PackageHostTests` |"
    [GeneratedRegex(@"^\| `(\w+)` \|.*\| `(\w+HostTests)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
