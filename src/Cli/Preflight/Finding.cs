namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>What a check came to.</summary>
internal enum Verdict
{
    /// <summary>As it has to be.</summary>
    Ok,

    /// <summary>A person should know; an apply can go on.</summary>
    Warning,

    /// <summary>The cloud does not tell, or not to this profile.</summary>
    Unknown,

    /// <summary>An apply would fail.</summary>
    Failed,
}

/// <summary>One line of the table.</summary>
/// <param name="Check">What was looked at, such as "limits" or "capacity".</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Text">What is so.</param>
/// <param name="Remedy">What to do; empty: nothing.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Text, string Remedy = "");
