using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>What a coordinator in strange hands would like a node to do; none of it is inside the packaged policy.</summary>
internal static class HostileSpecs
{
    private static readonly string[] Paths =
    [
        "/etc/shadow", "/etc/sudoers.d/x", "/root/.ssh/authorized_keys", "/etc/moodle-node-agent/policy.toml",
        "/usr/bin/moodle-node-agent", "/var/www/../../etc/shadow", "/var/www/./x", "/var/www//x", "var/www/x", "/", "",
        "/var/wwwx/y", "/etc/httpd/conf.d/../../cron.d/x", "/var/www/a\nb", "/var/www/\0", "/proc/sys/kernel/core_pattern",
        "/var/www/", "/var/lib/moodle-node-agent/executor/runs/x.run", "/etc/systemd/system/evil.service",
        "/etc/ld.so.preload",
    ];

    private static readonly string[] Names =
    [
        "", "-y", "--root=/", "nmap", "../x", "httpd;id", "httpd id", "$(id)", "`id`", "httpd\n", "/tmp/x.rpm",
        "https://evil.example/x.rpm", "*", "httpd_*\0",
    ];

    public static IEnumerable<TaskSpec> All() => Kinds().Select((task, index) =>
    {
        task.Id = $"t{index}";
        return task;
    });

    private static IEnumerable<TaskSpec> Kinds()
    {
        yield return new TaskSpec();
        foreach (var path in Paths)
        {
            yield return new() { File = new() { Path = path, Content = ByteString.CopyFromUtf8("x") } };
            yield return new() { Directory = new() { Path = path } };
            yield return new() { Ownership = new() { Path = path, Owner = "apache" } };
            yield return new() { Mount = new() { Source = "10.0.0.1:/x", Path = path, Type = "nfs" } };
            yield return new() { Archive = new() { Sha256 = new string('a', 64), Size = 1, Path = path } };
            yield return new() { SelinuxContext = new() { Path = path, Type = "httpd_sys_content_t" } };
            yield return Command("apache", "/usr/bin/php", path == "/var/www/" ? "/etc/x" : path);
        }

        foreach (var name in Names)
        {
            yield return new() { Package = new() { Names = { name } } };
            yield return new() { Package = new() { Names = { "httpd", name }, State = PackageState.Removed } };
            yield return new() { SelinuxBoolean = new() { Name = name, Value = true } };
            yield return new() { Unit = new() { Name = name, Running = true } };
            yield return new() { ModuleStream = new() { Name = name, Stream = "1" } };
            yield return new() { FirewallService = new() { Service = name } };
            yield return new() { User = new() { Name = name } };
            yield return new() { Group = new() { Name = name } };
            yield return new() { Sysctl = new() { Key = name, Value = "1" } };
            yield return new() { Repository = new() { Id = name, BaseUrl = "https://evil.example/", GpgCheck = true } };
            yield return Command(name, "/usr/bin/php", "/var/www/x.php");
            yield return Command("apache", name, "/var/www/x.php");
        }

        yield return new() { File = new() { Path = "/var/www/x", Mode = 0b100_111_101_101 } };
        yield return new() { File = new() { Path = "/var/www/x", Owner = "oracle" } };
        yield return new() { File = new() { Path = "/var/www/x", Validate = { "/bin/sh", "-c", "id" } } };
        yield return new() { File = new() { Path = "/var/www/x", SelinuxType = "unconfined_exec_t" } };
        yield return new()
        {
            File = new()
            {
                Path = "/etc/systemd/system/httpd.service.d/x.conf",
                Content = ByteString.CopyFromUtf8("[Service]\nExecStartPre=+/bin/sh -c id\n"),
            },
        };
        yield return new() { Mount = new() { Source = "/", Path = "/var/www/x", Type = "none", Options = "bind" } };
        yield return new() { Mount = new() { Source = "x\n/dev/sda / ext4", Path = "/var/www/x", Type = "nfs" } };
        yield return new() { Package = new() { Names = { "httpd" }, Repository = "evil" } };
        yield return new() { Command = new() { Command = { "/usr/bin/id" } } };
        yield return new()
        {
            Timer = new() { Name = "x", OnCalendar = "hourly", Program = "/bin/sh", Arguments = { "-c" }, RunAs = "apache" },
        };
        yield return new()
        {
            Timer = new() { Name = "x", OnCalendar = "hourly", Program = "/usr/bin/php", Arguments = { "/var/www/x" }, RunAs = "root" },
        };
    }

    private static TaskSpec Command(string user, string program, params string[] arguments) => new()
    {
        ProductCommand = new() { Program = program, Arguments = { arguments }, RunAs = user },
    };
}
