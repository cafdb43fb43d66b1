using Google.Protobuf;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class RepositoryConvergerTests : IDisposable
{
    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "repository",
        Repository = new RepositoryTask
        {
            Id = "ol9-extra",
            BaseUrl = "https://yum.example.org/ol9/$basearch/",
            GpgKey = ByteString.CopyFromUtf8("the key"),
            GpgCheck = true,
        },
    };

    [Fact]
    public async Task It_is_checked_without_a_write_written_once_and_then_left_alone()
    {
        var before = host.Snapshot();
        var check = await host.CheckAsync(spec);
        Assert.Equal(before, host.Snapshot());

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Equal("the key", host.Read("/etc/pki/rpm-gpg/RPM-GPG-KEY-ol9-extra"));
        Assert.Equal(
            """
            [ol9-extra]
            name=ol9-extra
            baseurl=https://yum.example.org/ol9/$basearch/
            enabled=1
            gpgcheck=1
            gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-ol9-extra

            """,
            host.Read("/etc/yum.repos.d/ol9-extra.repo"));
    }

    [Fact]
    public async Task Signatures_that_somebody_switched_off_are_switched_on_again()
    {
        await host.ApplyAsync(spec);
        const string file = "/etc/yum.repos.d/ol9-extra.repo";
        host.Write(file, host.Read(file).Replace("gpgcheck=1", "gpgcheck=0", StringComparison.Ordinal));

        var outcome = await host.ApplyAsync(spec);

        Assert.Contains("-gpgcheck=0\n+gpgcheck=1", outcome.Diff.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("gpgcheck=1", host.Read(file), StringComparison.Ordinal);
    }

    public void Dispose() => host.Dispose();
}
