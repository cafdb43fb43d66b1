using System.Runtime.CompilerServices;
using MoodleNodeAgent.Agent.Executor.Tasks;

namespace MoodleNodeAgent.Agent.Fakes;

/// <summary>Artifacts in memory; the source may break off after some bytes, as a lost session does.</summary>
internal sealed class FakeArtifacts : IArtifactSource
{
    public Dictionary<string, byte[]> Content { get; } = [];

    /// <summary>Bytes after which each fetch breaks off. Default: never.</summary>
    public int? BreakAfter { get; set; }

    public List<long> Offsets { get; } = [];

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FetchAsync(
        string sha256, long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        Offsets.Add(offset);
        if (!Content.TryGetValue(sha256, out var content))
        {
            throw new IOException("The coordinator has no such artifact.");
        }

        var rest = content.AsMemory((int)offset);
        if (BreakAfter is { } bytes && rest.Length > bytes)
        {
            yield return rest[..bytes];
            throw new IOException("The session ended.");
        }

        yield return rest;
    }
}
