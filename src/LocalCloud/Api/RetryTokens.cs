using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Answers that were given under a retry token; kept for 24 hours.</summary>
internal sealed class RetryTokens(Cloud cloud)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private readonly Dictionary<string, Entry> _entries = [];

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
            ? entry.Answer
            : throw ApiError.InvalidatedRetryToken("The resource that was made under the retry token has been deleted.");
    }

    public void Keep(string key, string body, ApiAnswer answer)
    {
        foreach (string old in _entries.Where(entry => cloud.Now - entry.Value.Time >= Lifetime)
                     .Select(entry => entry.Key).ToList())
        {
            _entries.Remove(old);
        }

        ApiAnswer copy = answer with { Body = answer.Body?.DeepClone() };
        _entries[key] = new Entry(cloud.Now, Hash(body), copy);
    }

    private static string Hash(string body) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private sealed record Entry(DateTimeOffset Time, string BodyHash, ApiAnswer Answer);
}
