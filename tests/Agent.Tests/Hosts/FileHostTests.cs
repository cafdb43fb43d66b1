using System.Security.Cryptography;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Hosts;

[Trait("Ring", "hosts")]
[Trait("Feature", "13")]
[Trait("Feature", "14")]
public sealed class FileHostTests(AgentHost host) : IClassFixture<AgentHost>, IAsyncLifetime
{
    private const string Previous = "/var/lib/moodle-node-agent/executor/previous";

    public async Task InitializeAsync()
    {
        if (!File.Exists(host.Map("/usr/bin/php")))
        {
            await host.StartExecutorAsync(policy => policy.Replace("free_commands = false", "free_commands = true", StringComparison.Ordinal));
            var installed = await host.OneAsync(
                RunMode.Apply, new TaskSpec { Id = "php", Package = new() { Names = { "php-cli", "httpd-filesystem" } } });
            Assert.True(installed.Status == TaskStatus.Changed, $"{installed}");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_file_is_swapped_in_once_php_accepts_it_and_the_version_before_is_kept()
    {
        await host.ProveAsync(Config("<?php $version = 1;\n"));
        Assert.Equal("640 root apache", await host.SucceedAsync("stat", "-c", "%a %U %G", "/var/www/config.php"));

        var failed = await host.FailsAsync(Config("<?php $version = ;\n"), "validation-failed");
        Assert.Contains("Parse error", failed.Error, StringComparison.Ordinal);

        await host.ProveAsync(Config("<?php $version = 2;\n"));
        Assert.Equal("<?php $version = 1;\n", host.Read($"{Previous}/var/www/config.php"));
        Assert.Equal("600", await host.SucceedAsync("stat", "-c", "%a", $"{Previous}/var/www/config.php"));
    }

    [Fact]
    public async Task A_folder_is_made_and_given_to_its_owner()
    {
        await host.ProveAsync(new TaskSpec { Directory = new() { Path = "/var/www/kept/data", Owner = "apache", Group = "apache", Mode = 0b111_101_000 } });
        Assert.Equal("750 apache apache", await host.SucceedAsync("stat", "-c", "%a %U %G", "/var/www/kept/data"));

        await host.SucceedAsync("sh", "-c", "echo x > /var/www/kept/file");
        await host.ProveAsync(new TaskSpec { Ownership = new() { Path = "/var/www/kept/file", Owner = "apache", Group = "root", Mode = 0b110_000_000 } });
        Assert.Equal("600 apache root", await host.SucceedAsync("stat", "-c", "%a %U %G", "/var/www/kept/file"));
    }

    [Fact]
    public async Task A_link_takes_the_place_of_a_folder_whose_files_go_to_the_target()
    {
        await host.SucceedAsync("sh", "-c", "mkdir -p /var/www/shared /var/www/linked; echo mine > /var/www/linked/file");
        await host.ProveAsync(new TaskSpec
        {
            Link = new() { Path = "/var/www/linked", Target = "/var/www/shared", Owner = "apache", Group = "apache" },
        });
        Assert.Equal("/var/www/shared", await host.SucceedAsync("readlink", "/var/www/linked"));
        Assert.Equal("mine", await host.SucceedAsync("cat", "/var/www/shared/file"));
    }

    [Fact]
    public async Task A_release_is_unpacked_beside_the_one_before_and_switched_by_a_link()
    {
        var first = Release("1");
        var second = Release("2");
        await host.ProveAsync(first);
        Assert.Equal("release 1", await host.SucceedAsync("cat", "/var/www/app/version.txt"));
        await host.ProveAsync(second);
        Assert.Equal("release 2", await host.SucceedAsync("cat", "/var/www/app/version.txt"));
        Assert.Equal("release 1", await host.SucceedAsync("cat", $"/var/www/.releases/{first.Archive.Sha256}/moodle/version.txt"));
        Assert.Equal("apache", await host.SucceedAsync("stat", "-L", "-c", "%U", "/var/www/app"));
    }

    [Fact]
    public async Task A_product_command_runs_as_the_web_user_when_its_guard_asks_for_it()
    {
        await host.SucceedAsync("install", "-d", "-o", "apache", "/var/www/command");
        host.Write("/var/www/command/guard.php", "<?php exit(file_exists('/var/www/command/done') ? 10 : 0);");
        host.Write("/var/www/command/install.php", "<?php file_put_contents('/var/www/command/done', stream_get_contents(STDIN) . implode('|', array_slice($argv, 1)));");

        await host.ProveAsync(new TaskSpec
        {
            ProductCommand = new()
            {
                Program = "/usr/bin/php",
                Arguments = { "/var/www/command/install.php", "$HOME;`id`", "%n \"quoted\" 'too' >x" },
                StandardInput = ByteString.CopyFromUtf8("by standard input "),
                RunAs = "apache",
                Guard = { "/usr/bin/php", "/var/www/command/guard.php" },
            },
        });

        Assert.Equal("by standard input $HOME;`id`|%n \"quoted\" 'too' >x", host.Read("/var/www/command/done"));
        Assert.Equal("apache", await host.SucceedAsync("stat", "-c", "%U", "/var/www/command/done"));
    }

    [Fact]
    public async Task A_free_command_runs_each_time_and_no_shell_reads_it()
    {
        const string name = "a;b $(touch c) `d` *|&> \"e\" 'f'\t\\";
        var task = new TaskSpec { Id = "free", Command = new() { Command = { "/usr/bin/touch", $"/var/www/free-{name}" }, RunAs = "root" } };
        var before = host.Files();
        Assert.Equal(TaskStatus.Changed, (await host.OneAsync(RunMode.Check, task)).Status);
        Assert.Equal(before, host.Files());

        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal(TaskStatus.Changed, (await host.OneAsync(RunMode.Apply, task)).Status);
        }

        Assert.Equal([$"free-{name}"], Directory.GetFiles(host.Map("/var/www"), "free*").Select(Path.GetFileName));
        task.Command.Command[0] = "/usr/bin/false";
        Assert.Contains("/usr/bin/false", (await host.FailsAsync(task, "command-failed")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("read-only")]
    public async Task When_the_disk_takes_nothing_the_task_says_so_and_the_old_file_stands(string fault)
    {
        var folder = $"/var/www/{fault}";
        await host.SucceedAsync("mkdir", folder);
        await host.SucceedAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);
        try
        {
            // The executor's own view of the host is a copy of it: mounts reach it, since it is not private.
            await host.SucceedAsync("sh", "-c", $"echo old > {folder}/file");
            await host.SucceedAsync("sh", "-c", fault == "full"
                ? $"head -c 1M /dev/zero > {folder}/filler || true"
                : $"mount -o remount,ro {folder}");
            var task = new TaskSpec
            {
                Id = "file",
                File = new() { Path = $"{folder}/file", Content = ByteString.CopyFrom(new byte[256 * 1024]) },
            };
            var failed = await host.FailsAsync(task, fault == "full" ? "disk-full" : "disk-read-only");
            Assert.Contains(folder, failed.Error, StringComparison.Ordinal);
            Assert.Equal("old", await host.SucceedAsync("cat", $"{folder}/file"));
            Assert.Equal(fault == "full" ? "file\nfiller" : "file", await host.SucceedAsync("ls", "-A", folder));
        }
        finally
        {
            await host.SucceedAsync("umount", folder);
        }
    }

    private static TaskSpec Config(string content) => new()
    {
        File = new()
        {
            Path = "/var/www/config.php",
            Content = ByteString.CopyFromUtf8(content),
            Mode = 0b110_100_000,
            Group = "apache",
            Validate = { "/usr/bin/php", "-l", "{}" },
            // The kernel here has no SELinux, so no label is wanted.
            SelinuxType = "httpd_config_t",
        },
    };

    private TaskSpec Release(string version)
    {
        var content = Archives.Tgz(("moodle/version.txt", $"release {version}\n"), ("moodle/lib/a.php", "<?php"));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        host.Archives[sha256] = content;
        return new TaskSpec
        {
            Archive = new()
            {
                Sha256 = sha256,
                Size = content.Length,
                Path = "/var/www/app",
                TopFolder = "moodle",
                Owner = "apache",
                Group = "apache",
            },
        };
    }
}
