using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Drift;

/// <summary>The parts of the node's wanted state as they were applied last. Their specs may hold secrets, so they are
/// encrypted.</summary>
/// <param name="folder">Created, closed to all but its owner, when it is needed.</param>
internal sealed class KeptParts(string folder)
{
    private const string Ending = ".part";
    private const string RepairName = "repair";
    private readonly SealedFolder files = new(folder);
    private int version;

    /// <summary>Counts what was kept since the start.</summary>
    public int Version => Volatile.Read(ref version);

    /// <summary>Keeps a part, durably, in the place of an earlier one of its name.</summary>
    public void Save(KeptPart part)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part.Part)));
        files.Write(name + Ending, part.ToByteArray());
        Interlocked.Increment(ref version);
    }

    /// <summary>Whether the site lets this node repair drift; as ordered last.</summary>
    public bool Repair
    {
        get => files.Files(RepairName) is [var file] && files.Read(file) is [1];
        set
        {
            if (value != Repair)
            {
                files.Write(RepairName, [value ? (byte)1 : (byte)0]);
                Interlocked.Increment(ref version);
            }
        }
    }

    /// <summary>All parts; a damaged one is left out, it comes again with the next apply.</summary>
    public IReadOnlyList<KeptPart> All() =>
        [.. files.Files(Ending).Select(Read).OfType<KeptPart>().OrderBy(part => part.Part, StringComparer.Ordinal)];

    private KeptPart? Read(string path)
    {
        try
        {
            return files.Read(path) is { } plain ? KeptPart.Parser.ParseFrom(plain) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
