using System.Formats.Tar;
using System.IO.Compression;

namespace MoodleNodeAgent.Cli.SiteFiles;

public sealed class ReleaseArchiveTests
{
    [Fact]
    public async Task The_same_folder_gives_the_same_bytes_whenever_and_by_whomever_it_is_packed()
    {
        await using var session = await Session.StartAsync();
        session.WriteSite("");
        session.Write("app/lib/b.php", "<?php\n");
        session.Write("app/lib/a.php", "<?php\n");

        using var first = await ReleaseArchive.OpenAsync(session.PathOf("app"), CancellationToken.None);
        File.SetLastWriteTimeUtc(session.PathOf("app/version.php"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        File.SetUnixFileMode(session.PathOf("app/lib/a.php"), UnixFileMode.UserRead);
        using var second = await ReleaseArchive.OpenAsync(session.PathOf("app"), CancellationToken.None);

        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Equal(
            ["moodle/", "moodle/lib/", "moodle/lib/a.php", "moodle/lib/b.php", "moodle/version.php"], Names(first.Path));
    }

    [Fact]
    public async Task A_packed_folder_leaves_no_file_behind()
    {
        await using var session = await Session.StartAsync();
        session.WriteSite("");
        string path;

        using (var archive = await ReleaseArchive.OpenAsync(session.PathOf("app"), CancellationToken.None))
        {
            path = archive.Path;
            Assert.True(File.Exists(path));
        }

        Assert.False(File.Exists(path));
    }

    private static List<string> Names(string path)
    {
        using var file = File.OpenRead(path);
        using var content = new GZipStream(file, CompressionMode.Decompress);
        using var archive = new TarReader(content);
        var names = new List<string>();
        while (archive.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }
}
