using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>A release archive on the operator's disk: a .tgz with the top folder moodle/, or a folder that is packed as
/// one. The same folder always gives the same bytes.</summary>
internal sealed partial class ReleaseArchive : IDisposable
{
    private const string TopFolder = "moodle/";

    private static readonly string[] VersionFiles = [TopFolder + "version.php", TopFolder + "public/version.php"];

    private readonly bool isTemporary;

    private ReleaseArchive(string path, bool isTemporary, string sha256, string version)
    {
        Path = path;
        this.isTemporary = isTemporary;
        Sha256 = sha256;
        Size = new FileInfo(path).Length;
        Version = version;
    }

    /// <summary>Where the bytes are.</summary>
    public string Path { get; }

    /// <summary>64 lower-case hex digits.</summary>
    public string Sha256 { get; }

    /// <summary>In bytes.</summary>
    public long Size { get; }

    /// <summary>The version that its version.php tells, such as "4.4dev".</summary>
    public string Version { get; }

    /// <summary>Opens a file, or packs a folder.</summary>
    /// <exception cref="InvalidDataException">It is no such archive; the message says why and the remedy.</exception>
    public static async Task<ReleaseArchive> OpenAsync(string path, CancellationToken cancellation)
    {
        var isFolder = Directory.Exists(path);
        var file = isFolder ? await PackAsync(path, cancellation) : path;
        try
        {
            var version = await ReadVersionAsync(file, cancellation);
            await using var content = File.OpenRead(file);
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
            return new ReleaseArchive(file, isFolder, sha256, version);
        }
        catch
        {
            if (isFolder)
            {
                File.Delete(file);
            }

            throw;
        }
    }

    public void Dispose()
    {
        if (isTemporary)
        {
            File.Delete(Path);
        }
    }

    // Sorted names, no times, no owners: the checksum depends on nothing but the content.
    private static async Task<string> PackAsync(string folder, CancellationToken cancellation)
    {
        var packed = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".tgz");
        await using var file = new FileStream(packed, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        await using var compressed = new GZipStream(file, CompressionLevel.Optimal);
        await using var archive = new TarWriter(compressed, TarEntryFormat.Ustar);
        await archive.WriteEntryAsync(Entry(TarEntryType.Directory, TopFolder), cancellation);
        var names = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(folder, path))
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var source = System.IO.Path.Combine(folder, name);
            if (File.GetAttributes(source).HasFlag(FileAttributes.Directory))
            {
                await archive.WriteEntryAsync(Entry(TarEntryType.Directory, $"{TopFolder}{name}/"), cancellation);
                continue;
            }

            var entry = Entry(TarEntryType.RegularFile, TopFolder + name);
            await using var content = File.OpenRead(source);
            entry.DataStream = content;
            await archive.WriteEntryAsync(entry, cancellation);
        }

        return packed;
    }

    private static UstarTarEntry Entry(TarEntryType type, string name) => new(type, name)
    {
        ModificationTime = DateTimeOffset.UnixEpoch,
        Mode = (UnixFileMode)Convert.ToInt32(type == TarEntryType.Directory ? "755" : "644", 8),
    };

    private static async Task<string> ReadVersionAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        await using var content = new GZipStream(file, CompressionMode.Decompress);
        await using var archive = new TarReader(content);
        while (await archive.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (entry.DataStream is { } data && VersionFiles.Contains(entry.Name))
            {
                using var reader = new StreamReader(data);
                // $release  = '4.4dev (Build: 20231124)'; // Human-friendly version name
                var match = Release().Match(await reader.ReadToEndAsync(cancellation));
                return match.Success
                    ? match.Groups[1].Value
                    : throw new InvalidDataException($"its {entry.Name} names no $release. Use an unchanged release.");
            }
        }

        throw new InvalidDataException(
            $"it holds no {VersionFiles[0]}. Use a release archive (.tgz) whose top folder is {TopFolder}");
    }

    [GeneratedRegex(@"\$release\s*=\s*['""]([0-9]{1,3}(?:\.[0-9]{1,3}){1,2}(?:dev|beta|rc[0-9]|\+)?)")]
    private static partial Regex Release();
}
