using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Hosts;

/// <summary>What the executor does by itself, and what it tells of it, without any coordinator.</summary>
[Trait("Ring", "hosts")]
[Trait("Feature", "33")]
[Trait("Feature", "34")]
public sealed class DriftHostTests(AgentHost host) : IClassFixture<AgentHost>
{
    private const string Password = "hunter2-hunter2";
    private const string Config = "/var/www/config.php";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_changed_file_is_told_over_a_restart_too_and_repaired_only_when_the_site_says_so()
    {
        using var limit = new CancellationTokenSource(Bound);
        await using (var link = await host.ConnectAsync(limit.Token))
        {
            await link.WriteAsync(Run("kept", "node/web/app"), limit.Token);
            Assert.Equal(RunStatus.Succeeded, (await ResultAsync(link, limit.Token)).Status);
            Assert.Empty((await ReportAsync(link, limit.Token)).Tasks);

            host.Write(Config, "by hand\n");
            var task = Assert.Single((await ReportAsync(link, limit.Token)).Tasks);
            Assert.Equal(("node/web/app", "config", false), (task.Part, task.TaskId, task.Repaired));
            Assert.Equal("by hand\n", host.Read(Config));
        }

        await host.SucceedAsync("systemctl", "restart", "moodle-node-agent-executor.service");
        await using var again = await host.ConnectAsync(limit.Token);
        await again.WriteAsync(new LinkMessage { Resend = new ResendResults() }, limit.Token);
        Assert.Equal("config", Assert.Single((await ReportAsync(again, limit.Token)).Tasks).TaskId);
        Assert.Equal("by hand\n", host.Read(Config));

        await again.WriteAsync(new LinkMessage { DriftOrders = new DriftOrders { Repair = true } }, limit.Token);
        DriftedTask repaired;
        do
        {
            repaired = Assert.Single((await ReportAsync(again, limit.Token)).Tasks);
        }
        while (!repaired.Repaired);
        Assert.Contains(Password, host.Read(Config), StringComparison.Ordinal);

        // The spec that it looks at holds a password, and nobody can read it from the disk.
        Assert.DoesNotContain(Password, repaired.Diff, StringComparison.Ordinal);
        Assert.Equal(1, (await host.RunAsync("grep", "-rq", Password, "/var/lib/moodle-node-agent/executor/parts")).ExitCode);
        Assert.Equal("700", await host.SucceedAsync("stat", "-c", "%a", "/var/lib/moodle-node-agent/executor/parts"));
    }

    [Fact]
    public async Task The_journal_of_one_run_can_be_read_and_followed_until_it_is_cancelled()
    {
        using var limit = new CancellationTokenSource(Bound);
        await using var link = await host.ConnectAsync(limit.Token);
        await link.WriteAsync(Run("told-1", ""), limit.Token);
        await ResultAsync(link, limit.Token);

        await link.WriteAsync(new LinkMessage { Logs = new LogRequest { Request = 9, RunId = "told-1" } }, limit.Token);
        Assert.StartsWith("Run begun", (await EntryAsync(link, limit.Token)).Message, StringComparison.Ordinal);
        await EndAsync(link, limit.Token);

        await link.WriteAsync(new LinkMessage { Logs = new LogRequest { Request = 1, RunId = "told-1", Follow = true } }, limit.Token);
        LogEntry entry;
        do
        {
            entry = await EntryAsync(link, limit.Token);
            Assert.Equal("told-1", entry.RunId);
            Assert.Equal("moodle-node-agent-executor.service", entry.Unit);
        }
        while (!entry.Message.StartsWith("Run ended", StringComparison.Ordinal));

        await link.WriteAsync(new LinkMessage { CancelLogs = new CancelLogs { Request = 1 } }, limit.Token);
        Assert.Equal("", (await EndAsync(link, limit.Token)).Error);

        await link.WriteAsync(new LinkMessage { Logs = new LogRequest { Request = 2, Lines = 3 } }, limit.Token);
        for (var line = 0; line < 3; line++)
        {
            Assert.NotEmpty((await EntryAsync(link, limit.Token)).Message);
        }

        Assert.Equal("", (await EndAsync(link, limit.Token)).Error);
        await link.WriteAsync(new LinkMessage { Logs = new LogRequest { Request = 3, RunId = "x _UID=0" } }, limit.Token);
        Assert.Contains("not a run id", (await EndAsync(link, limit.Token)).Error, StringComparison.Ordinal);
        Assert.Equal("0", await host.SucceedAsync("sh", "-c", "pidof journalctl | wc -w"));
    }

    private LinkMessage Run(string id, string part) => new()
    {
        Run = new RunRequest
        {
            RunId = id,
            Epoch = 1,
            Mode = RunMode.Apply,
            Part = part,
            Spec = new NodeSpec
            {
                Node = host.Name,
                Tasks =
                {
                    new TaskSpec
                    {
                        Id = "config",
                        File = new()
                        {
                            Path = part.Length == 0 ? "/var/www/told" : Config,
                            Content = ByteString.CopyFromUtf8($"password = {Password}\n"),
                            Sensitive = true,
                        },
                    },
                },
            },
        },
    };

    private static async Task<RunResult> ResultAsync(MessageStream link, CancellationToken cancellation) =>
        (await NextAsync(link, message => message.RunResult is not null, cancellation)).RunResult;

    private static async Task<DriftReport> ReportAsync(MessageStream link, CancellationToken cancellation) =>
        (await NextAsync(link, message => message.DriftReport is not null, cancellation)).DriftReport;

    private static async Task<LogEntry> EntryAsync(MessageStream link, CancellationToken cancellation)
    {
        var lines = (await NextAsync(link, message => message.LogLines is not null, cancellation)).LogLines;
        Assert.True(lines.Entries.Count > 0, $"{lines}");
        return lines.Entries[0];
    }

    private static async Task<LogLines> EndAsync(MessageStream link, CancellationToken cancellation) =>
        (await NextAsync(link, message => message.LogLines is { End: true }, cancellation)).LogLines;

    private static async Task<ExecutorMessage> NextAsync(
        MessageStream link, Func<ExecutorMessage, bool> fits, CancellationToken cancellation)
    {
        while (true)
        {
            var message = await link.ReadAsync(ExecutorMessage.Parser, cancellation)
                ?? throw new EndOfStreamException("The executor closed the connection.");
            if (fits(message))
            {
                return message;
            }
        }
    }
}
