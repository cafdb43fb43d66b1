using System.Formats.Tar;
using System.IO.Compression;
using MoodleNodeAgent.Agent.Executor.Host;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

/// <summary>Unpacks a .tgz into a new folder and nowhere else, whatever the archive says.</summary>
internal sealed class ArchiveUnpacker(string folder, (uint Uid, uint Gid) owner, long maximum)
{
    private const int MaximumEntries = 1_000_000;

    /// <summary>Mode of the folder while it is filled: its future owner must not reach what root still writes.</summary>
    public const uint Closed = 0b111_000_000;

    // Nobody but the owner may write, and nothing is setuid, whatever the archive says.
    private const uint ModeMask = 0b111_101_101;
    private readonly HashSet<string> folders = new(StringComparer.Ordinal) { "" };
    private long written;
    private int entries;

    public async Task UnpackAsync(Stream archive, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await using var unzipped = new GZipStream(archive, CompressionMode.Decompress);
            await using var reader = new TarReader(unzipped);
            while (await reader.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
            {
                if (++entries > MaximumEntries)
                {
                    throw Refused(entry, $"the archive has more than {MaximumEntries} entries");
                }

                await PlaceAsync(entry, cancellation);
            }

            MakeFolder(folder);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new TaskException(
                "archive-broken", $"Cannot unpack the archive: {exception.Message} It has to be a .tgz.", exception);
        }
    }

    private async Task PlaceAsync(TarEntry entry, CancellationToken cancellation)
    {
        if (entry.EntryType == TarEntryType.GlobalExtendedAttributes)
        {
            return;
        }

        var name = Inside(entry);
        if (entry.EntryType == TarEntryType.Directory)
        {
            MakeFolders(entry, name);
            return;
        }

        if (name.Length == 0)
        {
            throw Refused(entry, "it has no name");
        }

        MakeFolders(entry, name[..Math.Max(0, name.LastIndexOf('/'))]);
        var path = Path.Join(folder, name);
        if (folders.Contains(name))
        {
            throw Refused(entry, "a folder of this name came before");
        }

        // A later entry of the same name replaces the earlier one, as tar(1) does; never written through.
        File.Delete(path);
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                await WriteAsync(entry, path, cancellation);
                break;
            case TarEntryType.SymbolicLink:
                RequireInside(entry, name);
                File.CreateSymbolicLink(path, entry.LinkName);
                break;
            default:
                throw Refused(entry, $"it is a {entry.EntryType}");
        }

        Native.ChangeOwner(path, owner.Uid, owner.Gid);
    }

    private async Task WriteAsync(TarEntry entry, string path, CancellationToken cancellation)
    {
        written += entry.Length;
        if (written > maximum)
        {
            throw Refused(entry, $"unpacked, the archive has more than {maximum} bytes");
        }

        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            if (entry.DataStream is { } content)
            {
                await content.CopyToAsync(file, cancellation);
            }
        }

        Native.ChangeMode(path, ((uint)entry.Mode & ModeMask) | 0b110_000_000);
    }

    /// <summary>Relative name of an entry, without "./" and without a last slash.</summary>
    private static string Inside(TarEntry entry)
    {
        var parts = entry.Name.Split('/').Where(part => part is not ("" or ".")).ToList();
        return entry.Name.StartsWith('/') || parts.Contains("..")
            ? throw Refused(entry, "its name leaves the archive")
            : string.Join('/', parts);
    }

    /// <summary>".." may stand only at the start of a link's target. Since the folders above a link are real folders,
    /// counting them is exact, and what follows only leads down or through links that stay inside as well.</summary>
    private static void RequireInside(TarEntry entry, string name)
    {
        var parts = entry.LinkName.Split('/').Where(part => part is not ("" or ".")).ToList();
        var up = parts.TakeWhile(part => part == "..").Count();
        if (entry.LinkName.StartsWith('/') || up > name.Count(letter => letter == '/')
            || parts.Skip(up).Contains(".."))
        {
            throw Refused(entry, $"its target {entry.LinkName} may leave the archive");
        }
    }

    private void MakeFolders(TarEntry entry, string name)
    {
        if (folders.Contains(name))
        {
            return;
        }

        MakeFolders(entry, name[..Math.Max(0, name.LastIndexOf('/'))]);
        var path = Path.Join(folder, name);
        if (Native.Status(path) is not null)
        {
            throw Refused(entry, "it lies below something that is not a folder");
        }

        MakeFolder(path);
        folders.Add(name);
    }

    private void MakeFolder(string path)
    {
        Directory.CreateDirectory(path);
        Native.ChangeOwner(path, owner.Uid, owner.Gid);
        Native.ChangeMode(path, Modes.Directory);
    }

    private static TaskException Refused(TarEntry entry, string why) =>
        new("archive-refused", $"Cannot unpack \"{entry.Name}\" of the archive: {why}.");
}
