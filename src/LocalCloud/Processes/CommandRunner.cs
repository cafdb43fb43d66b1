using System.Text;
using CliWrap;

namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>Runs the short commands of the system (ip, nft, mount): argument list, no shell, error text kept.</summary>
internal sealed class CommandRunner
{
    /// <summary>Runs to the end; a non-zero exit code becomes an exception with what the command said.</summary>
    public async Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellation, string? input = null)
    {
        (var exitCode, var output, var error) = await TryRunAsync(program, arguments, cancellation, input);
        return exitCode == 0
            ? output
            : throw new IOException(
                $"Cannot run {program} {string.Join(' ', arguments)}: exit code {exitCode}: {(error + output).Trim()}");
    }

    /// <summary>Runs to the end, whatever the exit code.</summary>
    public async Task<(int ExitCode, string Output, string Error)> TryRunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellation, string? input = null)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        CommandResult result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromString(input))
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellation);
        return (result.ExitCode, output.ToString(), error.ToString());
    }
}
