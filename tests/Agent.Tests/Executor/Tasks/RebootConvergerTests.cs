using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Executor.Journal;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class RebootConvergerTests : IDisposable
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";
    private readonly TemporaryHost host = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly RunRequest request = new()
    {
        RunId = "run-1",
        Epoch = 1,
        Mode = RunMode.Apply,
        Spec = new NodeSpec
        {
            Node = "web-1",
            Tasks =
            {
                File_("before", "/var/www/before", "hunter2-hunter2"),
                new TaskSpec { Id = "reboot", Reboot = new RebootTask { WhenChanged = { "before" } } },
                File_("after", "/var/www/after", "x"),
            },
        },
    };

    public RebootConvergerTests()
    {
        host.Write(BootId, "boot-1\n");
        host.Processes.Answer("/usr/bin/systemctl --no-pager --no-ask-password --no-block reboot", _ =>
        {
            // PID 1 ends the executor.
            stopping.Cancel();
            return new ProcessOutcome(0, "", "");
        });
    }

    [Fact]
    public async Task The_run_goes_on_after_the_boot_with_the_next_task_and_its_result_tells_all()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(request, stopping.Token));
        Assert.False(File.Exists(host.Map("/var/www/after")));
        host.Write(BootId, "boot-2\n");
        File.Delete(host.Map("/var/www/before"));

        var engine = host.Engine();
        var taken = Assert.Single(engine.TakeSuspended());
        Assert.Equal(request, taken);
        Assert.Empty(host.Journal().CloseUnfinished(["run-1"]));
        var result = await RunAsync(taken, CancellationToken.None);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(["before", "reboot", "after"], result.Results.Select(task => task.TaskId));
        Assert.All(result.Results, task => Assert.Equal(TaskStatus.Changed, task.Status));
        Assert.Equal("boot: boot-1 -> boot-2", result.Results[1].Diff);
        Assert.Equal("x", host.Read("/var/www/after"));
        // What was done before the boot is not done again.
        Assert.False(File.Exists(host.Map("/var/www/before")));
        Assert.Single(host.Processes.Requests);
        Assert.Equal(result, host.Engine().AnswerWithoutRunning(request));
    }

    [Fact]
    [Trait("Feature", "40")]
    public async Task No_secret_of_the_spec_waits_readable_on_the_disk()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(request, stopping.Token));

        var files = Directory.GetFiles(Path.Join(host.State, "suspended"));
        Assert.Equal(2, files.Length);
        Assert.All(files, file =>
        {
            Assert.DoesNotContain("hunter2", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.Equal(0b110_000_000u, Native.Status(file)!.Value.Mode);
        });
    }

    [Fact]
    public async Task When_the_run_dies_again_after_the_boot_it_is_told_as_interrupted_and_not_begun_a_third_time()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(request, stopping.Token));
        Assert.Single(host.Engine().TakeSuspended());

        Assert.Empty(host.Engine().TakeSuspended());
        Assert.Equal(["run-1"], host.Journal().CloseUnfinished([]));
    }

    [Fact]
    public async Task A_suspended_run_that_somebody_changed_on_the_disk_does_not_go_on()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(request, stopping.Token));
        var file = Path.Join(host.State, "suspended", "run-1.suspended");
        var content = await File.ReadAllBytesAsync(file);
        content[^1] ^= 1;
        await File.WriteAllBytesAsync(file, content);

        Assert.Empty(host.Engine().TakeSuspended());
    }

    [Fact]
    public async Task Nothing_changed_means_no_reboot_and_a_check_never_reboots()
    {
        var reboot = request.Spec.Tasks[1];
        Assert.Equal(TaskStatus.Ok, (await host.ApplyAsync(reboot)).Status);
        host.Changed.Add("before");
        Assert.Equal("boot: boot-1 -> another (before)", (await host.CheckAsync(reboot)).Diff);

        Assert.Empty(host.Processes.Requests);
        Assert.False(host.Suspension.Suspended);
    }

    [Fact]
    public async Task When_the_host_stays_up_the_task_fails_and_the_run_is_no_longer_suspended()
    {
        host.Changed.Add("before");
        host.Processes.Answer("/usr/bin/systemctl", _ => new ProcessOutcome(0, "", ""));

        var apply = host.FailAsync(request.Spec.Tasks[1]);
        host.Time.Advance(host.Limits.Reboot);

        Assert.Equal("reboot-refused", (await apply).Code);
        Assert.False(host.Suspension.Suspended);
    }

    [Theory]
    [InlineData(0, TaskStatus.Ok)]
    [InlineData(1, TaskStatus.Changed)]
    public async Task Needs_restarting_is_asked_where_the_spec_says_so(int exitCode, TaskStatus expected)
    {
        host.Processes.Answer("/usr/bin/needs-restarting --reboothint", exitCode: exitCode);
        var spec = new TaskSpec { Id = "reboot", Reboot = new RebootTask { WhenNeeded = true } };

        Assert.Equal(expected, (await host.CheckAsync(spec)).Status);
    }

    public void Dispose()
    {
        stopping.Dispose();
        host.Dispose();
    }

    private Task<RunResult> RunAsync(RunRequest run, CancellationToken ending) =>
        host.Engine().RunAsync(run, _ => Task.CompletedTask, CancellationToken.None, ending);

    private static TaskSpec File_(string id, string path, string content) => new()
    {
        Id = id,
        File = new FileTask { Path = path, Content = ByteString.CopyFromUtf8(content), Sensitive = true },
    };
}
