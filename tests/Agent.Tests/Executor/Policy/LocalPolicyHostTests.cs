using Google.Protobuf;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Policy;

/// <summary>Kinds that set up the host itself, under the packaged policy and one that opens them.</summary>
[Trait("Feature", "43")]
public sealed class LocalPolicyHostTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly LocalPolicy packaged = LocalPolicy.Load(TemporaryHost.PackagedPolicy());

    public static TheoryData<string> PackagedTasks => [.. Packaged.Keys];
    public static TheoryData<string> OpenedTasks => [.. Opened.Keys];
    public static TheoryData<string> RefusedTasks => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(PackagedTasks))]
    public void The_packaged_policy_allows_what_a_web_node_may_need(string what) =>
        Assert.Empty(Check(packaged, Packaged[what]));

    [Theory]
    [MemberData(nameof(OpenedTasks))]
    public void What_gives_more_away_is_refused_until_the_nodes_policy_names_it(string what)
    {
        Assert.NotEmpty(Check(packaged, Opened[what]));
        Assert.Empty(Check(Open(), Opened[what]));
    }

    [Theory]
    [MemberData(nameof(RefusedTasks))]
    public void No_policy_allows_what_is_not_what_it_says(string what)
    {
        var refusal = Check(Open(), Refused[what])[0];

        Assert.StartsWith("Cannot run task t: ", refusal, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(file);

    private LocalPolicy Open()
    {
        File.WriteAllText(file, $"""
            paths = ["/var/www"]
            packages = ["*"]
            modules = ["*"]
            repositories = ["*"]
            repository_keys = ["{SigningKeys.Fingerprint[..4].ToLowerInvariant()} {SigningKeys.Fingerprint[4..]}"]
            selinux_types = ["*"]
            firewall_services = ["*"]
            users = ["moodle"]
            groups = ["moodle", "media"]
            sysctls = ["*"]
            reboot = true
            free_commands = true
            [[commands]]
            program = "/usr/bin/php"
            scripts = ["/var/www"]
            users = ["apache"]
            """);
        return LocalPolicy.Load(file);
    }

    private static IReadOnlyList<string> Check(LocalPolicy policy, TaskSpec task)
    {
        task.Id = "t";
        return policy.Check(new NodeSpec { Tasks = { task } });
    }

    private static readonly Dictionary<string, TaskSpec> Packaged = new()
    {
        ["removed package"] = new() { Package = new() { Names = { "php-xdebug" }, State = PackageState.Removed } },
        ["exact package"] = new() { Package = new() { Names = { "httpd" }, Version = "2.4.57-8.el9_4.1" } },
        ["module"] = new() { ModuleStream = new() { Name = "php", Stream = "8.2" } },
        ["file context"] = Context("/var/www/moodledata", "httpd_sys_rw_content_t"),
        ["firewall"] = new() { FirewallService = new() { Service = "http" } },
        ["timer"] = Timer("moodle-cron", "*-*-* *:*:00", "apache", "/var/www/moodle/admin/cli/cron.php"),
        ["timer removed"] = new() { Timer = new() { Name = "moodle-cron", Absent = true } },
        ["sysctl"] = Sysctl("net.ipv4.tcp_rmem", "4096 131072 6291456"),
        ["reboot"] = new() { Reboot = new() },
        ["file with a type"] = new() { File = new() { Path = "/var/www/x", SelinuxType = "httpd_sys_content_t" } },
    };

    private static readonly Dictionary<string, TaskSpec> Opened = new()
    {
        ["repository"] = Repository(_ => { }),
        ["package of a repository"] = new() { Package = new() { Names = { "httpd" }, Repository = "ol9-extra" } },
        ["foreign module"] = new() { ModuleStream = new() { Name = "container-tools", Stream = "rhel8" } },
        ["foreign type"] = Context("/var/www/x", "shadow_t"),
        ["file with a foreign type"] = new() { File = new() { Path = "/var/www/x", SelinuxType = "shadow_t" } },
        ["foreign firewall service"] = new() { FirewallService = new() { Service = "ssh" } },
        ["user"] = new() { User = new() { Name = "moodle", Groups = { "media" }, Home = "/var/www/moodle" } },
        ["group"] = new() { Group = new() { Name = "media" } },
        ["foreign sysctl"] = Sysctl("kernel.core_pattern", "|/tmp/x"),
        ["free command"] = new() { Command = new() { Command = { "/bin/sh", "-c", "id; rm -rf $HOME" }, RunAs = "apache" } },
    };

    private static readonly Dictionary<string, TaskSpec> Refused = new()
    {
        ["version with an option"] = new() { Package = new() { Names = { "httpd" }, Version = "-x" } },
        ["version with a space"] = new() { Package = new() { Names = { "httpd" }, Version = "1 --nogpgcheck" } },
        ["repository by option"] = new() { Package = new() { Names = { "httpd" }, Repository = "--x" } },
        ["unsigned repository"] = Repository(repository => repository.GpgCheck = false),
        ["repository over http"] = Repository(repository => repository.BaseUrl = "http://yum.example.org/"),
        ["repository from a folder"] = Repository(repository => repository.BaseUrl = "file:///tmp/x"),
        ["two addresses"] = Repository(repository => repository.BaseUrl = "https://a.example/ https://b.example/"),
        ["setting in the address"] = Repository(repository => repository.BaseUrl = "https://a.example/\ngpgcheck=0"),
        ["setting in the name"] = Repository(repository => repository.Name = "x\ngpgcheck=0"),
        ["repository's id with a path"] = Repository(repository => repository.Id = "../../etc/cron.d/x"),
        ["no key"] = Repository(repository => repository.GpgKey = ByteString.Empty),
        ["foreign subkey"] = Repository(repository => repository.GpgKey = ByteString.CopyFromUtf8(SigningKeys.WithSubkey)),
        ["stream with an option"] = new() { ModuleStream = new() { Name = "php", Stream = "-y" } },
        ["context outside"] = Context("/etc/shadow", "httpd_sys_content_t"),
        ["context with a space"] = Context("/var/www/a b", "httpd_sys_content_t"),
        ["type that is a label"] = Context("/var/www/x", "shadow_t:s0"),
        ["zone by option"] = new() { FirewallService = new() { Service = "http", Zone = "--panic-on" } },
        ["user root"] = new() { User = new() { Name = "root" } },
        ["user by option"] = new() { User = new() { Name = "--root" } },
        ["user in wheel"] = new() { User = new() { Name = "moodle", Groups = { "wheel" } } },
        ["user whose group is root"] = new() { User = new() { Name = "moodle", Group = "root" } },
        ["home with a colon"] = new() { User = new() { Name = "moodle", Home = "/var/www:/bin/bash" } },
        ["foreign group"] = new() { Group = new() { Name = "wheel" } },
        ["timer as root"] = Timer("x", "hourly", "root", "/var/www/x.php"),
        ["timer of another script"] = Timer("x", "hourly", "apache", "/tmp/x.php"),
        ["timer with a path"] = Timer("../x", "hourly", "apache", "/var/www/x.php"),
        ["setting in the calendar"] = Timer("x", "hourly\nUnit=reboot.target", "apache", "/var/www/x.php"),
        ["setting in an argument"] = Timer("x", "hourly", "apache", "/var/www/x.php", "a\nExecStart=/bin/sh"),
        ["sysctl with a path"] = Sysctl("net/../../x", "1"),
        ["sysctl by option"] = Sysctl("--load", "1"),
        ["sysctl with a second line"] = Sysctl("vm.swappiness", "1\nkernel.core_pattern=|/tmp/x"),
        ["command without a program"] = new() { Command = new() },
        ["command by its name only"] = new() { Command = new() { Command = { "sh" } } },
        ["command of a strange user"] = new() { Command = new() { Command = { "/bin/id" }, RunAs = "-x" } },
    };

    private static TaskSpec Repository(Action<RepositoryTask> change)
    {
        var repository = new RepositoryTask
        {
            Id = "ol9-extra",
            BaseUrl = "https://yum.example.org/ol9/",
            GpgKey = ByteString.CopyFromUtf8(SigningKeys.Ed25519),
            GpgCheck = true,
        };
        change(repository);
        return new() { Repository = repository };
    }

    private static TaskSpec Context(string path, string type) => new()
    {
        SelinuxContext = new() { Path = path, Type = type, Recursive = true },
    };

    private static TaskSpec Timer(string name, string calendar, string user, params string[] arguments) => new()
    {
        Timer = new()
        {
            Name = name, OnCalendar = calendar, Program = "/usr/bin/php", Arguments = { arguments }, RunAs = user,
        },
    };

    private static TaskSpec Sysctl(string key, string value) => new() { Sysctl = new() { Key = key, Value = value } };
}
