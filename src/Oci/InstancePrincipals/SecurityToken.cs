using System.Buffers.Text;
using System.Text.Json;

namespace MoodleNodeAgent.Oci.InstancePrincipals;

/// <summary>Session tokens: JSON web tokens, of which only the end of their life concerns us.</summary>
internal static class SecurityToken
{
    /// <summary>True when the token can stand in a header's quotes without ending them.</summary>
    public static bool IsWellFormed(string? token) => token is { Length: > 0 }
        && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '=' or '+' or '/');

    /// <summary>The end of the token's life; null when it does not tell one.</summary>
    public static DateTimeOffset? EndOf(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            using JsonDocument claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return claims.RootElement.TryGetProperty("exp", out JsonElement end) && end.TryGetInt64(out long seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException
            or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
