using System.CommandLine;
using System.Text;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.Cli;

public sealed class DocumentationTests
{
    private const string WriteSwitch = "MOODLECTL_WRITE_REFERENCE";

    [Fact]
    public async Task The_reference_of_the_command_line_is_what_the_program_says_of_itself()
    {
        await using var session = await Session.StartAsync();
        var text = new StringBuilder("# moodlectl\n\nMade from the program's own help.\n");
        await AddAsync(text, []);
        text.Append(
            """

            ## Exit codes

            | code | meaning |
            | --- | --- |
            | 0 | done |
            | 1 | failed |
            | 2 | a wrong command line, or a site file that cannot be used |
            | 3 | changes are pending |
            | 4 | somebody else holds the site |
            | 5 | the coordinator does not answer |
            | 130 | interrupted |

            """);
        var file = Path.Combine(Checkout.Root, "docs", "reference", "moodlectl.md");
        if (Environment.GetEnvironmentVariable(WriteSwitch) is "1")
        {
            await File.WriteAllTextAsync(file, text.ToString());
        }

        Assert.True(
            text.ToString() == await File.ReadAllTextAsync(file),
            $"docs/reference/moodlectl.md is not what the program says of itself. Run the test with {WriteSwitch}=1.");
    }

    private static async Task AddAsync(StringBuilder text, string[] command)
    {
        await using var session = await Session.StartAsync();
        Assert.Equal(0, await session.RunAsync([.. command, "--help"]));
        var help = session.Output.Replace("\r", "", StringComparison.Ordinal)
            .Replace(RootCommand.ExecutableName, "moodlectl", StringComparison.Ordinal)
            .Replace(session.Coordinator.SocketPath, "PATH", StringComparison.Ordinal);
        help = string.Join('\n', help.Split('\n').Select(line => line.TrimEnd())).Trim();
        text.Append($"\n## moodlectl {string.Join(' ', command)}".TrimEnd()).Append("\n\n```\n").Append(help).Append("\n```\n");
        foreach (var name in SubcommandsOf(help))
        {
            await AddAsync(text, [.. command, name]);
        }
    }

    // Commands:
    //   validate <FILE>  Checks a site file.
    private static List<string> SubcommandsOf(string help) =>
    [
        .. help.Split('\n').SkipWhile(line => line != "Commands:").Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => line[2] != ' ')
            .Select(line => line.Trim().Split(' ', ',')[0]),
    ];
}
