using System.Text.Json;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>What a node says of itself (node-report.php).</summary>
internal sealed record NodeReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
    };

    public required string Node { get; init; }

    /// <summary>Seconds since 1970 by the node's clock.</summary>
    public required double Time { get; init; }

    public required NodeUser User { get; init; }

    /// <summary>Null: nothing is mounted.</summary>
    public NodeMount? Mount { get; init; }

    /// <summary>Lines of /etc/fstab for the mount point.</summary>
    public required IReadOnlyList<string> Fstab { get; init; }

    /// <summary>Words that the nodes left in the shared storage, by node.</summary>
    public required IReadOnlyDictionary<string, string> Words { get; init; }

    public required bool MountWritable { get; init; }

    public required NodeCode Code { get; init; }

    public required NodeConfig Config { get; init; }

    public required NodePhp Php { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Ini { get; init; }

    /// <summary>The lease on replicas; null: none.</summary>
    public NodeLease? Replicas { get; init; }

    public required bool Maintenance { get; init; }

    public required IReadOnlyList<string> Timers { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="CareException">It is not what the script prints.</exception>
    public static NodeReport Read(string node, string json)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeReport>(json, Options)!;
        }
        catch (JsonException failure)
        {
            throw new CareException(
                $"{node} does not report as this version does: {failure.Message} Apply the site, which brings its tools up "
                + "to date.",
                failure);
        }
    }
}

internal sealed record NodeUser(string Name, int Uid);

internal sealed record NodeMount(string Type, string Source, string Options);

internal sealed record NodeCode(string Path, string Release, bool Writable);

internal sealed record NodeConfig(string Sha256, string Expected, string Mode);

internal sealed record NodePhp(string Version, IReadOnlyList<string> Extensions);

internal sealed record NodeLease(double Until, IReadOnlyList<NodeReplica> Replicas);

internal sealed record NodeReplica(string Host, int Port);
