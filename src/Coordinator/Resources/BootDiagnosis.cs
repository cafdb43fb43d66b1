using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>What a host's serial console tells about its way to a node.</summary>
/// <param name="Stage">The last stage that was begun; null: the script did not begin.</param>
/// <param name="HasFailed">Whether the stage failed, so that waiting is of no use.</param>
/// <param name="LastLines">The failing stage's last lines, or the console's.</param>
internal sealed partial record BootDiagnosis(string? Stage, bool HasFailed, IReadOnlyList<string> LastLines)
{
    private const int MostLines = 12;

    /// <summary>Reads a console's output, with the line ends and escape sequences of a terminal.</summary>
    public static BootDiagnosis Of(string console)
    {
        var lines = Escapes().Replace(console, "").Split('\n')
            .Select(line => line.Trim('\r', ' ')).Where(line => line.Length > 0).ToList();
        string? stage = null;
        var failed = false;
        var said = new List<string>();
        foreach (var line in lines)
        {
            // Sample: "moodle-node-agent: stage download failed with exit code 7", "moodle-node-agent: | curl: (28) ..."
            var at = line.IndexOf(BootStages.Mark, StringComparison.Ordinal);
            var word = at < 0 ? "" : line[(at + BootStages.Mark.Length)..];
            if (word.StartsWith("stage ", StringComparison.Ordinal))
            {
                stage = word.Split(' ')[1];
                failed = word.Contains(" failed with ", StringComparison.Ordinal);
                said.Clear();
            }
            else if (word.StartsWith("| ", StringComparison.Ordinal))
            {
                said.Add(word[2..]);
            }
            else if (word == BootStages.Done)
            {
                (stage, failed) = (BootStages.Done, false);
            }
        }

        return new BootDiagnosis(stage, failed, [.. (said.Count > 0 ? said : lines).TakeLast(MostLines)]);
    }

    /// <summary>Stage, last lines and remedy, for a person.</summary>
    public override string ToString() => (Stage, HasFailed) switch
    {
        (null, _) => "Its serial console has no word of our script: the host did not boot, or runs no cloud-init. The "
            + $"console's last lines:{Lines()}",
        (BootStages.Done, _) => "Its bootstrap came to its end and the agent has its certificate, but does not dial in. "
            + "Look at \"journalctl -u moodle-node-agent-link\" on the node, and at the agents' port of the control host.",
        ({ } stage, true) => $"Its stage \"{stage}\" failed; its last lines:{Lines()}\n{BootStages.RemedyFor(stage)}",
        ({ } stage, false) => $"It is in the stage \"{stage}\".",
    };

    private string Lines() => string.Concat(LastLines.Select(line => "\n  " + line));

    [GeneratedRegex(@"\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-Z\\-_])")]
    private static partial Regex Escapes();
}
