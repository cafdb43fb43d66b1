using System.Text.Json;
using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>A PHP product on httpd and php-fpm that is configured by Moodle's config.php.</summary>
internal abstract class PhpProduct : IProduct
{
    /// <summary>Prefix of all tables.</summary>
    public const string TablePrefix = "mdl_";

    /// <summary>Link to the unpacked release; the same on all nodes, or they would spoil each other's caches.</summary>
    public const string CodeRoot = "/var/www/moodle";

    // Below httpd's own cache folder new files get a type that SELinux lets the web server write.
    public const string LocalCache = "/var/cache/httpd/moodle-localcache";

    private const string Tools = "/var/www/moodle-tools";
    private const string Php = "/usr/bin/php";
    private const string WebUser = "apache";
    private const string DropIn = "/etc/systemd/system/php-fpm.service.d/moodle.conf";

    // SELinux knows these as MySQL's (mysqld_port_t); any other needs a wider boolean.
    private static bool IsMysqlPort(int port) => port is 1186 or 3306 or (>= 63132 and <= 63164);

    public abstract string Name { get; }

    // An address that is not the site's own makes Moodle answer 303 to the site's URL.
    public HealthSpec Health { get; } = new("/", 303);

    /// <summary>Names of settings that all exist when an installation has come to its end.</summary>
    protected abstract IReadOnlyList<string> InstallationMarks { get; }

    public NodeSpec Packages(Site site, string node) => Spec(node, new TaskSpec
    {
        Id = "packages",
        Package = new PackageTask
        {
            Names =
            {
                "nfs-utils", "httpd", "php-fpm", "php-cli", "php-mysqlnd", "php-xml", "php-mbstring", "php-gd",
                "php-intl", "php-soap", "php-opcache", "php-pecl-zip", "php-sodium", "php-process",
                "policycoreutils-python-utils",
            },
        },
    });

    public NodeSpec Storage(Site site, string node, StorageOutputs storage) => Spec(
        node,
        new TaskSpec
        {
            Id = "storage/mount",
            Mount = new MountTask
            {
                Source = storage.Source,
                Path = site.Storage.Mount,
                Type = "nfs",
                Options = "defaults,_netdev,nofail,nosuid",
            },
        },
        new TaskSpec
        {
            Id = "storage/owner",
            Ownership = new OwnershipTask { Path = site.Storage.Mount, Owner = WebUser, Group = WebUser },
        },
        Boolean("httpd_use_nfs"),
        Boolean("httpd_can_network_connect_db"));

    public NodeSpec Application(Site site, string node, ApplicationInputs inputs)
    {
        var spec = Spec(
            node,
            TextFile("app/php-ini", "/etc/php.d/99-moodle.ini", WebServerFiles.PhpIni),
            TextFile(
                "app/httpd-conf", "/etc/httpd/conf.d/moodle.conf", WebServerFiles.HttpdConf(site, DocumentRoot(site))),
            TextFile("app/php-fpm-drop-in", DropIn, WebServerFiles.FpmDropIn(site)),
            Folder("app/cache-folder", Path.GetDirectoryName(LocalCache)!, "700"),
            Folder("app/local-cache", LocalCache, "700"),
            new TaskSpec
            {
                Id = "app/code",
                Archive = new ArchiveTask
                {
                    Sha256 = inputs.ArchiveSha256,
                    Size = inputs.ArchiveSize,
                    Path = CodeRoot,
                    TopFolder = "moodle",
                    Owner = "root",
                    Group = "root",
                },
            },
            ConfigFile(site, inputs),
            Unit("php-fpm.service", ["app/code", "app/config"], ["app/php-ini", "app/php-fpm-drop-in"]),
            Unit("httpd.service", ["app/httpd-conf"], []));
        if (inputs.Replicas.Append(inputs.Primary).Any(endpoint => !IsMysqlPort(endpoint.Port)))
        {
            spec.Tasks.Insert(0, Boolean("httpd_can_network_connect"));
        }

        return spec;
    }

    public NodeSpec Installation(Site site, string node, ApplicationInputs inputs) => Spec(
        node,
        TextFile("app/run-cli", $"{Tools}/run-cli.php", Tool("run-cli.php")),
        TextFile("app/database-state", $"{Tools}/database-state.php", Tool("database-state.php")),
        new TaskSpec
        {
            Id = "app/install",
            ProductCommand = new ProductCommandTask
            {
                Program = Php,
                Arguments = { $"{Tools}/run-cli.php", $"{CodeRoot}/admin/cli/install_database.php" },
                StandardInput = InstallerArguments(site, inputs),
                RunAs = WebUser,
                WorkingDirectory = CodeRoot,
                Guard = { Php, $"{Tools}/database-state.php" },
                GuardStandardInput = GuardQuestion(inputs),
            },
        });

    public abstract SiteProof Proof(Site site, ApplicationInputs inputs);

    /// <summary>Folder that is served.</summary>
    protected virtual string DocumentRoot(Site site) => CodeRoot;

    /// <summary>setup.php as config.php names it.</summary>
    protected virtual string SetupPath(Site site) => "/lib/setup.php";

    private static string Tool(string name)
    {
        using var stream = typeof(PhpProduct).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static NodeSpec Spec(string node, params TaskSpec[] tasks) => new() { Node = node, Tasks = { tasks } };

    private static TaskSpec Boolean(string name) => new()
    {
        Id = $"selinux/{name}",
        SelinuxBoolean = new SelinuxBooleanTask { Name = name, Value = true },
    };

    private static TaskSpec TextFile(string id, string path, string content) => new()
    {
        Id = id,
        File = new FileTask { Path = path, Content = ByteString.CopyFromUtf8(content) },
    };

    private static TaskSpec Folder(string id, string path, string octalMode) => new()
    {
        Id = id,
        Directory = new DirectoryTask { Path = path, Mode = Octal(octalMode), Owner = WebUser, Group = WebUser },
    };

    private static TaskSpec Unit(string name, string[] reload, string[] restart) => new()
    {
        Id = $"app/{name}",
        Unit = new UnitTask
        {
            Name = name,
            Enabled = true,
            Running = true,
            ReloadWhenChanged = { reload },
            RestartWhenChanged = { restart },
        },
    };

    private static uint Octal(string mode) => Convert.ToUInt32(mode, 8);

    private static ByteString InstallerArguments(Site site, ApplicationInputs inputs) => Json(new[]
    {
        "--agree-license",
        "--lang=en",
        "--adminuser=admin",
        $"--adminpass={inputs.AdminPassword}",
        $"--adminemail=admin@{site.Name}.invalid",
        $"--fullname={site.Name}",
        $"--shortname={site.Name}",
    });

    private static ByteString Json(object value) => ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(value));

    private TaskSpec ConfigFile(Site site, ApplicationInputs inputs) => new()
    {
        Id = "app/config",
        File = new FileTask
        {
            Path = $"{CodeRoot}/config.php",
            Content = ByteString.CopyFromUtf8(MoodleConfig.Render(site, inputs, SetupPath(site))),
            Mode = Octal("640"),
            Owner = "root",
            Group = WebUser,
            Sensitive = true,
            Validate = { Php, "-l", "{}" },
        },
    };

    private ByteString GuardQuestion(ApplicationInputs inputs) => Json(new Dictionary<string, object>
    {
        ["host"] = inputs.Primary.Address,
        ["port"] = inputs.Primary.Port,
        ["user"] = inputs.DatabaseUser,
        ["password"] = inputs.DatabasePassword,
        ["name"] = inputs.DatabaseName,
        ["tls"] = inputs.DatabaseTls,
        ["prefix"] = TablePrefix,
        ["marks"] = InstallationMarks,
    });
}
