using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class LinkConvergerTests : IDisposable
{
    private const string Link = "/var/www/wordpress/wp-content/uploads";
    private const string Target = "/var/www/data/uploads";

    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "link",
        Link = new LinkTask { Path = Link, Target = Target, Owner = "apache", Group = "apache" },
    };

    [Fact]
    public async Task It_is_checked_without_a_write_made_once_and_then_left_alone()
    {
        Directory.CreateDirectory(host.Map(Target));
        var before = host.Snapshot();
        var check = await host.CheckAsync(spec);
        Assert.Equal(before, host.Snapshot());
        Assert.Equal($"{Link}: absent -> {Target}", check.Diff);

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Equal(Target, new FileInfo(host.Map(Link)).LinkTarget);
    }

    [Fact]
    public async Task A_folder_in_its_place_is_emptied_into_the_target_where_nothing_is_overwritten()
    {
        host.Write($"{Link}/banners/new.png", "from the release");
        host.Write($"{Link}/banners/old.png", "from the release");
        host.Write($"{Target}/banners/old.png", "the users' own");

        await host.ApplyAsync(spec);

        Assert.Equal("from the release", host.Read($"{Target}/banners/new.png"));
        Assert.Equal("the users' own", host.Read($"{Target}/banners/old.png"));
        var status = Native.Status(host.Map($"{Target}/banners/new.png"))!.Value;
        Assert.Equal("apache", new Accounts(host.Root).UserName(status.Uid));
    }

    [Fact]
    public async Task When_a_folder_of_the_target_is_a_link_nothing_is_written_through_it()
    {
        host.Write($"{Link}/banners/new.png", "from the release");
        Directory.CreateDirectory(host.Map(Target));
        Directory.CreateDirectory(host.Map("/etc/cron.d"));
        Directory.CreateSymbolicLink(host.Map($"{Target}/banners"), host.Map("/etc/cron.d"));

        Assert.Equal("path-moved", (await host.FailAsync(spec)).Code);

        Assert.Empty(Directory.EnumerateFileSystemEntries(host.Map("/etc/cron.d")));
    }

    [Fact]
    public async Task A_file_in_its_place_or_a_missing_target_is_told_with_the_remedy()
    {
        Assert.Equal("path-missing", (await host.FailAsync(spec)).Code);
        Directory.CreateDirectory(host.Map(Target));
        host.Write(Link, "a file");
        Assert.Equal("path-occupied", (await host.FailAsync(spec)).Code);
    }

    [Theory]
    [InlineData("/etc/link", Target)]
    [InlineData(Link, "/etc")]
    [InlineData(Link, "/var/www/../../etc")]
    public void Both_ends_have_to_be_inside_the_policy(string path, string target) => Assert.NotEmpty(host.Policy.Check(
        new NodeSpec { Tasks = { new TaskSpec { Id = "link", Link = new LinkTask { Path = path, Target = target } } } }));

    public void Dispose() => host.Dispose();
}
