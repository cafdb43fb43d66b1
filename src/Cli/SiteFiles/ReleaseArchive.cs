using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MoodleNodeAgent.Sites.Products;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>A release archive on the operator's disk: a .tgz as the product's makers give it out, or a folder that is
/// packed as one. The same folder always gives the same bytes.</summary>
internal sealed class ReleaseArchive : IDisposable
{
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

    /// <summary>The version that the release itself tells, such as "4.4dev".</summary>
    public string Version { get; }

    /// <summary>Opens a file, or packs a folder.</summary>
    /// <exception cref="InvalidDataException">It is no such archive; the message says why and the remedy.</exception>
    public static async Task<ReleaseArchive> OpenAsync(
        string path, ReleaseFormat format, CancellationToken cancellation)
    {
        var isFolder = Directory.Exists(path);
        var file = isFolder ? await PackAsync(path, TopOf(path, format), cancellation) : path;
        try
        {
            var version = await ReadVersionAsync(file, format, cancellation);
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

    /// <summary>This release with plugins put into it.</summary>
    /// <exception cref="InvalidDataException">A plugin does not fit; the message says why and the remedy.</exception>
    public async Task<ReleaseArchive> WithPluginsAsync(
        IReadOnlyList<PluginArchive> plugins, ReleaseFormat format, CancellationToken cancellation)
    {
        var merged = await PluginMerge.WriteAsync(Path, format, plugins, cancellation);
        await using var content = File.OpenRead(merged);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        return new ReleaseArchive(merged, isTemporary: true, sha256, Version);
    }

    public void Dispose()
    {
        if (isTemporary)
        {
            File.Delete(Path);
        }
    }

    // Sorted names, no times, no owners: the checksum depends on nothing but the content.
    private static async Task<string> PackAsync(string folder, string top, CancellationToken cancellation)
    {
        var packed = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".tgz");
        await using var file = new FileStream(packed, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        await using var compressed = new GZipStream(file, CompressionLevel.Optimal);
        await using var archive = new TarWriter(compressed, TarEntryFormat.Ustar);
        if (top.Length > 0)
        {
            await archive.WriteEntryAsync(Entry(TarEntryType.Directory, top), cancellation);
        }

        var names = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(folder, path))
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var source = System.IO.Path.Combine(folder, name);
            if (File.GetAttributes(source).HasFlag(FileAttributes.Directory))
            {
                await archive.WriteEntryAsync(Entry(TarEntryType.Directory, $"{top}{name}/"), cancellation);
                continue;
            }

            var entry = Entry(TarEntryType.RegularFile, top + name);
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

    // The folder that holds all, with a slash at its end; a folder on the disk has its version inside.
    private static string TopOf(string folder, ReleaseFormat format)
    {
        var file = format.VersionFiles.Select(name => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidDataException(
                $"it holds no {format.VersionFiles[0]}. Name the folder of an unchanged release.");
        return WithSlash(format.TopOf(VersionIn(File.ReadAllText(file), format.VersionFiles[0], format)));
    }

    private static async Task<string> ReadVersionAsync(
        string path, ReleaseFormat format, CancellationToken cancellation)
    {
        // What stands before the version in the name of the top folder.
        var start = format.Top.Split("{version}")[0];
        await using var file = File.OpenRead(path);
        await using var content = new GZipStream(file, CompressionMode.Decompress);
        await using var archive = new TarReader(content);
        while (await archive.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.DataStream is not { } data || !name.StartsWith(start, StringComparison.Ordinal)
                || !format.VersionFiles.Any(wanted => name.EndsWith(wanted, StringComparison.Ordinal)))
            {
                continue;
            }

            using var reader = new StreamReader(data, leaveOpen: true);
            var text = await reader.ReadToEndAsync(cancellation);
            var candidate = Match(text, format);
            var top = WithSlash(format.TopOf(candidate ?? ""));
            if (format.VersionFiles.Any(wanted => name == top + wanted))
            {
                return VersionIn(text, name, format);
            }
        }

        throw new InvalidDataException(
            $"it holds no {WithSlash(format.TopOf("VERSION"))}{format.VersionFiles[0]}. Use a release archive (.tgz)"
            + (format.Top.Length > 0 ? $" whose top folder is {WithSlash(format.TopOf("VERSION"))}" : " as it was given out."));
    }

    private static string WithSlash(string top) => top.Length == 0 ? "" : top + "/";

    private static string? Match(string text, ReleaseFormat format) =>
        Regex.Match(text, format.VersionPattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)) is
            { Success: true } match ? match.Groups[1].Value : null;

    private static string VersionIn(string text, string name, ReleaseFormat format) => Match(text, format)
        ?? throw new InvalidDataException($"its {name} names no version. Use an unchanged release.");
}
