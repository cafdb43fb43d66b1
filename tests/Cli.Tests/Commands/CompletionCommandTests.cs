using System.Diagnostics;

namespace MoodleNodeAgent.Cli.Commands;

[Trait("Feature", "56")]
public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("moodlectl sta", "status")]
    [InlineData("moodlectl nodes --js", "--json")]
    [InlineData("moodlectl secret sh", "show")]
    public async Task Bash_completes_commands_and_options(string line, string expected)
    {
        await using var session = await Session.StartAsync();
        Assert.Equal(0, await session.RunAsync("completion", "bash"));
        // The script calls "moodlectl": a function of that name runs the program that these tests were built with.
        var script = $$"""
            {{session.Output}}
            moodlectl() { dotnet '{{typeof(CommandLine).Assembly.Location}}' "$@"; }
            COMP_LINE='{{line}}' COMP_POINT=${#COMP_LINE}
            COMP_WORDS=($COMP_LINE) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _moodlectl
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        Assert.Equal(expected, (await BashAsync(script)).Trim());
    }

    [Fact]
    public async Task A_mistyped_command_is_answered_with_the_one_that_was_meant()
    {
        await using var session = await Session.StartAsync();

        Assert.Equal(2, await session.RunAsync("staus"));

        Assert.Contains("status", session.Output + session.Error, StringComparison.Ordinal);
    }

    private static async Task<string> BashAsync(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, await error);
        return output;
    }
}
