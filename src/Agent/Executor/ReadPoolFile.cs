using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Policy;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>The small file from which the product's configuration reads, at each request, which replicas it may use. It
/// holds the end of its lease in this node's own time, so that neither another clock nor a lost message keeps a replica
/// in use.</summary>
internal sealed class ReadPoolFile(HostRoot root, LocalPolicy policy, TimeProvider time, ILogger log)
{
    /// <summary>Where the file is; its folder comes with the product's own files.</summary>
    public const string FilePath = "/var/www/site-tools/replicas.json";

    private static readonly TimeSpan LongestLease = TimeSpan.FromSeconds(60);
    private readonly Lock gate = new();
    private string last = "";

    /// <summary>Replaces the file in one rename. Before the product's files are there, nothing is written.</summary>
    public void Write(ReadPool pool)
    {
        lock (gate)
        {
            try
            {
                WriteWithin(pool);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TaskException)
            {
                log.Warning("Cannot write {File}: {Reason}. The site reads from the primary", FilePath, exception.Message);
            }
        }
    }

    private void WriteWithin(ReadPool pool)
    {
        var resolved = root.ResolveFolders(FilePath);
        if (!policy.AllowsPath(resolved) || !Directory.Exists(root.Map(Path.GetDirectoryName(resolved)!)))
        {
            return;
        }

        var lease = pool.Lease?.ToTimeSpan() ?? TimeSpan.Zero;
        var end = time.GetUtcNow() + (lease < LongestLease ? lease : LongestLease);
        var replicas = new JsonArray([.. pool.Replicas.Select(replica =>
            (JsonNode)new JsonObject { ["host"] = replica.Host, ["port"] = replica.Port })]);
        var names = replicas.ToJsonString();
        var text = new JsonObject { ["until"] = end.ToUnixTimeMilliseconds() / 1000.0, ["replicas"] = replicas };
        using var place = PinnedPath.Find(root, resolved);
        if (place is null)
        {
            return;
        }

        // Not synced: after a crash of the host the lease has ended anyway.
        var temporary = place.Path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(temporary, options))
        {
            using var writer = new StreamWriter(file);
            writer.Write(text.ToJsonString());
            writer.Flush();
            Native.ChangeMode(file.SafeFileHandle, 0b110_100_100);
        }

        Native.Rename(temporary, place.Path);
        if (names != last)
        {
            last = names;
            log.Information("Reads go to {Replicas}", names);
        }
    }
}
