using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor;

public sealed class RunEngineTests : IDisposable
{
    private readonly TemporaryHost host = new();
    private readonly List<TaskEvent> events = [];

    [Fact]
    [Trait("Feature", "47")]
    public async Task A_run_id_seen_before_is_answered_from_the_journal_also_after_a_restart()
    {
        var first = await RunAsync(Request("run-1", File_("a", "/var/www/a", "1")));

        var answer = host.Engine().AnswerWithoutRunning(Request("run-1", File_("a", "/var/www/a", "2")));

        Assert.Equal(first, answer);
    }

    [Fact]
    [Trait("Feature", "48")]
    public async Task A_lower_epoch_is_refused_also_after_a_restart()
    {
        await RunAsync(Request("run-1", epoch: 7));

        var refused = host.Engine().AnswerWithoutRunning(Request("run-2", epoch: 6))!;

        Assert.Equal(RunStatus.Refused, refused.Status);
        Assert.Contains("epoch 6 is lower than 7", refused.Error, StringComparison.Ordinal);
        Assert.Null(host.Engine().AnswerWithoutRunning(Request("run-3", epoch: 7)));
        Assert.Null(host.Engine().AnswerWithoutRunning(Request("run-4", epoch: 8)));
    }

    [Fact]
    public void What_the_policy_does_not_allow_is_refused_before_anything_runs()
    {
        var refused = host.Engine().AnswerWithoutRunning(
            Request("run-1", File_("a", "/var/www/a", "1"), File_("b", "/etc/shadow", "2")))!;

        Assert.Equal(RunStatus.Refused, refused.Status);
        Assert.Contains("/etc/shadow", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(host.Map("/var/www/a")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData(".hidden")]
    public void A_run_id_that_could_name_another_file_is_refused(string runId) =>
        Assert.Equal(RunStatus.Refused, host.Engine().AnswerWithoutRunning(Request(runId))!.Status);

    [Fact]
    public async Task After_a_failed_task_the_rest_is_skipped()
    {
        Directory.CreateDirectory(host.Map("/var/www/b"));

        var result = await RunAsync(Request(
            "run-1", File_("a", "/var/www/a", "1"), File_("b", "/var/www/b", "2"), File_("c", "/var/www/c", "3")));

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Equal(
            [TaskStatus.Changed, TaskStatus.Failed, TaskStatus.Skipped], result.Results.Select(task => task.Status));
        Assert.Equal("path-is-folder", result.Results[1].ErrorCode);
        Assert.False(File.Exists(host.Map("/var/www/c")));
        Assert.Equal(["a", "a", "b", "b", "c"], events.Select(told => told.TaskId));
    }

    [Fact]
    public async Task A_cancelled_run_ends_its_task_and_begins_no_other()
    {
        using var cancelled = new CancellationTokenSource();
        var request = Request("run-1", File_("a", "/var/www/a", "1"), File_("b", "/var/www/b", "2"));

        var result = await host.Engine().RunAsync(
            request,
            told => told.TaskId == "a" ? cancelled.CancelAsync() : Task.CompletedTask,
            cancelled.Token,
            CancellationToken.None);

        Assert.Equal(RunStatus.Cancelled, result.Status);
        Assert.Equal([TaskStatus.Changed, TaskStatus.Skipped], result.Results.Select(task => task.Status));
        Assert.Equal("1", host.Read("/var/www/a"));
    }

    [Fact]
    public async Task When_the_executor_stops_in_the_middle_the_run_is_told_as_interrupted_and_may_be_applied_again()
    {
        using var stopping = new CancellationTokenSource();
        var request = Request("run-1", File_("a", "/var/www/a", "1"), File_("b", "/var/www/b", "2"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Engine().RunAsync(
            request,
            told => told.TaskId == "b" ? stopping.CancelAsync() : Task.CompletedTask,
            CancellationToken.None,
            stopping.Token));

        var journal = host.Journal();
        Assert.Equal(["run-1"], journal.CloseUnfinished([]));

        Assert.Equal(RunStatus.Interrupted, Assert.Single(journal.Unacknowledged()).Status);
        Assert.Equal(RunStatus.Interrupted, host.Engine().AnswerWithoutRunning(request)!.Status);
        request.RunId = "run-2";
        Assert.Equal(RunStatus.Succeeded, (await RunAsync(request)).Status);
    }

    [Fact]
    public async Task When_a_run_dies_between_a_changed_file_and_the_reload_the_next_run_reloads()
    {
        var verbs = new List<string>();
        host.Processes.Answer("/usr/bin/systemctl", request =>
        {
            verbs.Add(request.Arguments[2]);
            return new ProcessOutcome(0, "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n", "");
        });
        var file = File_("php", "/etc/php.d/a.ini", "a=1");
        Directory.CreateDirectory(host.Map("/var/www/b"));
        Assert.Equal(RunStatus.Failed, (await RunAsync(Request("run-1", file, File_("b", "/var/www/b", "x")))).Status);
        var unit = new TaskSpec
        {
            Id = "unit",
            Unit = new UnitTask { Name = "php-fpm.service", Enabled = true, Running = true, ReloadWhenChanged = { "php" } },
        };

        await RunAsync(Request("run-2", file, unit));
        Assert.Equal(["show", "reload-or-restart", "show"], verbs);

        verbs.Clear();
        var third = await RunAsync(Request("run-3", file, unit));
        Assert.Equal(["show"], verbs);
        Assert.All(third.Results, task => Assert.Equal(TaskStatus.Ok, task.Status));
    }

    [Fact]
    public async Task When_the_time_of_the_run_is_over_its_task_fails_and_the_rest_is_skipped()
    {
        host.Processes.Answer("/usr/bin/systemctl", _ =>
        {
            host.Time.Advance(TimeSpan.FromMinutes(2));
            return new ProcessOutcome(0, "LoadState=loaded\nActiveState=inactive\n", "");
        });
        var unit = new TaskSpec { Id = "unit", Unit = new UnitTask { Name = "httpd.service", Running = true } };
        var request = Request("run-1", unit, File_("a", "/var/www/a", "1"));
        request.Timeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(1));

        var result = await RunAsync(request);

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Equal("run-too-slow", result.Results[0].ErrorCode);
        Assert.Equal(TaskStatus.Skipped, result.Results[1].Status);
    }

    [Fact]
    [Trait("Feature", "40")]
    public async Task No_secret_reaches_the_journal()
    {
        var secret = File_("config", "/var/www/moodle/config.php", "hunter2-hunter2");
        secret.File.Sensitive = true;

        await RunAsync(Request("run-1", secret));

        foreach (var file in Directory.GetFiles(Path.Join(host.State, "runs")))
        {
            Assert.DoesNotContain("hunter2", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_acknowledged_result_is_not_sent_again()
    {
        await RunAsync(Request("run-1"));
        await RunAsync(Request("run-2"));
        var journal = host.Journal();

        journal.Acknowledge("run-1");
        journal.Acknowledge("never-seen");
        journal.Acknowledge("../../x");

        Assert.Equal("run-2", Assert.Single(host.Journal().Unacknowledged()).RunId);
    }

    public void Dispose() => host.Dispose();

    private async Task<RunResult> RunAsync(RunRequest request)
    {
        var engine = host.Engine();
        Assert.Null(engine.AnswerWithoutRunning(request));
        return await engine.RunAsync(
            request,
            told =>
            {
                events.Add(told);
                return Task.CompletedTask;
            },
            CancellationToken.None,
            CancellationToken.None);
    }

    private static RunRequest Request(string runId, params TaskSpec[] tasks) => Request(runId, 1, tasks);

    private static RunRequest Request(string runId, ulong epoch, params TaskSpec[] tasks) => new()
    {
        RunId = runId,
        Epoch = epoch,
        Mode = RunMode.Apply,
        Spec = new NodeSpec { Node = "web-1", Tasks = { tasks } },
    };

    private static TaskSpec File_(string id, string path, string content) => new()
    {
        Id = id,
        File = new FileTask { Path = path, Content = ByteString.CopyFromUtf8(content) },
    };
}
