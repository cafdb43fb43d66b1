using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Sites.Products;

/// <summary>Every product's configuration, read back by a real PHP.</summary>
[Trait("Feature", "67")]
public sealed class SiblingTests
{
    private static readonly string[] Pieces =
        ["\\", "'", "\"", "$", "{$x}", "?>", "<?php", "\n", "é", "日本", "\\'", "*/", "//", "#", "%s", " ", "a", ";", "="];

    // What a product's configuration says of its database password, printed as JSON.
    private static readonly Dictionary<string, string> Questions = new()
    {
        ["moodle"] = "echo json_encode([$CFG->dbpass, $CFG->dboptions['readonly']['instance'][0]['dbhost'] ?? null]);",
        ["wordpress"] = "echo json_encode([DB_PASSWORD, $wpdb->read[0] ?? null]);",
        ["drupal"] =
            "echo json_encode([$databases['default']['default']['password'], $databases['default']['replica'][0]['host'] ?? null]);",
        ["joomla"] = "echo json_encode([(new JConfig())->password, null]);",
    };

    [Theory]
    [InlineData("moodle", "10.0.2.11")]
    [InlineData("wordpress", "10.0.2.11:3306")]
    [InlineData("drupal", "10.0.2.11")]
    [InlineData("joomla", null)]
    public async Task Any_password_comes_back_from_php_and_so_do_the_replicas_where_the_product_has_them(
        string product, string? replica)
    {
        var passwords = Gen.Elements(Pieces).ListOf().Select(string.Concat).Sample(40, 12)
            .Where(password => password.Length > 0).Distinct().ToList();
        using var folder = new TemporaryFolder();
        var tools = folder.Write("replicas.php", SiteTools.Text("replicas.php"));
        folder.Write(
            "replicas.json",
            $$"""{"until":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 50}},"replicas":[{"host":"10.0.2.11","port":3306}]}""");
        for (var index = 0; index < passwords.Count; index++)
        {
            folder.Write($"page-{index}.php", Page(product, passwords[index], tools));
        }

        using var server = await PhpServer.StartAsync(Path.GetDirectoryName(tools)!);
        for (var index = 0; index < passwords.Count; index++)
        {
            var answer = await server.GetAsync($"page-{index}.php");
            var said = JsonSerializer.Deserialize<JsonElement>(answer.Text);
            Assert.Equal((passwords[index], replica), (said[0].GetString(), said[1].GetString()));
        }
    }

    [Fact]
    public void Every_script_of_ours_is_php()
    {
        var folder = Path.Combine(Repository.Root, "src", "Sites", "Products");
        foreach (var file in Directory.EnumerateFiles(folder, "*.php", SearchOption.AllDirectories))
        {
            Php.AssertSyntax(File.ReadAllText(file));
        }
    }

    [Fact]
    public void All_nodes_get_the_same_keys_and_each_purpose_another()
    {
        var site = Site("wordpress");
        var config = Config(site, "web-1", "x");

        Assert.Equal(config, Config(site, "web-2", "x"));
        var salts = config.Split('\n').Where(line => line.Contains("_SALT'", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, salts.Select(line => line.Split(", ")[1]).Distinct().Count());
    }

    [Fact]
    public void Drupal_answers_under_the_sites_own_name_only()
    {
        Assert.Contains(
            "'^127\\\\.77\\\\.0\\\\.10$'", Config(Site("drupal"), "web-1", "x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wordpress", "/var/www/wordpress/wp-content/uploads -> /var/www/moodledata/uploads")]
    [InlineData("drupal", "/var/www/drupal/sites/default/files -> /var/www/moodledata/files")]
    [InlineData("joomla", "/var/www/joomla/images -> /var/www/moodledata/images")]
    public void What_users_bring_lies_in_the_shared_storage_and_never_runs(string product, string link)
    {
        var tasks = Application(Site(product), "web-1", "x").Tasks;

        Assert.Contains(link, tasks.Where(task => task.KindCase == TaskSpec.KindOneofCase.Link)
            .Select(task => $"{task.Link.Path} -> {task.Link.Target}"));
        Assert.Contains(
            "php|phar", tasks.Single(task => task.Id == "app/httpd-conf").File.Content.ToStringUtf8(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moodle")]
    [InlineData("wordpress")]
    [InlineData("drupal")]
    [InlineData("joomla")]
    public void No_secret_stands_on_a_command_line_or_in_a_file_that_is_told(string product)
    {
        var site = Site(product);
        var inputs = Inputs("canary-database") with { AdminPassword = "canary-admin", SiteKey = "canary-key" };
        NodeSpec[] specs =
        [
            Products.ByName(product)!.Application(site, "web-1", inputs),
            Products.ByName(product)!.Installation(site, "web-1", inputs),
            Products.ByName(product)!.Schedule(site, "web-1", inputs),
        ];

        foreach (var task in specs.SelectMany(spec => spec.Tasks))
        {
            var words = new StringBuilder();
            words.AppendJoin(' ', task.ProductCommand?.Arguments ?? []).AppendJoin(' ', task.ProductCommand?.Guard ?? [])
                .AppendJoin(' ', task.Timer?.Arguments ?? []);
            if (task.File is { Sensitive: false } file)
            {
                words.Append(file.Content.ToStringUtf8());
            }

            Assert.DoesNotContain("canary", words.ToString(), StringComparison.Ordinal);
        }
    }

    private static string Page(string product, string password, string tools)
    {
        var config = Config(Site(product), "web-1", password)
            .Replace("/var/www/site-tools/replicas.php", tools, StringComparison.Ordinal)
            .Replace("require_once(__DIR__ . '/lib/setup.php');", "", StringComparison.Ordinal)
            .Replace("require_once ABSPATH . 'wp-settings.php';", "", StringComparison.Ordinal);
        if (product == "wordpress")
        {
            var replicas = Application(Site(product), "web-1", password).Tasks
                .Single(task => task.Id == "app/replica-config").File.Content.ToStringUtf8()
                .Replace("/var/www/site-tools/replicas.php", tools, StringComparison.Ordinal);
            config += "$wpdb = new class { public $read = []; public $save_queries; public $persistent;"
                + " function add_database($one) { if (!$one['write']) { $this->read[] = $one['host']; } } };\n"
                + replicas["<?php".Length..];
        }

        return config + "\n" + Questions[product];
    }

    private static string Config(Site site, string node, string password) => Application(site, node, password).Tasks
        .Single(task => task.Id == "app/config").File.Content.ToStringUtf8();

    private static NodeSpec Application(Site site, string node, string password) =>
        Products.ByName(site.Product)!.Application(site, node, Inputs(password));

    private static ApplicationInputs Inputs(string password) => new()
    {
        Url = "http://127.77.0.10:8080",
        Storage = new StorageOutputs("10.0.1.10", "/moodledata"),
        DatabaseType = "mysqli",
        Primary = new Endpoint("10.0.2.10", 3306),
        Replicas = [new Endpoint("10.0.2.11", 3306)],
        DatabaseName = "site",
        DatabaseUser = "site",
        DatabasePassword = password,
        AdminPassword = "admin",
        SiteKey = "key",
        ArchiveSha256 = new string('a', 64),
        ArchiveSize = 1234,
    };

    private static Site Site(string product) => SiteFileReader.Read(
        "x.yaml",
        $"site: demo\nproduct: {product}\nrelease: {{ archive: a.tgz }}\ncloud: {{ provider: local }}\n"
        + "balancer: { listeners: [8080] }\n").Site!;
}
