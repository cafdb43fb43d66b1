using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

public sealed class HostLogTests
{
    private readonly RecordingProcesses processes = new();
    private readonly List<LogLines> told = [];

    [Fact]
    public async Task Lines_come_with_their_fields_also_where_the_message_is_no_text()
    {
        processes.Answer("/usr/bin/journalctl", """
            {"__REALTIME_TIMESTAMP":"1795409692539322","PRIORITY":"4","MESSAGE":"Not as it was","MNA_RUN_ID":"r1","MNA_TASK":"t","_SYSTEMD_UNIT":"u.service"}
            not a line of the journal
            {"__REALTIME_TIMESTAMP":"1795409692539323","MESSAGE":[104,105,10]}
            """);

        await Log(new Limits()).AnswerAsync(new LogRequest { Request = 7, RunId = "r1" }, CancellationToken.None);

        Assert.All(told, lines => Assert.Equal(7ul, lines.Request));
        var entries = told.SelectMany(lines => lines.Entries).ToList();
        Assert.Equal(("Not as it was", 4u, "r1", "t", "u.service"),
            (entries[0].Message, entries[0].Priority, entries[0].RunId, entries[0].Task, entries[0].Unit));
        Assert.Equal("hi\n", entries[1].Message);
        Assert.True(told[^1].End);
        Assert.Equal("", told[^1].Error);
        Assert.Contains("MNA_RUN_ID=r1", processes.Requests[0].Arguments);
        Assert.Contains("SYSLOG_IDENTIFIER=moodle-node-agent", processes.Requests[0].Arguments);
    }

    [Theory]
    [InlineData("r1 _UID=0")]
    [InlineData("--file=/etc/shadow")]
    [InlineData("../x")]
    [InlineData("r\n1")]
    public async Task A_run_id_that_is_none_reaches_no_program(string runId)
    {
        await Log(new Limits()).AnswerAsync(new LogRequest { RunId = runId }, CancellationToken.None);

        Assert.Empty(processes.Requests);
        Assert.Contains("not a run id", Assert.Single(told).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_much_ends_with_a_word()
    {
        processes.Answer("/usr/bin/journalctl", string.Join('\n', Enumerable.Repeat(
            """{"__REALTIME_TIMESTAMP":"1795409692539322","MESSAGE":"x"}""", 100)));
        var limited = new StoppingProcesses(processes);

        await new HostLog(new HostRoot("/"), limited, new Limits { LogSize = 1000 }, Keep).AnswerAsync(
            new LogRequest(), CancellationToken.None);

        Assert.InRange(told.Sum(lines => lines.Entries.Count), 1, 20);
        Assert.Contains("This is all", told[^1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_reader_too_many_is_told_so()
    {
        var log = new HostLog(new HostRoot("/"), processes, new Limits { LogStreams = 0 }, Keep);

        await log.AnswerAsync(new LogRequest(), CancellationToken.None);

        Assert.Contains("Try again later", Assert.Single(told).Error, StringComparison.Ordinal);
    }

    private HostLog Log(Limits limits) => new(new HostRoot("/"), processes, limits, Keep);

    private Task Keep(ExecutorMessage message)
    {
        told.Add(message.LogLines);
        return Task.CompletedTask;
    }

    /// <summary>Ends, as a real program does, when it is cancelled.</summary>
    private sealed class StoppingProcesses(IProcessRunner inner) : IProcessRunner
    {
        public async Task<ProcessOutcome> RunAsync(ProcessRequest request, CancellationToken cancellation)
        {
            var outcome = await inner.RunAsync(request, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return outcome;
        }
    }
}
