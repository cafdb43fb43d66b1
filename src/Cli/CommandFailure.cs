namespace MoodleNodeAgent.Cli;

/// <summary>A command that cannot go on: what, where, remedy, and the exit code.</summary>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
