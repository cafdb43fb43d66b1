namespace MoodleNodeAgent.Sites.Reading;
/// <summary>"Did you mean": the known word that a typing slip came from.</summary>
internal static class Suggestion
{
    /// <summary>The nearest known word, when it is near enough to be meant.</summary>
    public static string? For(string word, IReadOnlyCollection<string> known)
    {
        if (word.Length > 60)
        {
            return null;
        }

        var nearest = known
            .Select(candidate => (
                Candidate: candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return nearest.Candidate is not null && nearest.Distance <= Math.Max(1, nearest.Candidate.Length / 3)
            ? nearest.Candidate
            : known.FirstOrDefault(candidate =>
                word.Length > 2 && candidate.StartsWith(word, StringComparison.Ordinal));
    }

    /// <summary>The remedy for a word that is not known.</summary>
    public static string Remedy(string word, IReadOnlyCollection<string> known) => For(word, known) is { } meant
        ? $"Did you mean {meant}?"
        : $"Use one of: {string.Join(", ", known)}.";

    // Levenshtein with transpositions, three rows at a time: "ndoes" is one slip away from "nodes".
    private static int Distance(string one, string other)
    {
        var beforeLast = new int[other.Length + 1];
        var last = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var row = 1; row <= one.Length; row++)
        {
            var current = new int[other.Length + 1];
            current[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var isSame = one[row - 1] == other[column - 1];
                current[column] = Math.Min(
                    Math.Min(last[column] + 1, current[column - 1] + 1), last[column - 1] + (isSame ? 0 : 1));
                if (row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1])
                {
                    current[column] = Math.Min(current[column], beforeLast[column - 2] + 1);
                }
            }

            (beforeLast, last) = (last, current);
        }

        return last[other.Length];
    }
}
