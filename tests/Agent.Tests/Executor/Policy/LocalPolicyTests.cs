using Google.Protobuf;
using MoodleNodeAgent.Agent.Fakes;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Policy;

[Trait("Feature", "43")]
public sealed class LocalPolicyTests
{
    private readonly LocalPolicy policy = LocalPolicy.Load(TemporaryHost.PackagedPolicy());

    public static TheoryData<string> AllowedTasks => [.. Allowed.Keys];
    public static TheoryData<string> RefusedTasks => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(AllowedTasks))]
    public void The_packaged_policy_allows_what_a_moodle_node_needs(string what) =>
        Assert.Empty(Check(Allowed[what]));

    [Theory]
    [MemberData(nameof(RefusedTasks))]
    public void The_packaged_policy_refuses_what_would_give_the_host_away(string what)
    {
        var refusal = Check(Refused[what])[0];

        Assert.StartsWith("Cannot run task t: ", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void All_refusals_are_told_at_once_and_name_the_remedy()
    {
        var refusals = policy.Check(new NodeSpec
        {
            Tasks =
            {
                new TaskSpec { Id = "a", Unit = new UnitTask { Name = "sshd.service" } },
                new TaskSpec { Id = "b", Package = new PackageTask { Names = { "nmap", "gcc" } } },
                new TaskSpec { Id = "b", Unit = new UnitTask { Name = "httpd.service" } },
            },
        });

        Assert.Equal(4, refusals.Count);
        Assert.Contains("the unit \"sshd.service\". Add it to units in ", refusals[0], StringComparison.Ordinal);
        Assert.Contains("not unique", refusals[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_cannot_be_read_stops_the_executor() =>
        Assert.Throws<InvalidDataException>(() => LocalPolicy.Load("/nonexistent/policy.toml"));

    private IReadOnlyList<string> Check(TaskSpec task)
    {
        task.Id = "t";
        return policy.Check(new NodeSpec { Tasks = { task } });
    }

    private static readonly Dictionary<string, TaskSpec> Allowed = new()
    {
        ["packages"] = Package("nfs-utils", "httpd", "php-fpm", "php-pecl-zip", "policycoreutils-python-utils"),
        ["mount"] = Mount("/var/www/moodledata", "nfs"),
        ["ownership"] = new() { Ownership = new() { Path = "/var/www/moodledata", Owner = "apache", Group = "apache" } },
        ["boolean"] = new() { SelinuxBoolean = new() { Name = "httpd_can_network_connect_db", Value = true } },
        ["php settings"] = File_("/etc/php.d/99-moodle.ini"),
        ["httpd settings"] = File_("/etc/httpd/conf.d/moodle.conf"),
        ["drop-in"] = File_(
            "/etc/systemd/system/php-fpm.service.d/moodle.conf", "[Unit]\nRequiresMountsFor=/var/www/moodledata\n"),
        ["config.php"] = File_("/var/www/moodle/config.php", "<?php", "/usr/bin/php", "-l", "{}"),
        ["unit"] = new() { Unit = new() { Name = "php-fpm.service", Enabled = true, Running = true } },
        ["archive"] = Archive(new string('a', 64), "/var/www/moodle", "moodle"),
        ["installer"] = Command("apache", "/usr/bin/php", "/var/www/moodle/admin/cli/install.php"),
    };

    private static readonly Dictionary<string, TaskSpec> Refused = new()
    {
        ["no kind"] = new(),
        ["shadow"] = File_("/etc/shadow"),
        ["fstab as a file"] = File_("/etc/fstab"),
        ["path with two dots"] = File_("/var/www/../../etc/shadow"),
        ["relative path"] = File_("var/www/x"),
        ["path that only begins alike"] = File_("/var/www2/x"),
        ["path with a line end"] = File_("/var/www/a\nb"),
        ["setuid"] = new() { File = new() { Path = "/var/www/x", Mode = 0b100_111_101_101 } },
        ["foreign owner"] = new() { Ownership = new() { Path = "/var/www/x", Owner = "oracle" } },
        ["program in a drop-in"] = File_(
            "/etc/systemd/system/php-fpm.service.d/x.conf", "[Service]\nExecStartPre=/usr/bin/id\n"),
        ["continued line in a drop-in"] = File_(
            "/etc/systemd/system/php-fpm.service.d/x.conf", "[Unit]\n# \\\nExecStart=/x\n"),
        ["key after a carriage return"] = File_(
            "/etc/systemd/system/php-fpm.service.d/x.conf", "[Unit]\nAfter=a\rExecStart=/x\n"),
        ["free validator"] = File_("/var/www/x", "", "/bin/sh", "-c", "id"),
        ["php code as validator"] = File_("/var/www/x", "", "/usr/bin/php", "-r", "{}"),
        ["package by path"] = Package("/tmp/evil.rpm"),
        ["package by option"] = Package("--nogpgcheck"),
        ["mount over etc"] = Mount("/etc/httpd", "nfs"),
        ["bind mount"] = Mount("/var/www/x", "none"),
        ["foreign unit"] = new() { Unit = new() { Name = "sshd.service" } },
        ["foreign boolean"] = new() { SelinuxBoolean = new() { Name = "selinuxuser_execmod" } },
        ["boolean with an option"] = new() { SelinuxBoolean = new() { Name = "-P" } },
        ["archive elsewhere"] = Archive(new string('a', 64), "/usr/bin", ""),
        ["archive by a path"] = Archive("../../etc/passwd", "/var/www/moodle", ""),
        ["archive's top outside"] = Archive(new string('a', 64), "/var/www/moodle", "../.."),
        ["free command"] = Command("apache", "/bin/sh", "-c"),
        ["php code"] = Command("apache", "/usr/bin/php", "-r"),
        ["script outside"] = Command("apache", "/usr/bin/php", "/tmp/x.php"),
        ["script with two dots"] = Command("apache", "/usr/bin/php", "/var/www/../../tmp/x.php"),
        ["as root"] = Command("root", "/usr/bin/php", "/var/www/moodle/x.php"),
        ["guard of its own kind"] = Guarded(),
    };

    private static TaskSpec File_(string path, string content = "", params string[] validate) => new()
    {
        File = new() { Path = path, Content = ByteString.CopyFromUtf8(content), Validate = { validate } },
    };

    private static TaskSpec Package(params string[] names) => new() { Package = new() { Names = { names } } };

    private static TaskSpec Mount(string path, string type) => new()
    {
        Mount = new() { Source = "10.0.1.10:/moodledata", Path = path, Type = type, Options = "defaults" },
    };

    private static TaskSpec Archive(string sha256, string path, string top) => new()
    {
        Archive = new() { Sha256 = sha256, Size = 1, Path = path, TopFolder = top },
    };

    private static TaskSpec Command(string user, string program, params string[] arguments) => new()
    {
        ProductCommand = new() { Program = program, Arguments = { arguments }, RunAs = user },
    };

    private static TaskSpec Guarded()
    {
        var task = Command("apache", "/usr/bin/php", "/var/www/moodle/x.php");
        task.ProductCommand.Guard.Add("/usr/bin/id");
        return task;
    }
}
