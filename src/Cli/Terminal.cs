using Spectre.Console;

namespace MoodleNodeAgent.Cli;

/// <summary>What surrounds one run of the program.</summary>
internal sealed record Terminal
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Where answers to questions come from; null (default): nobody is there to answer.</summary>
    public TextReader? Input { get; init; }

    /// <summary>Asks for a secret without showing it; null (default): nobody is there to answer.</summary>
    public Func<string, string>? AskSecret { get; init; }

    /// <summary>Console for live progress, which keeps to NO_COLOR by itself; null: the output is no terminal.</summary>
    public required IAnsiConsole? Live { get; init; }

    /// <summary>Cancelled by the second Ctrl-C. Default: never.</summary>
    public CancellationToken SecondInterrupt { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Path of the coordinator's socket from the environment; null: not set.</summary>
    public required string? SocketPath { get; init; }

    /// <summary>Folder with a folder for each site that this machine's operator has a card of.</summary>
    public required string ConfigFolder { get; init; }
}
