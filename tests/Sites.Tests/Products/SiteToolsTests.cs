using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MoodleNodeAgent.Sites.Products;

public sealed class SiteToolsTests
{
    [Fact]
    [Trait("Feature", "61")]
    public async Task Replicas_are_read_while_their_lease_lasts_and_never_by_programs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("replicas.php", SiteTools.Text("replicas.php"));
        var page = folder.Write("page.php", "<?php echo json_encode(require __DIR__ . '/replicas.php');");
        using var server = await PhpServer.StartAsync(Path.GetDirectoryName(page)!);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal("[]", (await server.GetAsync("page.php")).Text);
        folder.Write("replicas.json", Pool(now + 30));
        Assert.Equal("""[{"host":"10.0.2.11","port":3306}]""", (await server.GetAsync("page.php")).Text);
        Assert.Equal("[]", Php.Run("", page).Output);
        folder.Write("replicas.json", Pool(now - 1));
        Assert.Equal("[]", (await server.GetAsync("page.php")).Text);
        // The node's clock was set back by an hour since.
        folder.Write("replicas.json", Pool(now + 3600));
        Assert.Equal("[]", (await server.GetAsync("page.php")).Text);
        foreach (var broken in (string[])["", "{", "[]", "null", """{"until":"x","replicas":7}"""])
        {
            folder.Write("replicas.json", broken);
            Assert.Equal("[]", (await server.GetAsync("page.php")).Text);
        }
    }

    [Fact]
    public async Task Health_fails_for_faults_of_this_node_and_names_them()
    {
        using var folder = new TemporaryFolder();
        var health = folder.Write("health.php", SiteTools.Text("health.php"));
        var config = folder.Write("config.php", "<?php // as applied\n");
        var here = Path.GetDirectoryName(health)!;
        using var server = await PhpServer.StartAsync(here);

        await ExpectAsync(HttpStatusCode.ServiceUnavailable, "expectation: not there");
        Expect("/proc", here);
        await ExpectAsync(HttpStatusCode.OK, "OK");
        Expect(here, here);
        await ExpectAsync(HttpStatusCode.ServiceUnavailable, "mount: nothing is mounted on " + here);
        Expect("/proc", here + "/gone");
        await ExpectAsync(HttpStatusCode.ServiceUnavailable, "code: " + here);
        Expect("/proc", here);
        folder.Write("config.php", "<?php // changed by hand\n");
        await ExpectAsync(HttpStatusCode.ServiceUnavailable, "config: " + config);

        void Expect(string mount, string code) => folder.Write("expectation.json", JsonSerializer.Serialize(new
        {
            node = "web-1",
            mount,
            code,
            config,
            sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("<?php // as applied\n"))),
        }));

        async Task ExpectAsync(HttpStatusCode status, string text)
        {
            var answer = await server.GetAsync("health.php");
            Assert.Equal(status, answer.Status);
            Assert.StartsWith(text, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_node_reports_itself_in_json()
    {
        using var folder = new TemporaryFolder();
        folder.Write("expectation.json", """{"node":"web-1","mount":"/proc","code":"/gone","config":"/gone","sha256":""}""");
        var report = folder.Write("node-report.php", SiteTools.Text("node-report.php"));

        var (exitCode, output, error) = Php.Run("", report);

        Assert.True(exitCode == 0, error);
        var said = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal("proc", said.GetProperty("mount").GetProperty("type").GetString());
        Assert.Contains("sodium", said.GetProperty("php").GetProperty("extensions").EnumerateArray().Select(one => one.GetString()));
    }

    private static string Pool(long until) =>
        $$"""{"until":{{until}},"replicas":[{"host":"10.0.2.11","port":3306}]}""";
}
