using System.CommandLine;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Prints what a shell needs to complete this program's commands.</summary>
internal static class CompletionCommand
{
    // The program itself knows its commands and options: System.CommandLine's [suggest:POSITION] directive lists them.
    private const string Bash =
        """
        # bash completion of moodlectl. Now: eval "$(moodlectl completion bash)"
        # For good: moodlectl completion bash > /etc/bash_completion.d/moodlectl
        _moodlectl() {
            local suggestions
            suggestions=$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
            mapfile -t COMPREPLY < <(compgen -W "$suggestions" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _moodlectl moodlectl
        """;

    public static Command Create(Terminal terminal)
    {
        var bash = new Command("bash", "Prints the completion script of bash.");
        bash.SetAction(_ =>
        {
            terminal.Output.WriteLine(Bash);
            return ExitCode.Done;
        });
        return new Command("completion", "Shell completion.") { bash };
    }
}
