using System.Text.Json;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.EndToEnd;

[TestCaseOrderer("MoodleNodeAgent.EndToEnd.DownLast", "MoodleNodeAgent.EndToEnd.Tests")]
public sealed partial class DemoTests(DemoSite demo) : IClassFixture<DemoSite>
{
    [Fact]
    [Trait("Feature", "1")]
    [Trait("Feature", "12")]
    [Trait("Feature", "62")]
    public async Task A_site_file_becomes_a_proven_site()
    {
        Assert.True(demo.Up.ExitCode == 0, demo.Up.ToString());
        JsonElement status = await demo.StatusAsync();
        Assert.Contains(status.GetProperty("site_url").GetString()!, demo.Up.Output, StringComparison.Ordinal);
        Assert.Equal(2, status.GetProperty("balancer").GetProperty("healthy").GetInt32());
        Assert.Equal(2, status.GetProperty("balancer").GetProperty("total").GetInt32());
        double wall = status.GetProperty("wall_seconds").GetDouble();
        double longestPath = status.GetProperty("longest_path_seconds").GetDouble();
        Assert.InRange(longestPath, 1, wall + 0.5);
    }

    [Fact]
    [Trait("Feature", "63")]
    public async Task All_four_database_endpoints_are_told_with_their_roles()
    {
        JsonElement status = await demo.StatusAsync();
        string[] roles =
        [
            .. status.GetProperty("database").GetProperty("endpoints").EnumerateArray()
                .Select(endpoint => endpoint.GetProperty("role").GetString()!).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["primary", "replica", "replica", "replica-balancer"], roles);
        Assert.Equal(4, status.GetProperty("database").GetProperty("endpoints").EnumerateArray()
            .Select(endpoint => endpoint.GetProperty("address").GetString()).Distinct().Count());
    }

    [Fact]
    [Trait("Feature", "13")]
    [Trait("Feature", "16")]
    [Trait("Feature", "17")]
    public async Task Every_node_has_the_work_of_the_seed_done()
    {
        JsonElement status = await demo.StatusAsync();
        foreach (JsonElement node in status.GetProperty("nodes").EnumerateArray())
        {
            string name = node.GetProperty("name").GetString()!;
            Assert.True(node.GetProperty("tasks").GetProperty("ok").GetInt32() + node.GetProperty("tasks").GetProperty("changed").GetInt32() > 10, $"{name} has no tasks");
            Assert.Equal(0, node.GetProperty("tasks").GetProperty("failed").GetInt32());
            string fstab = await OnNodeAsync(name, "cat", "/etc/fstab");
            Assert.Matches(@"(?m)^10\.0\.1\.\d+:/moodledata /var/www/moodledata nfs \S*_netdev\S* 0 0$", fstab);
            Assert.Contains("fuse.nfs", await OnNodeAsync(name, "findmnt", "-n", "/var/www/moodledata"),
                StringComparison.Ordinal);
            Assert.Equal("apache:apache", await OnNodeAsync(name, "stat", "-c", "%U:%G", "/var/www/moodledata"));
            Assert.StartsWith("nfs-utils-", await OnNodeAsync(name, "rpm", "-q", "nfs-utils"), StringComparison.Ordinal);
            Assert.StartsWith("moodle-node-agent-", await OnNodeAsync(name, "rpm", "-q", "moodle-node-agent"),
                StringComparison.Ordinal);
            Assert.Equal("httpd_use_nfs --> on", await OnNodeAsync(name, "getsebool", "httpd_use_nfs"));
            Assert.Equal("640 root:apache",
                await OnNodeAsync(name, "stat", "-c", "%a %U:%G", "/var/www/moodle/config.php"));
            Assert.Equal("active\nactive", await OnNodeAsync(name, "systemctl", "is-active", "httpd", "php-fpm"));
        }
    }

    [Fact]
    public async Task Nodes_join_by_their_instances_key_which_only_root_can_read()
    {
        string[] ask =
        [
            "curl", "-sS", "-f", "-m", "5", "-H", "Authorization: Bearer Oracle",
            "http://169.254.169.254/opc/v2/identity/key.pem",
        ];
        Assert.Contains("PRIVATE KEY", await OnNodeAsync("web-1", ask), StringComparison.Ordinal);
        CommandResult apache = await DemoSite.RunAsync(
            "./demo.sh", ["exec", "web-1", "--", "runuser", "-u", "apache", "--", .. ask]);
        Assert.NotEqual(0, apache.ExitCode);
        Assert.DoesNotContain("PRIVATE KEY", apache.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("token", await OnNodeAsync("web-1", "cat", "/etc/moodle-node-agent/agent.toml"),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "7")]
    public async Task Reads_are_served_by_the_replicas_and_writes_by_the_primary()
    {
        JsonElement status = await demo.StatusAsync();
        ILookup<string, string> addresses = status.GetProperty("database").GetProperty("endpoints").EnumerateArray()
            .ToLookup(endpoint => endpoint.GetProperty("role").GetString()!,
                endpoint => endpoint.GetProperty("address").GetString()!);
        using var client = new HttpClient();
        var readers = new HashSet<string>();
        for (int request = 0; request < 20; request++)
        {
            string json = await client.GetStringAsync(new Uri(status.GetProperty("site_url").GetString() + "/status.php"));
            using JsonDocument answer = JsonDocument.Parse(json);
            readers.Add(answer.RootElement.GetProperty("read_server").GetString()!);
            Assert.Equal(addresses["primary"].Single(), answer.RootElement.GetProperty("write_server").GetString());
        }

        Assert.NotEmpty(readers);
        Assert.Subset(addresses["replica"].ToHashSet(), readers);
    }

    [Fact]
    public async Task The_site_opens_in_a_browser()
    {
        JsonElement status = await demo.StatusAsync();
        string profile = Directory.CreateTempSubdirectory("browser").FullName;
        try
        {
            CommandResult page = await DemoSite.RunAsync("chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", $"--user-data-dir={profile}", "--dump-dom",
                status.GetProperty("site_url").GetString()!);
            Assert.Contains("sample application", page.Output, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    [Fact]
    public async Task The_generated_password_logs_in_through_the_balancer()
    {
        JsonElement status = await demo.StatusAsync();
        string url = status.GetProperty("site_url").GetString()!;
        string password = await CommandAsync("ctl", "secret", "show", "app/admin");
        using var client = new HttpClient(new HttpClientHandler { CheckCertificateRevocationList = true });
        string form = await client.GetStringAsync(new Uri($"{url}/login/index.php"));
        string token = LoginToken().Match(form).Groups[1].Value;
        using var fields = new FormUrlEncodedContent(
            [new("username", "admin"), new("password", password), new("logintoken", token)]);
        using HttpResponseMessage answer = await client.PostAsync(new Uri($"{url}/login/index.php"), fields);
        string member = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {member}");
        Assert.Contains("logout", member, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_health_check_of_the_seed_gets_its_303()
    {
        JsonElement status = await demo.StatusAsync();
        int port = new Uri(status.GetProperty("site_url").GetString()!).Port;
        foreach (JsonElement node in status.GetProperty("nodes").EnumerateArray())
        {
            string address = node.GetProperty("address").GetString()!;
            Assert.Equal("303", await OnNodeAsync(node.GetProperty("name").GetString()!,
                "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", $"http://{address}:{port}/"));
        }
    }

    [Fact]
    [Trait("Feature", "14")]
    public async Task A_second_up_changes_nothing_and_says_so()
    {
        CommandResult again = await DemoSite.RunAsync("./demo.sh");
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Contains("No changes", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Down_leaves_no_process_mount_or_namespace_behind()
    {
        // Such as /run/netns/mna-1a2b3c-control: the names of this demo's namespaces begin alike.
        string control = Path.GetFileName(
            (await File.ReadAllTextAsync("/var/lib/moodle-demo/cloud/control-namespace")).Trim());
        string prefix = control[..^"control".Length];
        Assert.StartsWith("mna-", prefix, StringComparison.Ordinal);
        await CommandAsync("down");
        string mounts = await File.ReadAllTextAsync("/proc/mounts");
        Assert.DoesNotContain("/var/lib/moodle-demo/", mounts, StringComparison.Ordinal);
        CommandResult namespaces = await DemoSite.RunAsync("ip", "netns", "list");
        Assert.DoesNotContain(prefix, namespaces.Output, StringComparison.Ordinal);
        CommandResult links = await DemoSite.RunAsync("ip", "-o", "link");
        Assert.DoesNotContain(prefix.TrimEnd('-'), links.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/var/lib/moodle-demo"));
        Assert.Empty(ProcessesOfTheDemo());
    }

    private static IReadOnlyList<string> ProcessesOfTheDemo() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out int pid) && pid != Environment.ProcessId)
            .Select(folder => ReadOrEmpty(Path.Combine(folder, "cmdline")).Replace('\0', ' '))
            .Where(line => line.Contains("/var/lib/moodle-demo/", StringComparison.Ordinal)),
    ];

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static Task<string> OnNodeAsync(string node, params string[] command) =>
        CommandAsync(["exec", node, "--", .. command]);

    private static async Task<string> CommandAsync(params string[] arguments)
    {
        CommandResult result = await DemoSite.RunAsync("./demo.sh", arguments);
        Assert.True(result.ExitCode == 0, $"./demo.sh {string.Join(' ', arguments)}: {result}");
        return result.Output.Trim();
    }

    [GeneratedRegex("name=\"logintoken\" value=\"([^\"]+)\"")]
    private static partial Regex LoginToken();
}
