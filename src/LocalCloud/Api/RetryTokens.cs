using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Answers that were given under a retry token; kept for 24 hours.</summary>
internal sealed class RetryTokens(Cloud cloud)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Queue<(DateTimeOffset Time, string Key)> _order = [];

    /// <summary>The answer given before; null: the token is new.</summary>
    /// <exception cref="ApiError">409 when the token came with another body, or its resource is gone.</exception>
    public ApiAnswer? Find(string key, string body)
    {
        if (!_entries.TryGetValue(key, out Entry? entry) || cloud.Now - entry.Time >= Lifetime)
        {
            return null;
        }

        if (entry.BodyHash != Hash(body))
        {
            throw ApiError.InvalidatedRetryToken("The retry token was used before with a different request.");
        }

        return entry.Answer.ResourceId is null || cloud.IsLive(entry.Answer.ResourceId)
            ? entry.Answer with { Body = entry.Body is null ? null : JsonNode.Parse(entry.Body) }
            : throw ApiError.InvalidatedRetryToken(
                "The resource that was made under the retry token has been deleted.");
    }

    public void Keep(string key, string body, ApiAnswer answer)
    {
        while (_order.TryPeek(out (DateTimeOffset Time, string Key) oldest) && cloud.Now - oldest.Time >= Lifetime)
        {
            _order.Dequeue();
            if (_entries.TryGetValue(oldest.Key, out Entry? entry) && entry.Time == oldest.Time)
            {
                _entries.Remove(oldest.Key);
            }
        }

        _order.Enqueue((cloud.Now, key));

        // Text takes a fraction of the memory of a second tree.
        _entries[key] = new Entry(
            cloud.Now, Hash(body), answer with { Body = null }, answer.Body?.ToJsonString());
    }

    private static string Hash(string body) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private sealed record Entry(DateTimeOffset Time, string BodyHash, ApiAnswer Answer, string? Body);
}
