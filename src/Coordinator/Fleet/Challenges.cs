using System.Security.Cryptography;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Nonces that wait for their answer: each for one node and one attempt. Gone with the coordinator, since an
/// agent asks for a new one in each attempt.</summary>
internal sealed class Challenges(FleetLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Node, DateTimeOffset End)> _open = new(StringComparer.Ordinal);

    /// <summary>Makes a nonce for the node.</summary>
    /// <returns>Null: too many wait for their answer.</returns>
    public byte[]? Issue(string node)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(InstanceStatement.NonceLength);
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (string ended in _open.Where(one => one.Value.End <= now).Select(one => one.Key).ToList())
            {
                _open.Remove(ended);
            }

            if (_open.Count >= limits.OpenChallenges)
            {
                return null;
            }

            _open.Add(Convert.ToHexString(nonce), (node, now + limits.ChallengeLife));
        }

        return nonce;
    }

    /// <summary>Uses the nonce up, whatever comes of it.</summary>
    /// <returns>False: never issued, used, too old, or another node's.</returns>
    public bool TryUse(string node, ReadOnlySpan<byte> nonce)
    {
        if (nonce.Length != InstanceStatement.NonceLength)
        {
            return false;
        }

        lock (_lock)
        {
            return _open.Remove(Convert.ToHexString(nonce), out (string Node, DateTimeOffset End) open)
                && open.Node == node
                && time.GetUtcNow() < open.End;
        }
    }
}
