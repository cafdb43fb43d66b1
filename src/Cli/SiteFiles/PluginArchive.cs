using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Products.Moodle;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>A plugin's archive in memory: a .zip or a .tgz with one top folder, as Moodle's plugin directory or a forge gives
/// it out.</summary>
internal sealed class PluginArchive
{
    private const long MostBytes = 500_000_000;
    private const int MostFiles = 50_000;

    private PluginArchive(string file, MoodlePlugin plugin, SortedDictionary<string, byte[]> files)
    {
        File = file;
        Plugin = plugin;
        Files = files;
    }

    /// <summary>Where it lies, for messages.</summary>
    public string File { get; }

    public MoodlePlugin Plugin { get; }

    /// <summary>Files by their path below the plugin's folder.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says why and the remedy.</exception>
    public static PluginArchive Open(string path, PluginSpec spec)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new InvalidDataException("there is no such file. Put it there.");
        }

        var content = System.IO.File.ReadAllBytes(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        if (spec.Sha256 is { } wanted && wanted != sha256)
        {
            throw new InvalidDataException($"it has the SHA-256 {sha256}. Get the file again, or write this one.");
        }

        using var stream = new MemoryStream(content);
        var all = path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? Unzip(stream) : Untar(stream);
        var top = all.Keys.Where(name => name.EndsWith("/version.php", StringComparison.Ordinal) && name.Count(one => one == '/') == 1)
            .Select(name => name[..^"version.php".Length]).ToList();
        if (top.Count != 1)
        {
            throw new InvalidDataException("it holds no plugin: there is not one folder with a version.php in it. Use the plugin's "
                + "archive as it was given out.");
        }

        var plugin = MoodlePlugin.Read(Encoding.UTF8.GetString(all[top[0] + "version.php"]))
            ?? throw new InvalidDataException($"its {top[0]}version.php names no component. Use the plugin's archive as it was "
                + "given out.");
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, bytes) in all.Where(file => file.Key.StartsWith(top[0], StringComparison.Ordinal)))
        {
            files[name[top[0].Length..]] = bytes;
        }

        return new PluginArchive(path, plugin, files);
    }

    private static Dictionary<string, byte[]> Unzip(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        var files = new Dictionary<string, byte[]>();
        long size = 0;
        foreach (var entry in zip.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            size += entry.Length;
            Check(files, entry.FullName, size);
            using var content = entry.Open();
            files[entry.FullName] = ReadAll(content, entry.Length);
        }

        return files;
    }

    private static Dictionary<string, byte[]> Untar(Stream stream)
    {
        using var content = new GZipStream(stream, CompressionMode.Decompress);
        using var archive = new TarReader(content);
        var files = new Dictionary<string, byte[]>();
        long size = 0;
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data)
            {
                continue;
            }

            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            size += entry.Length;
            Check(files, name, size);
            files[name] = ReadAll(data, entry.Length);
        }

        return files;
    }

    private static void Check(Dictionary<string, byte[]> files, string name, long size)
    {
        if (size > MostBytes || files.Count >= MostFiles)
        {
            throw new InvalidDataException("it is larger than any plugin. Is this the right file?");
        }

        if (name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Any(char.IsControl)
            || name.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw new InvalidDataException("a name in it leads out of its folder. Do not use this file.");
        }
    }

    private static byte[] ReadAll(Stream stream, long length)
    {
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
