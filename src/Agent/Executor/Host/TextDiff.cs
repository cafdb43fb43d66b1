using System.Text;
using DiffPlex.Renderer;

namespace MoodleNodeAgent.Agent.Executor.Host;

/// <summary>Unified diffs of file contents.</summary>
internal static class TextDiff
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Unified diff; what is not text is told by its size.</summary>
    public static string Of(string path, byte[]? before, byte[] after)
    {
        if (Text(before) is not { } old || Text(after) is not { } now)
        {
            return $"content: {(before is null ? "absent" : $"{before.Length} bytes")} -> {after.Length} bytes";
        }

        // The renderer shows the end of the last line as one more line; only where it differs it is worth a word.
        if (now.EndsWith('\n') && (before is null || old.EndsWith('\n')))
        {
            now = now[..^1];
            old = before is null ? old : old[..^1];
        }

        return UnidiffRenderer.GenerateUnidiff(
            old, now, before is null ? "/dev/null" : path, path, ignoreWhitespace: false, ignoreCase: false).TrimEnd();
    }

    private static string? Text(byte[]? content)
    {
        try
        {
            var text = content is null ? "" : Strict.GetString(content);
            return text.Contains('\0') ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
