using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class FirewallServiceConvergerTests : IDisposable
{
    private const string Program = "/usr/bin/firewall-cmd";
    private readonly TemporaryHost host = new();
    private readonly HashSet<string> letIn = [];
    private readonly TaskSpec spec = new()
    {
        Id = "firewall",
        FirewallService = new FirewallServiceTask { Service = "http", Zone = "public" },
    };

    public FirewallServiceConvergerTests()
    {
        host.Processes.Answer(Program, request =>
        {
            var where = request.Arguments.Contains("--permanent") ? "permanent" : "live";
            switch (request.Arguments[^1])
            {
                case "--add-service=http":
                    letIn.Add(where);
                    break;
                case "--remove-service=http":
                    letIn.Remove(where);
                    break;
                default:
                    return new ProcessOutcome(letIn.Contains(where) ? 0 : 1, "", "");
            }

            return new ProcessOutcome(0, "success", "");
        });
    }

    [Fact]
    public async Task It_is_checked_without_a_write_let_in_once_and_then_left_alone()
    {
        host.Write(Program, "");
        var check = await host.CheckAsync(spec);
        Assert.Equal("http: not let in -> let in\nhttp at boot: not let in -> let in", check.Diff);
        Assert.Empty(letIn);

        Assert.Equal(check, await host.ApplyAsync(spec));
        Assert.Equal(["live", "permanent"], letIn.Order());
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(spec)).Status);
        Assert.All(host.Processes.Requests, request => Assert.Contains("--zone=public", request.Arguments));
    }

    [Fact]
    public async Task What_is_let_in_until_the_next_boot_only_is_let_in_permanently_and_the_reverse_is_shut_out()
    {
        host.Write(Program, "");
        letIn.Add("live");
        Assert.Equal("http at boot: not let in -> let in", (await host.ApplyAsync(spec)).Diff);

        spec.FirewallService.Absent = true;
        Assert.Equal(TaskStatus.Changed, (await host.ApplyAsync(spec)).Status);
        Assert.Empty(letIn);
    }

    [Fact]
    public async Task When_firewalld_is_not_installed_or_not_running_the_error_names_the_remedy()
    {
        var missing = await host.FailAsync(spec);
        Assert.Equal("firewall-missing", missing.Code);
        Assert.Contains("Install the package firewalld", missing.Message, StringComparison.Ordinal);

        host.Write(Program, "");
        host.Processes.Answer(Program, exitCode: 252, error: "FirewallD is not running");
        Assert.Equal("firewall-not-running", (await host.FailAsync(spec)).Code);
    }

    public void Dispose() => host.Dispose();
}
