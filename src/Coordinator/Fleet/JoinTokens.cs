using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Store;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>One-time join tokens: one for each node, kept as a hash.</summary>
internal sealed class JoinTokens(IDocumentStore documents, FleetLimits limits, TimeProvider time)
{
    private const string Kind = "join-tokens";
    private const int TokenBytes = 32;

    private readonly Lock _lock = new();

    /// <summary>Makes a token for the node; an earlier one no longer counts.</summary>
    public string Issue(string node)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        lock (_lock)
        {
            Write(node, new StoredToken(Hash(token), time.GetUtcNow() + limits.JoinTokenLife, UsedBy: null));
        }

        return token;
    }

    /// <summary>Uses up the node's token for the holder of a key. The same key may come again before the token
    /// expires: its first answer may have been lost on the way.</summary>
    /// <returns>False: wrong, expired, used by another key, or never issued. The caller is not told which.</returns>
    public bool TryUse(string node, string token, ReadOnlySpan<byte> publicKey)
    {
        byte[] key = SHA256.HashData(publicKey);
        lock (_lock)
        {
            StoredToken? stored = Read(node);
            // Compared also when there is none: the answer takes the same time for names that exist and that do not.
            bool isRight = CryptographicOperations.FixedTimeEquals(stored?.Hash ?? new byte[32], Hash(token));
            if (stored is null || !isRight || time.GetUtcNow() >= stored.End)
            {
                return false;
            }

            if (stored.UsedBy is { } first)
            {
                return CryptographicOperations.FixedTimeEquals(first, key);
            }

            Write(node, stored with { UsedBy = key });
            return true;
        }
    }

    /// <summary>Forgets the node's token.</summary>
    public void Remove(string node)
    {
        lock (_lock)
        {
            documents.Remove(Kind, node);
        }
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private StoredToken? Read(string node) =>
        documents.Get(Kind, node) is { } stored ? JsonSerializer.Deserialize<StoredToken>(stored) : null;

    private void Write(string node, StoredToken token) =>
        documents.Put(Kind, node, JsonSerializer.SerializeToUtf8Bytes(token));

    private sealed record StoredToken(byte[] Hash, DateTimeOffset End, byte[]? UsedBy);
}
