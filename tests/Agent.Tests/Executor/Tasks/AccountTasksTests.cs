using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class AccountTasksTests : IDisposable
{
    private readonly TemporaryHost host = new();
    private readonly TaskSpec user = new()
    {
        Id = "user",
        User = new UserTask { Name = "moodle", Home = "/var/www/moodle", Groups = { "apache" } },
    };

    [Fact]
    public async Task A_group_is_checked_without_a_write_made_once_and_then_left_alone()
    {
        var spec = new TaskSpec { Id = "group", Group = new GroupTask { Name = "moodle" } };
        host.Processes.Answer("/usr/sbin/groupadd --system moodle", _ => Add("/etc/group", "moodle:x:990:\n"));

        var check = await host.CheckAsync(spec);
        Assert.Empty(host.Processes.Requests);
        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Single(host.Processes.Requests);
    }

    [Fact]
    public async Task A_user_is_checked_without_a_write_made_once_without_login_and_then_left_alone()
    {
        host.Processes.Answer("/usr/sbin/useradd", _ =>
        {
            Add("/etc/passwd", "moodle:x:990:990::/var/www/moodle:/sbin/nologin\n");
            host.Write("/etc/group", "moodle:x:990:\napache:x:48:moodle\n");
            return new ProcessOutcome(0, "", "");
        });

        var check = await host.CheckAsync(user);
        Assert.Empty(host.Processes.Requests);
        Assert.Equal(check, await host.ApplyAsync(user));
        Assert.Equal(
            "/usr/sbin/useradd --system --no-create-home --home-dir /var/www/moodle --shell /sbin/nologin --user-group "
            + "--groups apache moodle",
            Assert.Single(host.Processes.Lines));
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(user)).Status);
    }

    [Fact]
    public async Task A_user_with_a_shell_loses_it_and_keeps_its_other_groups()
    {
        Add("/etc/passwd", "moodle:x:990:990::/var/www/moodle:/bin/bash\n");
        host.Write("/etc/group", "moodle:x:990:\napache:x:48:\nwheel:x:10:moodle\n");
        host.Processes.Answer("/usr/sbin/usermod", _ =>
        {
            host.Write("/etc/passwd", "moodle:x:990:990::/var/www/moodle:/sbin/nologin\n");
            host.Write("/etc/group", "moodle:x:990:\napache:x:48:moodle\nwheel:x:10:moodle\n");
            return new ProcessOutcome(0, "", "");
        });

        var outcome = await host.ApplyAsync(user);

        Assert.Equal("shell: /bin/bash -> /sbin/nologin\ngroups: not in -> in apache", outcome.Diff);
        Assert.Contains("--append --groups apache", Assert.Single(host.Processes.Lines), StringComparison.Ordinal);
    }

    public void Dispose() => host.Dispose();

    private ProcessOutcome Add(string file, string line)
    {
        host.Write(file, host.Read(file) + line);
        return new ProcessOutcome(0, "", "");
    }
}
