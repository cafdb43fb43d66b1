namespace MoodleNodeAgent.Cli;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>A wrong command line, or a site file that cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>A plan that would change something.</summary>
    public const int ChangesPending = 3;

    /// <summary>Another apply of the site is under way.</summary>
    public const int Locked = 4;

    /// <summary>The coordinator does not answer.</summary>
    public const int Unreachable = 5;

    public const int Interrupted = 130;
}
