using System.Net;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>Which backend gets a new connection.</summary>
internal static class BackendChoice
{
    /// <summary>Chooses among the backends of a set; null: nobody may have the connection.</summary>
    /// <remarks>Healthy ones first, then healthy backups, then, in a set that fails open, all. Weighted rendezvous
    /// hashing: when a backend comes or goes, only its own clients change place.</remarks>
    public static Backend? Choose(IReadOnlyList<Backend> backends, bool isFailOpen, ulong hash) =>
        Best(backends, hash, backend => backend.Health.IsHealthy && !backend.Spec.IsBackup)
        ?? Best(backends, hash, backend => backend.Health.IsHealthy)
        ?? (isFailOpen ? Best(backends, hash, _ => true) : null);

    /// <summary>Hash of a connection by the set's policy: TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE.</summary>
    public static ulong Hash(string policy, IPEndPoint client, IPEndPoint listener)
    {
        const ulong tcp = 6;
        ulong hash = Mix(AddressOf(client) ^ Mix(AddressOf(listener)));
        if (policy == "TWO_TUPLE")
        {
            return hash;
        }

        hash = Mix(hash ^ tcp);
        return policy == "THREE_TUPLE" ? hash : Mix(hash ^ ((ulong)client.Port << 16) ^ (ulong)listener.Port);
    }

    private static Backend? Best(IReadOnlyList<Backend> backends, ulong hash, Func<Backend, bool> fits)
    {
        Backend? best = null;
        double bestScore = 0;
        foreach (Backend backend in backends)
        {
            if (backend.Spec.IsDrain || backend.Spec.IsOffline || backend.Spec.Weight <= 0 || !fits(backend))
            {
                continue;
            }

            // Uniform in (0,1); -weight / ln(u) is the score that makes the shares follow the weights.
            double uniform = ((Mix(hash ^ backend.Seed) >> 11) + 0.5) / (1UL << 53);
            double score = -backend.Spec.Weight / Math.Log(uniform);
            if (best is null || score > bestScore)
            {
                best = backend;
                bestScore = score;
            }
        }

        return best;
    }

    private static ulong AddressOf(IPEndPoint end)
    {
        Span<byte> bytes = stackalloc byte[16];
        end.Address.TryWriteBytes(bytes, out int length);
        return Seed(bytes[..length]);
    }

    /// <summary>A number that stands for these bytes: the same in each run.</summary>
    public static ulong Seed(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0;
        foreach (byte value in bytes)
        {
            hash = Mix(hash ^ value);
        }

        return hash;
    }

    // The finaliser of SplitMix64: each bit of the input changes half the bits of the output.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
