using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

[Trait("Feature", "18")]
public sealed class ProductCommandConvergerTests : IDisposable
{
    private const string Guard = "/usr/bin/php /var/www/moodle/guard.php";
    private const string Install = "/usr/bin/php /var/www/moodle/install.php --agree";
    private readonly TemporaryHost host = new();
    private readonly TaskSpec spec = new()
    {
        Id = "app/install",
        ProductCommand = new ProductCommandTask
        {
            Program = "/usr/bin/php",
            Arguments = { "/var/www/moodle/install.php", "--agree" },
            StandardInput = ByteString.CopyFromUtf8("""{"password":"hunter2-hunter2"}"""),
            RunAs = "apache",
            Guard = { "/usr/bin/php", "/var/www/moodle/guard.php" },
            TimeoutSeconds = 60,
        },
    };
    private bool installed;

    public ProductCommandConvergerTests()
    {
        host.Write("/var/www/moodle/guard.php", "<?php");
        host.Processes.Answer(Guard, _ => new ProcessOutcome(installed ? 10 : 0, "", ""));
        host.Processes.Answer(Install, _ =>
        {
            installed = true;
            return new ProcessOutcome(0, "", "");
        });
    }

    [Fact]
    public async Task A_check_asks_the_guard_only()
    {
        Assert.Equal(TaskStatus.Changed, (await host.CheckAsync(spec)).Status);
        Assert.Equal([Guard], host.Processes.Lines);
    }

    [Fact]
    public async Task It_runs_once_as_the_web_user_and_is_then_skipped()
    {
        await host.ApplyAsync(spec);
        Assert.Equal([Guard, Install, Guard], host.Processes.Lines);
        var request = host.Processes.Requests[1];
        Assert.Equal("apache", request.User);
        Assert.True(request.OutsideSandbox);
        Assert.Equal(TimeSpan.FromSeconds(60), request.Timeout);
        Assert.Equal(spec.ProductCommand.StandardInput.Memory.ToArray(), request.StandardInput.ToArray());

        Assert.Equal(TaskStatus.Skipped, (await host.ApplyAsync(spec)).Status);
    }

    [Fact]
    [Trait("Feature", "40")]
    public async Task When_it_fails_the_error_tells_its_last_words_without_the_secret()
    {
        host.Processes.Answer(Install, exitCode: 1, error: "Access denied using hunter2-hunter2 on 10.0.2.5");

        var failure = await host.FailAsync(spec);

        Assert.Equal("command-failed", failure.Code);
        Assert.Contains("Access denied using *** on 10.0.2.5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_guard_cannot_tell_nothing_is_run()
    {
        host.Processes.Answer(Guard, exitCode: 1, error: "no database");

        Assert.Equal("guard-failed", (await host.FailAsync(spec)).Code);
        Assert.Equal([Guard], host.Processes.Lines);
    }

    [Fact]
    public async Task Before_its_code_is_there_a_check_takes_it_as_to_be_done()
    {
        File.Delete(host.Map("/var/www/moodle/guard.php"));

        Assert.Equal(TaskStatus.Changed, (await host.CheckAsync(spec)).Status);
        Assert.Empty(host.Processes.Requests);
    }

    public void Dispose() => host.Dispose();
}
