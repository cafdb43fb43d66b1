using System.Text.Json;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Sites.Products;

public sealed class PhpProductTests
{
    private const string Password = "pa'ss\\word\"$x";

    private static readonly ApplicationInputs Inputs = new()
    {
        Url = "http://127.77.0.10:8080",
        Storage = new StorageOutputs("10.0.1.10", "/moodledata"),
        DatabaseType = "mysqli",
        Primary = new Endpoint("10.0.2.10", 3306),
        Replicas = [new Endpoint("10.0.2.11", 3306), new Endpoint("10.0.2.12", 3306)],
        DatabaseName = "moodle",
        DatabaseUser = "moodle",
        DatabasePassword = Password,
        AdminPassword = "admin=secret",
        SiteKey = "site-key",
        ArchiveSha256 = new string('a', 64),
        ArchiveSize = 1234,
    };

    [Fact]
    [Trait("Feature", "7")]
    public void Config_php_has_what_a_cluster_needs_and_the_administrators_own_settings_apart()
    {
        var site = Moodle("4.5") with
        {
            Settings = new Dictionary<string, string>
            {
                ["noemailever"] = "true", ["maxbytes"] = "1048576", ["supportname"] = "O'Neil",
            },
        };
        var task = Task(site, "app/config");

        Assert.Equal("/var/www/moodle/config.php", task.File.Path);
        Assert.Equal((Convert.ToUInt32("640", 8), "root", "apache", true),
            (task.File.Mode, task.File.Owner, task.File.Group, task.File.Sensitive));
        Assert.Equal(["/usr/bin/php", "-l", "{}"], task.File.Validate);
        Assert.Equal(
            """
            <?php
            // Written by moodle-node-agent for the site demo; the next apply replaces what is changed here.

            unset($CFG);
            global $CFG;
            $CFG = new stdClass();

            $CFG->dbtype = 'mysqli';
            $CFG->dblibrary = 'native';
            $CFG->dbhost = '10.0.2.10';
            $CFG->dbname = 'moodle';
            $CFG->dbuser = 'moodle';
            $CFG->dbpass = 'pa\'ss\\word"$x';
            $CFG->prefix = 'mdl_';
            $CFG->dboptions = [
                'dbpersist' => false,
                'dbport' => 3306,
                'dbcollation' => 'utf8mb4_unicode_ci',
                'ssl' => 'require',
            ];
            $CFG->wwwroot = 'http://127.77.0.10:8080';
            $CFG->dataroot = '/var/www/moodledata';
            $CFG->cachedir = '/var/www/moodledata/cache';
            $CFG->tempdir = '/var/www/moodledata/temp';
            $CFG->backuptempdir = '/var/www/moodledata/temp/backup';
            $CFG->localcachedir = '/var/cache/httpd/moodle-localcache';
            $CFG->admin = 'admin';
            $CFG->directorypermissions = 02770;
            $CFG->session_handler_class = '\\core\\session\\database';
            $CFG->session_database_acquire_lock_timeout = 120;
            $CFG->disableupdateautodeploy = true;
            $CFG->preventexecpath = true;
            $CFG->cronclionly = true;

            // Reads go to the replicas that the coordinator vouches for at this moment, else to the primary.
            $replicas = require '/var/www/site-tools/replicas.php';
            if ($replicas !== []) {
                $CFG->dboptions['readonly'] = [
                    'instance' => array_map(
                        static fn (array $replica): array => ['dbhost' => $replica['host'], 'dbport' => $replica['port']],
                        $replicas
                    ),
                    'connecttimeout' => 2,
                ];
            }
            unset($replicas);

            // Settings of the site file.
            $CFG->maxbytes = 1048576;
            $CFG->noemailever = true;
            $CFG->supportname = 'O\'Neil';

            require_once(__DIR__ . '/lib/setup.php');

            """,
            task.File.Content.ToStringUtf8());
        Php.AssertSyntax(task.File.Content.ToStringUtf8());
    }

    [Fact]
    public void Without_tls_config_php_says_nothing_of_it_and_replicas_change_nothing_in_it()
    {
        var inputs = Inputs with { Replicas = [], DatabaseTls = false };

        var config = Task(Application(Moodle("4.5"), inputs), "app/config").File.Content.ToStringUtf8();

        Assert.DoesNotContain("ssl", config, StringComparison.Ordinal);
        Php.AssertSyntax(config);
        Assert.Equal(
            Text(Moodle("4.5"), "app/config"),
            Task(Application(Moodle("4.5"), Inputs with { Replicas = [] }), "app/config").File.Content.ToStringUtf8());
    }

    [Theory]
    [InlineData("4.5", "/var/www/moodle", "'/lib/setup.php'")]
    [InlineData("5.0.2", "/var/www/moodle", "'/lib/setup.php'")]
    [InlineData("5.1", "/var/www/moodle/public", "'/public/lib/setup.php'")]
    [InlineData("5.1dev", "/var/www/moodle/public", "'/public/lib/setup.php'")]
    [InlineData("6.0", "/var/www/moodle/public", "'/public/lib/setup.php'")]
    public void Since_5_1_only_the_folder_public_is_served(string version, string root, string setup)
    {
        var site = Moodle(version);

        Assert.Contains($"DocumentRoot \"{root}\"\n", Text(site, "app/httpd-conf"), StringComparison.Ordinal);
        Assert.Contains(setup, Text(site, "app/config"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_web_server_listens_on_the_ports_of_the_balancer()
    {
        var site = Moodle("4.5") with
        {
            Balancer = new BalancerSpec { Listeners = [80, 8080], Health = new HealthSpec("/", 303) },
        };

        var conf = Text(site, "app/httpd-conf");
        Assert.Contains("\nListen 8080\n\n<VirtualHost *:80 *:8080>\n", conf, StringComparison.Ordinal);
        Assert.DoesNotContain("Listen 80\n", conf, StringComparison.Ordinal);
        Assert.Contains("        AcceptPathInfo On\n", conf, StringComparison.Ordinal);
        Assert.Equal(
            ["firewall/80 http", "firewall/8080 8080/tcp"],
            Product(site).Packages(site, "web-1").Tasks
                .Where(task => task.KindCase == TaskSpec.KindOneofCase.FirewallService)
                .Select(task => $"{task.Id} {task.FirewallService.Service}{task.FirewallService.Port}"));
    }

    [Theory]
    [InlineData("4.1", "8.1")]
    [InlineData("4.3", "8.2")]
    [InlineData("4.5", "8.3")]
    [InlineData("5.3dev", "8.3")]
    public void Each_version_of_moodle_gets_a_php_that_it_takes(string version, string stream)
    {
        var site = Moodle(version);
        var packages = Product(site).Packages(site, "web-1");

        Assert.Equal(("php", stream), (packages.Tasks[0].ModuleStream.Name, packages.Tasks[0].ModuleStream.Stream));
        Assert.Contains("php-sodium", packages.Tasks[1].Package.Names);
    }

    [Theory]
    [InlineData(6, 32)]
    [InlineData(12, 70)]
    [InlineData(1, 5)]
    public void The_pool_is_as_large_as_the_memory_of_the_node_allows(int memory, int processes)
    {
        var site = Moodle("4.5");
        site = site with { Nodes = site.Nodes with { MemoryGb = memory } };

        var pool = Text(site, "app/php-fpm-pool");

        Assert.Contains($"pm.max_children = {processes}\n", pool, StringComparison.Ordinal);
        Assert.Contains("process_control_timeout = 30s\n", pool, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "16")]
    public void Storage_is_mounted_at_boot_without_stopping_it_and_php_waits_for_it()
    {
        var site = Moodle("4.5");
        var storage = Product(site).Storage(site, "web-1", Inputs.Storage);

        Assert.Equal(
            [
                "storage/mount", "storage/owner", "selinux/httpd_use_nfs", "selinux/httpd_can_network_connect_db",
                "selinux/httpd_can_sendmail",
            ],
            storage.Tasks.Select(task => task.Id));
        var mount = storage.Tasks[0].Mount;
        Assert.Equal(
            ("10.0.1.10:/moodledata", "/var/www/moodledata", "nfs", "defaults,_netdev,nofail,nosuid"),
            (mount.Source, mount.Path, mount.Type, mount.Options));
        Assert.Contains("\nRequiresMountsFor=/var/www/moodledata\n", Text(site, "app/php-fpm-drop-in"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moodle")]
    [InlineData("sample")]
    public void The_application_comes_in_the_order_in_which_it_works(string product)
    {
        var site = Moodle("4.5") with { Product = product };

        Assert.Equal(
            [
                "app/php-ini", "app/php-fpm-pool", "app/httpd-conf", "app/php-fpm-drop-in", "app/replicas", "app/health",
                "app/maintenance-page", "app/report", "app/run-cli", "app/database-state", "app/cache-folder",
                "app/local-cache", "app/code", "app/config", "app/expectation", "app/php-fpm.service", "app/httpd.service",
            ],
            Application(site, Inputs).Tasks.Select(task => task.Id));
        var code = Task(site, "app/code").Archive;
        Assert.Equal((Inputs.ArchiveSha256, 1234L, "/var/www/moodle", "moodle"),
            (code.Sha256, code.Size, code.Path, code.TopFolder));
        var fpm = Task(site, "app/php-fpm.service").Unit;
        Assert.True(fpm is { Enabled: true, Running: true });
        Assert.Equal(["app/php-ini", "app/php-fpm-drop-in"], fpm.RestartWhenChanged);
        Assert.Equal(["app/code", "app/config", "app/php-fpm-pool"], fpm.ReloadWhenChanged);
    }

    [Fact]
    [Trait("Feature", "17")]
    public void A_database_on_a_foreign_port_gets_the_wider_boolean()
    {
        var inputs = Inputs with { Primary = new Endpoint("10.0.2.10", 6446) };

        Assert.Equal("selinux/httpd_can_network_connect", Application(Moodle("4.5"), inputs).Tasks[0].Id);
    }

    [Theory]
    [InlineData("moodle")]
    [InlineData("sample")]
    [Trait("Feature", "40")]
    public void No_secret_stands_on_a_command_line(string product)
    {
        var site = Moodle("4.5") with { Product = product };
        var spec = Product(site).Installation(site, "web-1", Inputs);
        var command = spec.Tasks[^1].ProductCommand;

        Assert.Equal(["/var/www/site-tools/run-cli.php", "/var/www/moodle/admin/cli/install_database.php"], command.Arguments);
        Assert.Equal(["/usr/bin/php", "/var/www/site-tools/database-state.php"], command.Guard);
        Assert.Equal(("apache", "/usr/bin/php"), (command.RunAs, command.Program));
        Assert.Contains("--adminpass=admin=secret", JsonSerializer.Deserialize<string[]>(command.StandardInput.Span)!);
        var question = JsonSerializer.Deserialize<JsonElement>(command.GuardStandardInput.Span);
        Assert.Equal(Password, question.GetProperty("password").GetString());
        var secretsInFiles = spec.Tasks.Where(task => task.KindCase == TaskSpec.KindOneofCase.File)
            .Where(task => task.File.Content.ToStringUtf8().Contains(Password, StringComparison.Ordinal));
        Assert.Empty(secretsInFiles);
    }

    [Fact]
    [Trait("Feature", "18")]
    public void The_runner_hands_arguments_over_without_a_command_line()
    {
        var site = Moodle("4.5");
        using var folder = new TemporaryFolder();
        var runner = folder.Write("run-cli.php", Text(site, "app/run-cli"));
        var script = folder.Write("script.php", "<?php echo json_encode([$argv, $argc, $_SERVER['argv']]);");

        var (exitCode, output, error) = Php.Run("[\"--a=1 '\\\"$x\", \"--b\"]", runner, script);

        Assert.True(exitCode == 0, error);
        var arguments = JsonSerializer.Serialize(new[] { script, "--a=1 '\"$x", "--b" });
        Assert.Equal(
            JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>($"[{arguments},3,{arguments}]")),
            JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(output)));
        Assert.Equal(2, Php.Run("{\"a\": {}}", runner, script).ExitCode);
    }

    [Fact]
    public void When_the_database_does_not_answer_the_guard_fails_and_tells_no_password()
    {
        var site = Moodle("4.5");
        var inputs = Inputs with { Primary = new Endpoint("127.0.0.1", 1) };
        var installation = Product(site).Installation(site, "web-1", inputs);
        using var folder = new TemporaryFolder();
        var guard = folder.Write("database-state.php", Text(site, "app/database-state"));
        Php.AssertSyntax(Text(site, "app/database-state"));

        var (exitCode, _, error) = Php.Run(installation.Tasks[^1].ProductCommand.GuardStandardInput.ToStringUtf8(), guard);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Cannot ask the database", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_of_the_sample_application_is_php()
    {
        var folder = Path.Combine(Repository.Root, "examples", "sample-app");
        foreach (var file in Directory.EnumerateFiles(folder, "*.php", SearchOption.AllDirectories))
        {
            Php.AssertSyntax(File.ReadAllText(file));
        }
    }

    [Fact]
    [Trait("Feature", "62")]
    public void A_product_tells_how_it_is_proved()
    {
        foreach (var name in Products.Names)
        {
            var proof = Products.ByName(name)!.Proof(Moodle("4.5"), Inputs);
            Assert.Equal("admin", proof.User);
            Assert.All([proof.PagePath, proof.LoginPath, proof.MemberPath], path => Assert.StartsWith("/", path, StringComparison.Ordinal));
            Assert.Equal(name is "moodle" or "sample", proof.ReadsReplicas);
        }
    }

    private static Site Moodle(string version) => SiteFileReader.Read(
        "demo.yaml",
        $"site: demo\nrelease: {{ archive: a.tgz, version: \"{version}\" }}\ncloud: {{ provider: local }}\n"
        + "balancer: { listeners: [8080] }\n").Site!;

    private static IProduct Product(Site site) => Products.ByName(site.Product)!;

    private static NodeSpec Application(Site site, ApplicationInputs inputs) =>
        Product(site).Application(site, "web-1", inputs);

    private static TaskSpec Task(Site site, string id) => Task(Application(site, Inputs), id);

    private static TaskSpec Task(NodeSpec spec, string id) => spec.Tasks.Single(task => task.Id == id);

    private static string Text(Site site, string id) => Task(site, id).File.Content.ToStringUtf8();
}
