using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Testing;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>The agent of the last release, as its package was, on a booted host under today's coordinator.</summary>
[Trait("Ring", "hosts")]
public sealed class ReleasedAgentHostTests(AgentHosts hosts) : IClassFixture<AgentHosts>
{
    private const string Host = "web-2";

    [Fact]
    public async Task The_released_agent_joins_by_a_token_typed_in_and_converges_a_small_spec()
    {
        string package = Assert.Single(Directory.GetFiles(Released.Folder, "moodle-node-agent-*.x86_64.rpm"));
        hosts.Copy(package, Host, "/root/released.rpm");
        await hosts.WriteAsync(Host, "/etc/moodle-node-agent/agent.toml", hosts.AgentToml(Host));
        await hosts.WriteAsync(
            Host, "/etc/moodle-node-agent/ca.pem", hosts.Coordinator.Authority.Root.ExportCertificatePem() + "\n");
        await hosts.SucceedAsync(Host, "dnf", "--assumeyes", "--nogpgcheck", "--disablerepo=*", "install", "/root/released.rpm");
        string token = await hosts.Coordinator.Fleet.IssueJoinTokenAsync(Host, CancellationToken.None);
        await hosts.WriteAsync(Host, "/root/token", token + "\n");

        await hosts.SucceedAsync(Host, "sh", "-c", "moodle-node-agent join < /root/token");
        await hosts.SucceedAsync(
            Host, "systemctl", "enable", "--now", "moodle-node-agent-executor.service", "moodle-node-agent-link.service");
        await hosts.Coordinator.Fleet.WaitForSessionAsync(Host, TimeSpan.FromMinutes(2), CancellationToken.None);

        Assert.All((await RunAsync("first")).Results, task => Assert.Equal(TaskStatus.Changed, task.Status));
        Assert.All((await RunAsync("second")).Results, task => Assert.Equal(TaskStatus.Ok, task.Status));
        Assert.Equal("made by a released agent", await hosts.SucceedAsync(Host, "cat", "/var/www/released/index.html"));
    }

    private async Task<RunResult> RunAsync(string runId)
    {
        RunResult result = await hosts.Coordinator.Fleet.RunAsync(
            Host,
            new RunRequest
            {
                RunId = runId,
                Mode = RunMode.Apply,
                Spec = new NodeSpec
                {
                    Node = Host,
                    Tasks =
                    {
                        new TaskSpec { Id = "folder", Directory = new DirectoryTask { Path = "/var/www/released" } },
                        new TaskSpec
                        {
                            Id = "page",
                            File = new FileTask
                            {
                                Path = "/var/www/released/index.html",
                                Content = ByteString.CopyFromUtf8("made by a released agent\n"),
                            },
                        },
                    },
                },
            },
            null,
            CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.True(result.Status == RunStatus.Succeeded, result.ToString());
        return result;
    }
}

/// <summary>What the last release left for the tests of those after it.</summary>
internal static class Released
{
    public static string Folder { get; } = Path.Combine(Checkout.Root, "tests", "Coordinator.Tests", "Fleet", "released");
}
