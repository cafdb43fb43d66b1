using System.Text.Json.Nodes;
using MoodleNodeAgent.Protocol.Agent.V1;
using static MoodleNodeAgent.Sites.Products.SpecParts;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>A PHP product on httpd and php-fpm. What is the same for all of them is here; a product says where its code
/// is, what its configuration looks like, and how it is installed.</summary>
internal abstract class PhpProduct : IProduct
{
    private const string FpmDropIn = "/etc/systemd/system/php-fpm.service.d/moodle.conf";

    // SELinux knows these as MySQL's (mysqld_port_t); any other needs a wider boolean.
    private static bool IsMysqlPort(int port) => port is 1186 or 3306 or (>= 63132 and <= 63164);

    public abstract string Name { get; }

    public abstract ReleaseFormat Release { get; }

    // Outside the product: it fails for faults of this node only, so that a fault of the database or of the product
    // never empties the balancer.
    public HealthSpec Health { get; } = new(SiteTools.HealthPath, 200);

    public abstract IProductCommands Commands { get; }

    public abstract string? RefuseSetting(string name);

    public virtual IEnumerable<(string Key, string Message)> Check(Site site) => [];

    /// <summary>Link to the unpacked release; the same on all nodes, or they would spoil each other's caches.</summary>
    protected abstract string CodeRoot { get; }

    public NodeSpec Packages(Site site, string node)
    {
        List<TaskSpec> tasks =
        [
            new()
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
            },
            .. site.Balancer.Listeners.Select(Firewall),
        ];
        if (PhpStream(site) is { } stream)
        {
            tasks.Insert(0, new TaskSpec
            {
                Id = "php-stream",
                ModuleStream = new ModuleStreamTask { Name = "php", Stream = stream },
            });
        }

        return Spec(node, tasks);
    }

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
        Boolean("httpd_can_network_connect_db"),
        Boolean("httpd_can_sendmail"));

    public NodeSpec Application(Site site, string node, ApplicationInputs inputs)
    {
        var config = Configuration(site, inputs);
        List<TaskSpec> tasks =
        [
            TextFile("app/php-ini", "/etc/php.d/99-moodle.ini", WebServerFiles.PhpIni),
            TextFile("app/php-fpm-pool", "/etc/php-fpm.d/zz-site.conf", WebServerFiles.FpmPool(site)),
            TextFile("app/httpd-conf", "/etc/httpd/conf.d/moodle.conf", HttpdConf(site)),
            TextFile("app/php-fpm-drop-in", FpmDropIn, WebServerFiles.FpmDropIn(site)),
            .. SiteTools.Before(),
            .. LocalFolders(site),
            Code(site, inputs),
            .. SharedFolders(site),
            .. config.Select(file => SecretPhp(file.Id, file.Path, file.Content)),
            SiteTools.Expectation(site, node, CodeRoot, (config[^1].Path, config[^1].Content)),
            Unit(
                "php-fpm.service", ["app/code", .. config.Select(file => file.Id), "app/php-fpm-pool"],
                ["app/php-ini", "app/php-fpm-drop-in"]),
            Unit("httpd.service", ["app/httpd-conf"], []),
        ];
        if (inputs.Replicas.Append(inputs.Primary).Any(endpoint => !IsMysqlPort(endpoint.Port)))
        {
            tasks.Insert(0, Boolean("httpd_can_network_connect"));
        }

        return Spec(node, tasks);
    }

    public NodeSpec Installation(Site site, string node, ApplicationInputs inputs)
    {
        var (script, tools, input) = Installer(site, inputs);
        return Spec(
            node,
            [
                .. tools,
                new TaskSpec
                {
                    Id = "app/install",
                    ProductCommand = new ProductCommandTask
                    {
                        Program = Php,
                        Arguments = { script },
                        StandardInput = Json(input),
                        RunAs = WebUser,
                        WorkingDirectory = CodeRoot,
                        Guard = { Php, SiteTools.DatabaseState },
                        GuardStandardInput = Json(Question(inputs)),
                    },
                },
            ]);
    }

    public NodeSpec Schedule(Site site, string node, ApplicationInputs inputs) => Spec(node, CronTasks(true));

    public abstract SiteProof Proof(Site site, ApplicationInputs inputs);

    /// <summary>Stream of the module php on releases that have modules; null: the release's own.</summary>
    protected virtual string? PhpStream(Site site) => "8.2";

    protected abstract string HttpdConf(Site site);

    /// <summary>Files with the product's settings; the last one is the product's own, whose content the health check
    /// compares.</summary>
    protected abstract IReadOnlyList<ConfigFile> Configuration(Site site, ApplicationInputs inputs);

    /// <summary>Folders on the node's own disk.</summary>
    protected virtual IEnumerable<TaskSpec> LocalFolders(Site site) => [];

    /// <summary>Folders of the shared storage, and the links to them from the code.</summary>
    protected virtual IEnumerable<TaskSpec> SharedFolders(Site site) => [];

    /// <summary>The script that installs, with our own files that it needs and its standard input.</summary>
    protected abstract (string[] Script, IEnumerable<TaskSpec> Tools, JsonNode Input) Installer(
        Site site, ApplicationInputs inputs);

    /// <summary>How to tell that the database holds a whole installation.</summary>
    protected abstract InstallationMark Mark { get; }

    /// <summary>What runs by the clock; none: nothing.</summary>
    protected abstract IEnumerable<TimerTask> Timers { get; }

    /// <summary>The timers as tasks, there or not.</summary>
    internal IEnumerable<TaskSpec> CronTasks(bool on) => Timers.Select(timer =>
    {
        timer.Absent = !on;
        return new TaskSpec { Id = $"cron/{timer.Name}", Timer = timer };
    });

    /// <summary>The release, unpacked beside older ones and switched by the link.</summary>
    internal TaskSpec Code(Site site, ApplicationInputs inputs) => new()
    {
        Id = "app/code",
        Archive = new ArchiveTask
        {
            Sha256 = inputs.ArchiveSha256,
            Size = inputs.ArchiveSize,
            Path = CodeRoot,
            TopFolder = Release.TopOf(site.Release.Version),
            Owner = "root",
            Group = "root",
        },
    };

    /// <summary>A line of cron for each minute.</summary>
    protected TimerTask EveryMinute(string script, params string[] arguments) => new()
    {
        Name = $"{Name}-cron",
        OnCalendar = "*-*-* *:*:00",
        Program = Php,
        Arguments = { arguments.Prepend(script) },
        RunAs = WebUser,
        WorkingDirectory = CodeRoot,
    };

    private static TaskSpec Firewall(int port) => new()
    {
        Id = $"firewall/{SiteTools.Number(port)}",
        FirewallService = port == 80
            ? new FirewallServiceTask { Service = "http", WhenInstalled = true }
            : new FirewallServiceTask { Port = $"{SiteTools.Number(port)}/tcp", WhenInstalled = true },
    };

    private JsonObject Question(ApplicationInputs inputs) => new()
    {
        ["host"] = inputs.Primary.Address,
        ["port"] = inputs.Primary.Port,
        ["user"] = inputs.DatabaseUser,
        ["password"] = inputs.DatabasePassword,
        ["name"] = inputs.DatabaseName,
        ["tls"] = inputs.DatabaseTls,
        ["table"] = Mark.Table,
        ["column"] = Mark.Column,
        ["marks"] = new JsonArray([.. Mark.Values]),
    };
}

/// <summary>A file with settings of the product.</summary>
internal sealed record ConfigFile(string Id, string Path, string Content);

/// <summary>Values of a column that all exist when an installation has come to its end.</summary>
internal sealed record InstallationMark(string Table, string Column, IReadOnlyList<string> Values);
