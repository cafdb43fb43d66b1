using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using MoodleNodeAgent.Sites.Products;

namespace MoodleNodeAgent.Cli.SiteFiles;

/// <summary>A release archive with plugins put into it. From then on the two are one: nodes get them together, and the
/// checksum of the code covers both. The same files give the same bytes.</summary>
internal static class PluginMerge
{
    /// <summary>Writes the merged archive to a temporary file.</summary>
    /// <exception cref="InvalidDataException">A plugin does not fit; the message says why and the remedy.</exception>
    public static async Task<string> WriteAsync(
        string release, ReleaseFormat format, IReadOnlyList<PluginArchive> plugins, CancellationToken cancellation)
    {
        var merged = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".tgz");
        try
        {
            await using var file = new FileStream(merged, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            await using var compressed = new GZipStream(file, CompressionLevel.Fastest);
            await using var target = new TarWriter(compressed, TarEntryFormat.Gnu);
            var top = await CopyAsync(release, format, plugins, target, cancellation);
            foreach (var plugin in plugins)
            {
                foreach (var (name, bytes) in plugin.Files)
                {
                    using var content = new MemoryStream(bytes);
                    await target.WriteEntryAsync(
                        Timeless(new GnuTarEntry(TarEntryType.RegularFile, $"{top}{plugin.Plugin.Folder}/{name}")
                        {
                            ModificationTime = DateTimeOffset.UnixEpoch,
                            Mode = (UnixFileMode)Convert.ToInt32("644", 8),
                            DataStream = content,
                        }),
                        cancellation);
                }
            }

            return merged;
        }
        catch
        {
            File.Delete(merged);
            throw;
        }
    }

    // Copies all of the release and returns the folder of its version.php, with a slash, such as "moodle/public/".
    private static async Task<string> CopyAsync(
        string release, ReleaseFormat format, IReadOnlyList<PluginArchive> plugins, TarWriter target,
        CancellationToken cancellation)
    {
        await using var file = File.OpenRead(release);
        await using var content = new GZipStream(file, CompressionMode.Decompress);
        await using var source = new TarReader(content);
        string? top = null;
        var taken = new HashSet<string>();
        while (await source.GetNextEntryAsync(copyData: true, cancellation) is { } entry)
        {
            if (entry is PaxGlobalExtendedAttributesTarEntry)
            {
                continue;
            }

            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            taken.Add(name.TrimEnd('/'));
            if (format.VersionFiles.FirstOrDefault(wanted => name == $"{format.Top}/{wanted}") is { } version
                && entry.DataStream is { } data)
            {
                using var reader = new StreamReader(data, Encoding.UTF8, leaveOpen: true);
                var text = await reader.ReadToEndAsync(cancellation);
                data.Position = 0;
                if (text.Contains("$version", StringComparison.Ordinal))
                {
                    top = $"{format.Top}/{version[..^"version.php".Length]}";
                    Refuse(plugins, text);
                }
            }

            await target.WriteEntryAsync(Timeless(new GnuTarEntry(entry)), cancellation);
        }

        var found = top ?? throw new InvalidDataException("the release archive holds no version.php to compare the plugins with.");
        return plugins.FirstOrDefault(plugin => taken.Contains($"{found}{plugin.Plugin.Folder}/version.php")) is { } known
            ? throw new InvalidDataException(
                $"{known.File}: the release brings {known.Plugin.Component} itself. Remove it from release.plugins.")
            : found;
    }

    // The other formats put the id of this process, or the present time, into the bytes.
    private static GnuTarEntry Timeless(GnuTarEntry entry)
    {
        entry.AccessTime = entry.ChangeTime = entry.ModificationTime;
        return entry;
    }

    private static void Refuse(IReadOnlyList<PluginArchive> plugins, string versionPhp)
    {
        var refusals = plugins.Select(plugin => (plugin.File, Reason: plugin.Plugin.Refusal(versionPhp)))
            .Where(plugin => plugin.Reason is not null).Select(plugin => $"{plugin.File}: {plugin.Reason}").ToList();
        if (refusals.Count > 0)
        {
            throw new InvalidDataException(string.Join(' ', refusals));
        }

        if (plugins.GroupBy(plugin => plugin.Plugin.Component).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"{twice.Key} is there twice: {string.Join(", ", twice.Select(plugin => plugin.File))}.");
        }
    }
}
