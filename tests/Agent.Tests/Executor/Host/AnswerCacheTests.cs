using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Host;

public sealed class AnswerCacheTests : IDisposable
{
    private const string Database = "/var/lib/rpm/rpmdb.sqlite";
    private const string Store = "/var/lib/selinux/targeted/active/booleans.local";
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryHost host = new();
    private readonly TaskSpec packages = new() { Id = "p", Package = new PackageTask { Names = { "httpd" } } };
    private readonly TaskSpec boolean = new()
    {
        Id = "b",
        SelinuxBoolean = new SelinuxBooleanTask { Name = "httpd_use_nfs", Value = true },
    };

    public AnswerCacheTests()
    {
        host.Time.SetUtcNow(Now);
        Old(Database, "1");
        Old(Store, "httpd_use_nfs=1\n");
        Old("/sys/fs/selinux/booleans/httpd_use_nfs", "1 1");
        host.Processes.Answer("/usr/bin/rpm -q", "httpd\n");
        host.Processes.Answer("/usr/sbin/getsebool", "httpd_use_nfs --> on\n");
    }

    [Fact]
    public async Task Asking_again_starts_no_process_when_nothing_can_have_changed()
    {
        foreach (var spec in new[] { packages, boolean, packages, boolean, packages, boolean })
        {
            Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        }

        Assert.Equal(2, host.Processes.Requests.Count);
    }

    [Fact]
    public async Task When_the_package_database_has_another_time_or_size_rpm_is_asked_again()
    {
        await host.ApplyAsync(packages);
        Old(Database, "12");
        await host.ApplyAsync(packages);
        File.SetLastWriteTimeUtc(host.Map(Database), Now.UtcDateTime.AddMinutes(-1));
        await host.ApplyAsync(packages);
        Old("/var/lib/rpm/rpmdb.sqlite-wal", "");
        await host.ApplyAsync(packages);

        Assert.Equal(4, host.Processes.Requests.Count);
    }

    [Fact]
    public async Task When_somebody_only_read_the_package_database_nothing_is_asked()
    {
        await host.ApplyAsync(packages);
        Old("/var/lib/rpm/rpmdb.sqlite-shm", "x");
        Old("/var/lib/rpm/.rpm.lock", "x");
        await host.ApplyAsync(packages);

        Assert.Single(host.Processes.Requests);
    }

    [Fact]
    public async Task When_a_boolean_is_switched_live_or_in_the_policy_store_it_is_asked_again()
    {
        await host.ApplyAsync(boolean);
        // Same time, same size: what the kernel's own file tells is its content.
        Old("/sys/fs/selinux/booleans/httpd_use_nfs", "0 0");
        await host.ApplyAsync(boolean);
        Old(Store, "other=1\nhttpd_use_nfs=1\n");
        await host.ApplyAsync(boolean);

        Assert.Equal(3, host.Processes.Requests.Count);
    }

    [Fact]
    public async Task When_the_database_changed_within_the_last_tick_of_the_clock_the_answer_is_not_kept()
    {
        File.SetLastWriteTimeUtc(host.Map(Database), Now.UtcDateTime.AddSeconds(-1));
        await host.ApplyAsync(packages);
        await host.ApplyAsync(packages);

        Assert.Equal(2, host.Processes.Requests.Count);
    }

    [Fact]
    public async Task When_rpm_complains_its_answer_is_not_kept()
    {
        host.Processes.Answer("/usr/bin/rpm -q", output: "httpd\n", error: "warning: database is damaged");
        await host.ApplyAsync(packages);
        await host.ApplyAsync(packages);

        Assert.Equal(2, host.Processes.Requests.Count);
    }

    public void Dispose() => host.Dispose();

    private void Old(string path, string content)
    {
        host.Write(path, content);
        File.SetLastWriteTimeUtc(host.Map(path), Now.UtcDateTime.AddHours(-1));
    }
}
