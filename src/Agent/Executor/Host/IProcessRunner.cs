namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>A program to run: an argument list, never a shell string.</summary>
internal sealed record ProcessRequest
{
    /// <summary>Absolute path.</summary>
    public required string Program { get; init; }
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Written to standard input, which is then closed. Never logged. Default empty.</summary>
    public ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>Takes each line of standard output as it comes; then none is kept. Default null.</summary>
    public Func<string, CancellationToken, Task>? Line { get; init; }

    /// <summary>Default "/".</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>User to run as. Default null: root.</summary>
    public string? User { get; init; }

    /// <summary>True: run by PID 1 in a transient unit, with the host's network and mounts, not in the executor's
    /// sandbox. Default false.</summary>
    public bool OutsideSandbox { get; init; }

    /// <summary>Wait for the end of the program.</summary>
    public required TimeSpan Timeout { get; init; }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">From 0 to 255.</param>
/// <param name="Output">Standard output, capped.</param>
/// <param name="Error">Standard error, capped.</param>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>The last words of a failed program: its standard error, or its output when it said nothing there.</summary>
    public string Tail(int characters)
    {
        var text = (string.IsNullOrWhiteSpace(Error) ? Output : Error).Trim();
        return text.Length <= characters ? text : "..." + text[^characters..];
    }
}

/// <summary>The one way by which the executor starts programs.</summary>
internal interface IProcessRunner
{
    /// <summary>Runs the program to its end. Cancellation and the time limit end it, politely at first.</summary>
    /// <exception cref="TaskException">It cannot be started, or did not end in time.</exception>
    Task<ProcessOutcome> RunAsync(ProcessRequest request, CancellationToken cancellation);
}
