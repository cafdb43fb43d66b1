using System.Security.Cryptography;
using System.Text;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>The folder of one local cloud. Whatever that cloud makes on this machine lies below the folder or bears its
/// short id in its name, before anything is made: so it can be found and removed whenever and however the cloud ended.
/// </summary>
internal sealed class StateDirectory
{
    private const int ShortIdLength = 6;

    private StateDirectory(string path, string shortId)
    {
        Path = path;
        ShortId = shortId;
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>Six hexadecimal digits that mark the names of this cloud's namespaces and hosts.</summary>
    public string ShortId { get; }

    /// <summary>How the names of this cloud's network namespaces and hosts begin.</summary>
    public string NamePrefix => $"mna-{ShortId}-";

    /// <summary>Folder of the hosts' disks.</summary>
    public string Hosts => System.IO.Path.Combine(Path, "hosts");

    /// <summary>Folder of the records of long-lived processes.</summary>
    public string Processes => System.IO.Path.Combine(Path, "processes");

    /// <summary>Folder of the file systems and of the exports that point at them.</summary>
    public string Storage => System.IO.Path.Combine(Path, "storage");

    /// <summary>Opens the folder, making it (readable by its owner only) where it is missing.</summary>
    public static StateDirectory Open(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(full, ownerOnly);
        var state = new StateDirectory(full, Mark(full)[..ShortIdLength]);
        Directory.CreateDirectory(state.Hosts, ownerOnly);
        Directory.CreateDirectory(state.Processes, ownerOnly);
        Directory.CreateDirectory(System.IO.Path.Combine(state.Storage, "exports"), ownerOnly);
        return state;
    }

    /// <summary>Name that fits a network namespace or host: prefix, kind of the resource, hash of its OCID.</summary>
    public string NameFor(string ownerId)
    {
        var parts = ownerId.Split('.');
        var kind = parts.Length > 1 && parts[0] == "ocid1" ? parts[1] : "place";
        return $"{NamePrefix}{kind}-{Mark(ownerId)[..8]}";
    }

    /// <summary>Short and stable stand-in for an identifier that is too long for a name.</summary>
    public static string Mark(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
