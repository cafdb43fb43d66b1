namespace MoodleNodeAgent.Cli.Init;

/// <summary>Asks the person at the terminal; without one the default is the answer.</summary>
internal sealed class Questions(TextReader? input, TextWriter output)
{
    /// <summary>The answer to a question that has a default.</summary>
    public async Task<string> AskAsync(string question, string byDefault, CancellationToken cancellation) =>
        await AskOpenAsync(question, byDefault, cancellation) ?? byDefault;

    /// <summary>The answer; the default, or null, when there is nobody to ask, or an empty line comes.</summary>
    public async Task<string?> AskOpenAsync(string question, string? byDefault, CancellationToken cancellation)
    {
        if (input is null)
        {
            return byDefault;
        }

        await output.WriteAsync($"{question}{(byDefault is null ? "" : $" [{byDefault}]")}: ".AsMemory(), cancellation);
        await output.FlushAsync(cancellation);
        return await input.ReadLineAsync(cancellation) is { } line && line.Trim() is { Length: > 0 } answer
            ? answer
            : byDefault;
    }
}
