using System.Text.RegularExpressions;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>The manuals' commands on the same demo.</summary>
public sealed partial class DemoTests
{
    [Fact]
    public async Task Every_command_in_the_manuals_runs()
    {
        Assert.True(demo.Up.ExitCode == 0, demo.Up.ToString());
        string[] commands = [.. Directory.EnumerateFiles(Path.Combine(DemoSite.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(page => ShellBlock().Matches(File.ReadAllText(page)))
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.True(commands.Length >= 10, $"only {commands.Length} commands found");
        string folder = Directory.CreateTempSubdirectory("manuals-").FullName;
        try
        {
            foreach (string command in commands)
            {
                // Such as "./demo.sh ctl diagram -o site.svg": a file that it writes belongs into the test's folder.
                string[] words = [.. command.Split(' ').Select(word =>
                    word.EndsWith(".svg", StringComparison.Ordinal) ? Path.Combine(folder, word) : word)];
                CommandResult result = await DemoSite.RunAsync(words[0], words[1..]);
                Assert.True(result.ExitCode == 0, $"{command}: {result}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("```sh\\n((?:.*\\n)*?)```")]
    private static partial Regex ShellBlock();
}
