using Microsoft.Extensions.Time.Testing;
using Serilog;

namespace MoodleNodeAgent.Agent.Executor.Host;

public sealed class HostProcessRunnerTests
{
    private readonly Limits limits = new() { ProcessOutput = 1000, Grace = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task Each_line_is_told_while_the_program_still_runs()
    {
        using var stop = new CancellationTokenSource();
        var lines = new List<string>();
        var runner = new HostProcessRunner(new Limits(), systemd: false, TimeProvider.System, Serilog.Core.Logger.None);
        var request = new ProcessRequest
        {
            Program = "/bin/sh",
            Arguments = ["-c", "printf '%600s\\n' first second third; exec sleep 60"],
            Timeout = TimeSpan.FromSeconds(30),
            Line = async (line, _) =>
            {
                lines.Add(line.Trim());
                if (lines.Count == 3)
                {
                    await stop.CancelAsync();
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.RunAsync(request, stop.Token));

        Assert.Equal(["first", "second", "third"], lines);
    }

    [Fact]
    public async Task Arguments_and_input_arrive_as_they_are_and_the_environment_is_clean()
    {
        var outcome = await RunAsync("/bin/sh", "-c", "cat; printf '%s|' \"$@\"; env", "sh", "a b", "$HOME \"'\\", "");

        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("secreta b|$HOME \"'\\||", outcome.Output, StringComparison.Ordinal);
        var names = outcome.Output[(outcome.Output.LastIndexOf('|') + 1)..].Split('\n')
            .Select(line => line.Split('=')[0]).Where(name => name is not ("" or "PWD" or "SHLVL" or "_" or "OLDPWD"));
        Assert.Equal(["HOME", "LANG", "PATH"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Output_is_capped_in_its_middle()
    {
        var outcome = await RunAsync("/bin/sh", "-c", "printf begin; head -c 1000000 /dev/zero | tr '\\0' x; printf end");

        Assert.StartsWith("begin", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("end", outcome.Output, StringComparison.Ordinal);
        Assert.True(outcome.Output.Length < 40_000, $"{outcome.Output.Length} characters were kept.");
    }

    [Fact]
    public async Task When_a_program_ignores_the_polite_signal_it_is_killed()
    {
        var time = new FakeTimeProvider();
        var running = Runner(time).RunAsync(Request("/bin/sh", "-c", "trap '' INT TERM; sleep 60 & wait; sleep 60"), default);
        time.Advance(TimeSpan.FromSeconds(6));

        var failure = await Assert.ThrowsAsync<TaskException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal("program-too-slow", failure.Code);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named() =>
        Assert.Equal("program-missing", (await Assert.ThrowsAsync<TaskException>(() => RunAsync("/nonexistent/dnf"))).Code);

    [Fact]
    public void Work_outside_the_sandbox_goes_through_a_transient_unit_of_pid_1()
    {
        var request = Request("/usr/bin/php", "/var/www/moodle/x.php", "--cost=$5") with
        {
            User = "apache",
            WorkingDirectory = "/var/www/moodle",
        };

        Assert.Equal(
            [
                "--quiet", "--pipe", "--wait", "--collect", "--service-type=exec", "--unit=x.service",
                "--property=RuntimeMaxSec=15", "--working-directory=/var/www/moodle", "--setenv=LANG=C.UTF-8",
                "--uid=apache", "--", "/usr/bin/php", "/var/www/moodle/x.php", "--cost=$$5",
            ],
            TransientUnit.Arguments(request, "x.service", TimeSpan.FromSeconds(10)));
    }

    private Task<ProcessOutcome> RunAsync(string program, params string[] arguments) =>
        Runner(TimeProvider.System).RunAsync(Request(program, arguments), CancellationToken.None);

    private HostProcessRunner Runner(TimeProvider time) =>
        new(limits, systemd: false, time, new LoggerConfiguration().CreateLogger());

    private static ProcessRequest Request(string program, params string[] arguments) => new()
    {
        Program = program,
        Arguments = arguments,
        StandardInput = "secret"u8.ToArray(),
        Timeout = TimeSpan.FromSeconds(5),
    };
}
