using CliWrap;
using CliWrap.Buffered;

namespace MoodleNodeAgent.LocalCloud.Processes;

/// <summary>Runs a program of the system to its end.</summary>
internal static class Programs
{
    /// <summary>Runs a program; a code other than 0 is an error that quotes what the program said.</summary>
    /// <returns>Its standard output.</returns>
    public static async Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        BufferedCommandResult result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellation);
        return result.IsSuccess
            ? result.StandardOutput
            : throw new IOException(
                $"Cannot run {program} {string.Join(' ', arguments)}: it ended with {result.ExitCode}: " +
                $"{(result.StandardError + result.StandardOutput).Trim()}");
    }
}
