using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Plugins that the site file names go into the code, or are refused before anything changes.</summary>
public sealed class PluginTests
{
    private const string VersionPhp = "<?php\n$plugin->component = 'local_hello';\n$plugin->requires = 2022112800;\n";

    [Fact]
    public async Task Release_and_plugins_become_one_archive_and_the_same_one_each_time()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events = [new ApplyEvent { Ended = new ApplyEnded { Succeeded = true } }];
        var sha256 = WriteZip(session, "hello.zip", ("moodle-local_hello-main/version.php", VersionPhp), ("moodle-local_hello-main/lib/a.php", "<?php"));
        var site = WriteSite(session, $"[\"hello.zip sha256:{sha256}\"]");

        Assert.Equal(0, await session.RunAsync("apply", site));

        var first = session.Coordinator.Applied!.ArchiveSha256;
        Assert.Equal(first, Convert.ToHexStringLower(SHA256.HashData(session.Coordinator.Content)));
        var names = NamesIn(session.Coordinator.Content);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Superset(
            new HashSet<string> { "moodle/version.php", "moodle/local/hello/version.php", "moodle/local/hello/lib/a.php" },
            names.ToHashSet());
        foreach (var entry in EntriesIn(session.Coordinator.Content))
        {
            // Neither the present time nor this process is in it: another run on another day makes the same bytes.
            var plain = Assert.IsType<GnuTarEntry>(entry);
            Assert.Equal(
                (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch),
                (plain.ModificationTime, plain.AccessTime, plain.ChangeTime));
        }

        Assert.Equal(0, await session.RunAsync("apply", site));
        Assert.Equal(first, session.Coordinator.Applied!.ArchiveSha256);
    }

    [Theory]
    [InlineData("x/version.php", "<?php\n$plugin->component = 'local_hello';\n$plugin->requires = 2035010100;\n", "needs Moodle 2035010100")]
    [InlineData("x/version.php", "<?php\n$plugin->component = 'mod_old';\n$plugin->supported = [39, 311];\n", "branches 39 to 311")]
    [InlineData("x/version.php", "<?php\n", "names no component")]
    [InlineData("x/readme.txt", "hello", "it holds no plugin")]
    [InlineData("x/../version.php", VersionPhp, "leads out of its folder")]
    [InlineData("x/version.php", "<?php\n$plugin->component = 'mod_forum';\n", "brings mod_forum itself")]
    public async Task What_does_not_fit_is_refused_before_anything_is_sent(string name, string text, string message)
    {
        await using var session = await Session.StartAsync();
        WriteZip(session, "hello.zip", (name, text));

        Assert.Equal(2, await session.RunAsync("apply", WriteSite(session, "[hello.zip]")));

        Assert.Contains(message, session.Error, StringComparison.Ordinal);
        Assert.Null(session.Coordinator.Applied);
        Assert.Null(session.Coordinator.Header);
    }

    [Fact]
    public async Task A_wrong_checksum_and_a_missing_file_are_told_at_their_place()
    {
        await using var session = await Session.StartAsync();
        WriteZip(session, "hello.zip", ("x/version.php", VersionPhp));
        var site = WriteSite(session, $"[\"hello.zip sha256:{new string('0', 64)}\", gone.zip]");

        Assert.Equal(2, await session.RunAsync("plan", site));

        Assert.Contains("release.plugins[0]: cannot use", session.Error, StringComparison.Ordinal);
        Assert.Contains("it has the SHA-256", session.Error, StringComparison.Ordinal);
        Assert.Contains("release.plugins[1]: cannot use", session.Error, StringComparison.Ordinal);
        Assert.Contains("there is no such file", session.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_may_come_as_a_tgz()
    {
        await using var session = await Session.StartAsync();
        session.Coordinator.Events = [new ApplyEvent { Ended = new ApplyEnded { Succeeded = true } }];
        session.Write("folder/hello/version.php", VersionPhp);
        using (var file = File.Create(session.PathOf("hello.tgz")))
        using (var compressed = new GZipStream(file, CompressionLevel.Fastest))
        {
            TarFile.CreateFromDirectory(session.PathOf("folder"), compressed, includeBaseDirectory: false);
        }

        Assert.Equal(0, await session.RunAsync("apply", WriteSite(session, "[hello.tgz]")));

        Assert.Contains("moodle/local/hello/version.php", NamesIn(session.Coordinator.Content));
    }

    private static string WriteSite(Session session, string plugins)
    {
        session.Write("app/version.php", "<?php\n$version = 2023112400.00;\n$release = '4.4 (test)';\n$branch = '404';\n");
        session.Write("app/mod/forum/version.php", "<?php\n$plugin->component = 'mod_forum';\n");
        return session.Write(
            "site.yaml",
            $"site: demo\nproduct: moodle\nrelease: {{ archive: app, plugins: {plugins} }}\ncloud: {{ provider: local }}\n"
            + "balancer: { listeners: [18080] }\n");
    }

    private static string WriteZip(Session session, string name, params (string Name, string Text)[] files)
    {
        var path = session.PathOf(name);
        using (var file = File.Create(path))
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (entry, text) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
                writer.Write(text);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
    }

    private static List<string> NamesIn(byte[] archive) => [.. EntriesIn(archive).Select(entry => entry.Name)];

    private static List<TarEntry> EntriesIn(byte[] archive)
    {
        using var content = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        using var reader = new TarReader(content);
        var entries = new List<TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }
}
