namespace MoodleNodeAgent.Sites;

/// <summary>Something wrong with a site file: what, where, remedy.</summary>
public sealed record Problem
{
    /// <summary>Path as the operator typed it.</summary>
    public required string File { get; init; }

    /// <summary>Line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Column, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>What is wrong with which key, and the remedy.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the site file can be used all the same. Default: false.</summary>
    public bool IsWarning { get; init; }

    /// <summary>One line as compilers print it: file:line:column: message.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(IsWarning ? "warning: " : "")}{Message}";
}

/// <summary>A place in a site file, both numbers from 1.</summary>
public readonly record struct Position(int Line, int Column);
