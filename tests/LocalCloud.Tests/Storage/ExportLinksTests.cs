namespace MoodleNodeAgent.LocalCloud.Storage;

public sealed class ExportLinksTests : IDisposable
{
    private const string Address = "10.0.1.9";
    private readonly DirectoryInfo _storage = Directory.CreateTempSubdirectory("mna-links-");
    private readonly ExportLinks _links;

    public ExportLinksTests()
    {
        _links = new ExportLinks(_storage.FullName);
        _storage.CreateSubdirectory("filesystems/fs1");
        _storage.CreateSubdirectory("filesystems/fs2");
        File.WriteAllText(In("filesystems/fs1/file"), "kept");
    }

    [Fact]
    public void An_export_is_a_relative_link_to_its_file_system()
    {
        _links.Apply(Address, [("/moodledata", "fs1"), ("/deep/down", "fs2")]);

        Assert.Equal("../../filesystems/fs1", LinkOf("moodledata"));
        Assert.Equal("../../../filesystems/fs2", LinkOf("deep/down"));
        Assert.Equal("kept", File.ReadAllText(In($"exports/{Address}/moodledata/file")));
    }

    [Fact]
    public void A_changed_list_replaces_links_and_never_touches_files()
    {
        _links.Apply(Address, [("/moodledata", "fs1"), ("/deep/down", "fs2")]);

        _links.Apply(Address, [("/moodledata", "fs2")]);

        Assert.Equal("../../filesystems/fs2", LinkOf("moodledata"));
        Assert.False(Path.Exists(In($"exports/{Address}/deep")));
        Assert.Equal("kept", File.ReadAllText(In("filesystems/fs1/file")));
    }

    [Fact]
    public void Removing_an_address_leaves_the_files()
    {
        _links.Apply(Address, [("/moodledata", "fs1")]);

        _links.Remove(Address);

        Assert.False(Path.Exists(In($"exports/{Address}")));
        Assert.Equal("kept", File.ReadAllText(In("filesystems/fs1/file")));
    }

    public void Dispose() => _storage.Delete(recursive: true);

    private string In(string path) => Path.Combine(_storage.FullName, path);

    private string? LinkOf(string path) => new DirectoryInfo(In($"exports/{Address}/{path}")).LinkTarget;
}
