using System.Text.RegularExpressions;

namespace MoodleNodeAgent.Sites.Reading;

/// <summary>Reads product and release.</summary>
internal static partial class ReleaseReader
{
    public static (string Product, ReleaseSpec Release) Read(Section root, SiteFileOverrides overrides)
    {
        var product = ReadProduct(root, overrides);
        var release = ReadRelease(root, overrides);
        if (release.Archive is null && !overrides.ArchiveGiven)
        {
            root.Report(
                "release",
                $"the code of {Section.Quote(product)} has to come from an archive in this version. Write "
                + "release: { archive: FILE.tgz } or give the option --archive FILE.");
        }

        var version = overrides.Version ?? release.Version ?? DefaultVersion(product);
        return (product, new ReleaseSpec
        {
            Version = version,
            Archive = overrides.ArchiveGiven ? null : release.Archive,
            Sha256 = overrides.ArchiveGiven ? null : release.Sha256,
            Plugins = ReadPlugins(root, product),
        });
    }

    private static string DefaultVersion(string product) => product switch
    {
        "sample" => "1.0",
        "wordpress" => "6.5",
        "drupal" => "10.3",
        "joomla" => "5.1",
        _ => "4.5",
    };

    private static string ReadProduct(Section root, SiteFileOverrides overrides)
    {
        var product = root.Text("product") ?? "moodle";
        if (!Products.Products.Names.Contains(product))
        {
            root.Report(
                "product",
                $"{Section.Quote(product)} is no product. {Suggestion.Remedy(product, Products.Products.Names)}");
        }

        return overrides.Product ?? product;
    }

    private static (string? Version, string? Archive, string? Sha256) ReadRelease(
        Section root, SiteFileOverrides overrides)
    {
        if (root.Value("release") is YamlScalar)
        {
            return (ReadVersion(root, "release"), null, null);
        }

        var section = root.Map("release");
        var version = ReadVersion(section, "version");
        var archive = section.Text("archive");
        var sha256 = section.Text("sha256");
        if (archive is not null && archive.Contains("://", StringComparison.Ordinal))
        {
            section.Report("archive", "archives from a URL are not supported yet. Download it and name the file.");
        }

        if (archive is not null && archive.Any(char.IsControl))
        {
            section.Report("archive", "control characters cannot stand in a file name. Remove them.");
        }

        if (sha256 is not null && !Sha256().IsMatch(sha256))
        {
            section.Report(
                "sha256",
                $"{Section.Quote(sha256)} is no SHA-256. Write 64 hexadecimal digits, as sha256sum prints them.");
        }

        if (sha256 is not null && archive is null && !overrides.ArchiveGiven)
        {
            section.Report("sha256", "a checksum alone says nothing. Add archive: FILE.tgz.");
        }

        _ = section.Value("plugins");
        section.RejectUnknownKeys();
        return (version, archive, sha256?.ToLowerInvariant());
    }

    // Sample: plugins: [mod_attendance.zip, "theme_moove.zip sha256:0f3a..."]
    private static IReadOnlyList<PluginSpec> ReadPlugins(Section root, string product)
    {
        if (root.Value("release") is not YamlMap)
        {
            return [];
        }

        var section = root.Map("release");
        if (section.List("plugins", "[mod_attendance.zip]") is not { Count: > 0 } items)
        {
            return [];
        }

        if (items.Count > 0 && Products.Products.ByName(product)?.Release.TakesPlugins != true)
        {
            section.Report("plugins", $"{product} takes no plugins from here. Put them into its archive.");
        }

        var plugins = new List<PluginSpec>();
        for (var index = 0; index < items.Count; index++)
        {
            if (Plugin().Match(items[index].Text) is { Success: true } match)
            {
                var sha256 = match.Groups[2].Value.ToLowerInvariant();
                plugins.Add(new PluginSpec(match.Groups[1].Value, sha256.Length > 0 ? sha256 : null));
            }
            else
            {
                section.ReportItem(
                    "plugins", index, items[index],
                    $"{Section.Quote(items[index].Text)} names no plugin. Write FILE.zip or FILE.tgz, or \"FILE.zip sha256:HEX\" "
                    + "with 64 hexadecimal digits.");
            }
        }

        return plugins;
    }

    private static string? ReadVersion(Section section, string key)
    {
        var version = section.Text(key);
        if (version is not null && !Version().IsMatch(version))
        {
            section.Report(key, $"{Section.Quote(version)} is no version. Write one such as \"4.5\" or \"4.5.2\".");
        }

        return version;
    }

    [GeneratedRegex(@"\A[0-9]{1,3}(?:\.[0-9]{1,3}){1,2}(?:dev|beta|rc[0-9]|\+)?\z")]
    private static partial Regex Version();

    [GeneratedRegex(@"\A(\P{Cc}+?\.(?:zip|tgz|tar\.gz))(?: sha256:([0-9A-Fa-f]{64}))?\z")]
    private static partial Regex Plugin();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{64}\z")]
    private static partial Regex Sha256();
}
