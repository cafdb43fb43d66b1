namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>Quotes names and texts for statements that take no parameters (CREATE USER, GRANT).</summary>
internal static class Sql
{
    /// <summary>An identifier in backticks.</summary>
    public static string Identifier(string name) =>
        name.Length > 0 && !name.Contains('\0')
            ? $"`{name.Replace("`", "``", StringComparison.Ordinal)}`"
            : throw new ArgumentException("A database name must not be empty or hold a zero character.", nameof(name));

    /// <summary>A text in single quotes; right for a session without NO_BACKSLASH_ESCAPES.</summary>
    public static string Text(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A schema name as GRANT wants it: a pattern, in which _ and % would match other schemas too.</summary>
    public static string GrantPattern(string schema) => Identifier(
        schema.Replace("_", "\\_", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal));
}
