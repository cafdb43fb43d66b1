using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Host;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Executor.Tasks;

public sealed class FileConvergerTests : IDisposable
{
    private const string Ini = "/etc/php.d/99-moodle.ini";
    private readonly TemporaryHost host = new();

    [Fact]
    [Trait("Feature", "14")]
    public async Task A_check_tells_the_difference_and_writes_nothing()
    {
        var before = host.Snapshot();

        var outcome = await host.CheckAsync(File_(Ini, "a = 1\n"));

        Assert.Equal(TaskStatus.Changed, outcome.Status);
        Assert.Equal(before, host.Snapshot());
    }

    [Fact]
    [Trait("Feature", "13")]
    public async Task A_second_apply_changes_nothing()
    {
        var spec = File_(Ini, "a = 1\n", mode: 0b110_100_000, group: "apache");
        await host.ApplyAsync(spec);
        var before = host.Snapshot();

        var outcome = await host.ApplyAsync(spec);

        Assert.Equal(new TaskOutcome(TaskStatus.Ok, ""), outcome);
        Assert.Equal(before, host.Snapshot());
        var status = Native.Status(host.Map(Ini))!.Value;
        Assert.Equal(0b110_100_000u, status.Mode);
        Assert.Equal("apache", new Accounts(host.Root).GroupName(status.Gid));
    }

    [Fact]
    [Trait("Feature", "15")]
    public async Task The_diff_is_what_happened()
    {
        await host.ApplyAsync(File_(Ini, "a = 1\nb = 2\nc = 3\n"));

        var check = await host.CheckAsync(File_(Ini, "a = 1\nb = 5\nc = 3\n"));
        var apply = await host.ApplyAsync(File_(Ini, "a = 1\nb = 5\nc = 3\n"));

        Assert.Equal(check, apply);
        Assert.Contains("-b = 2\n+b = 5", apply.Diff.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("mode", apply.Diff, StringComparison.Ordinal);
        Assert.Equal("a = 1\nb = 2\nc = 3\n", File.ReadAllText(Path.Join(host.State, "previous", Ini)));
    }

    [Fact]
    [Trait("Feature", "40")]
    public async Task Sensitive_content_appears_in_no_diff_and_no_error()
    {
        var first = await host.ApplyAsync(Secret("password-one"));
        var second = await host.ApplyAsync(Secret("password-two"));
        host.Processes.Answer("/usr/bin/php -l", exitCode: 255, error: "syntax error near password-three");
        var refused = Secret("password-three");
        refused.File.Validate.AddRange(["/usr/bin/php", "-l", "{}"]);
        var failure = await host.FailAsync(refused);

        Assert.DoesNotContain("password", first.Diff + second.Diff + failure.Message, StringComparison.Ordinal);
        Assert.Contains("(sensitive) -> (sensitive)", second.Diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_its_validator_refuses_is_not_swapped_in_and_leaves_nothing_behind()
    {
        await host.ApplyAsync(File_("/etc/php.d/x.php", "<?php\n"));
        host.Processes.Answer("/usr/bin/php -l", exitCode: 255, output: "Parse error");
        var broken = File_("/etc/php.d/x.php", "<?php (\n");
        broken.File.Validate.AddRange(["/usr/bin/php", "-l", "{}"]);

        var failure = await host.FailAsync(broken);

        Assert.Equal("validation-failed", failure.Code);
        Assert.Equal("<?php\n", host.Read("/etc/php.d/x.php"));
        Assert.Single(Directory.GetFileSystemEntries(host.Map("/etc/php.d")));
        Assert.EndsWith("x.php", host.Processes.Requests[0].Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_run_dies_between_temporary_file_and_swap_the_next_apply_converges()
    {
        Directory.CreateDirectory(host.Map("/etc/php.d"));
        AtomicFile.WriteTemporary(host.Map(Ini), "half"u8, 0b110_000_000, null);

        await host.ApplyAsync(File_(Ini, "a = 1\n"));

        Assert.Equal("a = 1\n", host.Read(Ini));
    }

    [Fact]
    public async Task When_a_link_leads_out_of_the_policy_nothing_is_written()
    {
        Directory.CreateDirectory(host.Map("/var/www"));
        Directory.CreateDirectory(host.Map("/etc/cron.d"));
        File.CreateSymbolicLink(host.Map("/var/www/html"), "/etc/cron.d");

        var failure = await host.FailAsync(File_("/var/www/html/job", "* * * * * root id\n"));

        Assert.Equal("path-leaves-policy", failure.Code);
        Assert.Empty(Directory.GetFileSystemEntries(host.Map("/etc/cron.d")));
    }

    [Fact]
    public async Task When_the_owner_does_not_exist_a_check_still_tells_the_difference_and_an_apply_says_so()
    {
        host.Write("/etc/passwd", "");
        var spec = File_(Ini, "a\n", owner: "apache");

        Assert.Equal(TaskStatus.Changed, (await host.CheckAsync(spec)).Status);
        Assert.Equal("user-missing", (await host.FailAsync(spec)).Code);
    }

    public void Dispose() => host.Dispose();

    private static TaskSpec File_(string path, string content, uint mode = 0, string owner = "", string group = "") => new()
    {
        Id = "file",
        File = new FileTask
        {
            Path = path,
            Content = ByteString.CopyFromUtf8(content),
            Mode = mode,
            Owner = owner,
            Group = group,
        },
    };

    private static TaskSpec Secret(string content)
    {
        var spec = File_("/var/www/moodle/config.php", content);
        spec.File.Sensitive = true;
        return spec;
    }
}
