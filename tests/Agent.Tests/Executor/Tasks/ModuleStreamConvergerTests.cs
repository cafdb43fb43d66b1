using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class ModuleStreamConvergerTests : IDisposable
{
    private const string File_ = "/etc/dnf/modules.d/php.module";
    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "module",
        ModuleStream = new ModuleStreamTask { Name = "php", Stream = "8.2" },
    };

    public ModuleStreamConvergerTests()
    {
        host.Processes.Answer("/usr/bin/dnf -q module list php", "php 8.2 common");
        host.Processes.Answer("/usr/bin/dnf module", request =>
        {
            host.Write(File_, "[php]\nname=php\nstream=8.2\nprofiles=\nstate=enabled\n");
            return new ProcessOutcome(0, "", "");
        });
    }

    [Fact]
    public async Task It_is_checked_without_a_write_enabled_once_and_then_asked_for_without_a_process()
    {
        Assert.Equal("module php: not enabled -> 8.2", (await host.CheckAsync(spec)).Diff);
        Assert.False(File.Exists(host.Map(File_)));

        await host.ApplyAsync(spec);
        Assert.Contains("/usr/bin/dnf module enable -y php:8.2", host.Processes.Lines);
        host.Processes.Requests.Clear();
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.Empty(host.Processes.Requests);
    }

    [Fact]
    public async Task Another_stream_that_is_enabled_is_switched()
    {
        host.Write(File_, "[php]\nname=php\nstream=8.1\nstate=enabled\n");

        Assert.Equal("module php: 8.1 -> 8.2", (await host.ApplyAsync(spec)).Diff);
        Assert.Contains("/usr/bin/dnf module switch-to -y php:8.2", host.Processes.Lines);
    }

    [Fact]
    public async Task Where_the_release_has_no_such_module_the_task_is_skipped()
    {
        host.Processes.Answer("/usr/bin/dnf -q module list", exitCode: 1, error: "Error: No matching Modules to list");

        Assert.Equal(TaskStatus.Skipped, (await host.ApplyAsync(spec)).Status);
        Assert.Single(host.Processes.Requests);
    }

    [Fact]
    public async Task When_dnf_cannot_reach_its_repositories_the_task_fails_and_is_not_skipped()
    {
        host.Processes.Answer("/usr/bin/dnf -q module list", exitCode: 1, error: "Error: Failed to download metadata");

        Assert.Contains("Failed to download metadata", (await host.FailAsync(spec)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => host.Dispose();
}
