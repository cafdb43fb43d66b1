using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class PathTasksTests : IDisposable
{
    private const string Folder = "/var/www/moodledata/cache";
    private readonly TemporaryHost host = new();

    [Fact]
    public async Task A_directory_is_checked_without_a_write_made_once_and_then_left_alone()
    {
        var spec = new TaskSpec
        {
            Id = "folder",
            Directory = new DirectoryTask { Path = Folder, Mode = 0b111_000_000, Owner = "apache", Group = "apache" },
        };
        var before = host.Snapshot();
        var check = await host.CheckAsync(spec);
        Assert.Equal(before, host.Snapshot());

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Equal(0b111_000_000u, Native.Status(host.Map(Folder))!.Value.Mode);
        Assert.Equal(Modes.Directory, Native.Status(host.Map("/var/www/moodledata"))!.Value.Mode);
    }

    [Fact]
    public async Task Ownership_is_given_once_and_the_mode_left_alone()
    {
        Directory.CreateDirectory(host.Map(Folder));
        Native.ChangeMode(host.Map(Folder), 0b111_101_000);
        var spec = Ownership(Folder);

        var check = await host.CheckAsync(spec);
        Assert.Equal(check, await host.ApplyAsync(spec));

        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        var status = Native.Status(host.Map(Folder))!.Value;
        Assert.Equal("apache", new Accounts(host.Root).UserName(status.Uid));
        Assert.Equal(0b111_101_000u, status.Mode);
    }

    [Fact]
    public async Task Ownership_of_what_is_not_there_fails_and_says_what_to_do()
    {
        var failure = await host.FailAsync(Ownership(Folder));

        Assert.Equal("path-missing", failure.Code);
        Assert.Contains("Put the task that creates it before", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_executor_does_not_see_a_mount_of_the_host_it_does_not_write_beneath_it()
    {
        Directory.CreateDirectory(host.Map("/var/www/moodledata"));
        host.Write("/proc/1/mountinfo", "40 1 0:40 / /var/www/moodledata rw - nfs4 10.0.1.10:/moodledata rw\n");
        host.Write("/proc/self/mountinfo", "");

        Assert.Equal("mount-not-visible", (await host.FailAsync(Ownership("/var/www/moodledata"))).Code);
    }

    public void Dispose() => host.Dispose();

    private static TaskSpec Ownership(string path) => new()
    {
        Id = "owner",
        Ownership = new OwnershipTask { Path = path, Owner = "apache", Group = "apache" },
    };
}
