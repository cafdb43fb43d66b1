using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

[Trait("Feature", "17")]
public sealed class SelinuxContextConvergerTests : IDisposable
{
    private const string Rules = "/var/lib/selinux/targeted/active/file_contexts.local";
    private const string Folder = "/var/www/data.d";
    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "context",
        SelinuxContext = new SelinuxContextTask { Path = Folder, Type = "httpd_sys_rw_content_t", Recursive = true },
    };

    public SelinuxContextConvergerTests()
    {
        host.Processes.Answer("/usr/sbin/semanage fcontext", request =>
        {
            host.Write(Rules, $"# local\n{request.Arguments[^1]}    system_u:object_r:{request.Arguments[^2]}:s0\n");
            return new ProcessOutcome(0, "", "");
        });
        host.Processes.Answer("/usr/sbin/restorecon", _ =>
        {
            Native.SetLabel(host.Map(Folder), SelinuxLabel.OfType("httpd_sys_rw_content_t"));
            return new ProcessOutcome(0, "", "");
        });
    }

    [Fact]
    public async Task It_is_checked_without_a_write_set_once_and_then_asked_for_without_a_process()
    {
        Directory.CreateDirectory(host.Map(Folder));
        host.Write("/sys/fs/selinux/enforce", "1");
        Native.SetLabel(host.Map(Folder), SelinuxLabel.OfType("default_t"));
        var before = host.Snapshot();
        var check = await host.CheckAsync(spec);
        Assert.Equal(before, host.Snapshot());
        Assert.Equal(
            @"rule /var/www/data\.d(/.*)?: absent -> httpd_sys_rw_content_t" + "\n"
            + "label of /var/www/data.d: default_t -> httpd_sys_rw_content_t",
            check.Diff);

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal(
            [
                @"/usr/sbin/semanage fcontext --add --type httpd_sys_rw_content_t /var/www/data\.d(/.*)?",
                "/usr/sbin/restorecon -R /var/www/data.d",
            ],
            host.Processes.Lines);
        host.Processes.Requests.Clear();
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Empty(host.Processes.Requests);
    }

    [Fact]
    public async Task A_rule_of_another_type_is_modified()
    {
        host.Write(Rules, @"/var/www/data\.d(/.*)?    system_u:object_r:httpd_sys_content_t:s0" + "\n");

        await host.ApplyAsync(spec);

        Assert.StartsWith("/usr/sbin/semanage fcontext --modify", Assert.Single(host.Processes.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_gets_its_selinux_type_in_one_step_with_its_content()
    {
        host.Write("/sys/fs/selinux/enforce", "1");
        var file = new TaskSpec
        {
            Id = "file",
            File = new FileTask
            {
                Path = "/etc/php.d/a.ini", Content = ByteString.CopyFromUtf8("a"), SelinuxType = "httpd_config_t",
            },
        };

        var check = await host.CheckAsync(file);
        Assert.Contains("SELinux type: absent -> httpd_config_t", check.Diff, StringComparison.Ordinal);
        await host.ApplyAsync(file);
        Assert.Equal("system_u:object_r:httpd_config_t:s0", Native.Label(host.Map("/etc/php.d/a.ini")));
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(file)).Status);

        Native.SetLabel(host.Map("/etc/php.d/a.ini"), SelinuxLabel.OfType("etc_t"));
        Assert.Equal("SELinux type: etc_t -> httpd_config_t", (await host.ApplyAsync(file)).Diff);
        Assert.Empty(host.Processes.Requests);
    }

    public void Dispose() => host.Dispose();
}
