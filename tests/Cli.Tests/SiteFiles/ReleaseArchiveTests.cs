using System.Formats.Tar;
using System.IO.Compression;
using MoodleNodeAgent.Sites.Products;

namespace MoodleNodeAgent.Cli.SiteFiles;

public sealed class ReleaseArchiveTests
{
    private static readonly ReleaseFormat Moodle = Products.ByName("moodle")!.Release;

    [Theory]
    [Trait("Feature", "67")]
    [InlineData("wordpress", "wp-includes/version.php", "<?php\n$wp_version = '6.5.2';\n", "6.5.2", "wordpress/")]
    [InlineData("drupal", "core/lib/Drupal.php", "<?php\nclass Drupal {\n  const VERSION = '10.3.1';\n}\n", "10.3.1", "drupal-10.3.1/")]
    [InlineData("joomla", "administrator/manifests/files/joomla.xml", "<extension><version>5.1.2</version></extension>", "5.1.2", "administrator/")]
    public async Task Each_product_tells_its_version_and_its_top_folder(
        string product, string file, string content, string version, string first)
    {
        await using var session = await Session.StartAsync();
        session.Write($"app/{file}", content);
        var format = Products.ByName(product)!.Release;

        using var archive = await ReleaseArchive.OpenAsync(session.PathOf("app"), format, CancellationToken.None);
        using var again = await ReleaseArchive.OpenAsync(archive.Path, format, CancellationToken.None);

        Assert.Equal((version, version), (archive.Version, again.Version));
        Assert.StartsWith(first, Names(archive.Path)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_of_another_product_is_refused_with_what_is_missing()
    {
        await using var session = await Session.StartAsync();
        session.Write("app/wp-includes/version.php", "<?php\n$wp_version = '6.5.2';\n");
        using var archive = await ReleaseArchive.OpenAsync(
            session.PathOf("app"), Products.ByName("wordpress")!.Release, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(
            () => ReleaseArchive.OpenAsync(archive.Path, Moodle, CancellationToken.None));

        Assert.Contains("it holds no moodle/version.php", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_folder_gives_the_same_bytes_whenever_and_by_whomever_it_is_packed()
    {
        await using var session = await Session.StartAsync();
        session.WriteSite("");
        session.Write("app/lib/b.php", "<?php\n");
        session.Write("app/lib/a.php", "<?php\n");

        using var first = await ReleaseArchive.OpenAsync(session.PathOf("app"), Moodle, CancellationToken.None);
        File.SetLastWriteTimeUtc(session.PathOf("app/version.php"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        File.SetUnixFileMode(session.PathOf("app/lib/a.php"), UnixFileMode.UserRead);
        using var second = await ReleaseArchive.OpenAsync(session.PathOf("app"), Moodle, CancellationToken.None);

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

        using (var archive = await ReleaseArchive.OpenAsync(session.PathOf("app"), Moodle, CancellationToken.None))
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
