using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>WordPress from Debian's own packages on two nodes: another product, the same architecture.</summary>
public sealed partial class WordPressTests : IAsyncLifetime
{
    // The package's own links lead into the others.
    private static readonly string[] Packages =
        ["wordpress", "wordpress-theme-twentytwentythree", "libjs-cropper", "libjs-underscore", "php-getid3"];

    // A picture of one white pixel.
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wordpress-");

    public async Task InitializeAsync()
    {
        await DemoSite.RunAsync("./demo.sh", "down");
        await RequireAsync("sh", "-c", $"cd {folder.FullName} && apt-get download {string.Join(' ', Packages)}");
        foreach (string package in Directory.EnumerateFiles(folder.FullName, "*.deb"))
        {
            await RequireAsync("dpkg", "-x", package, Path.Combine(folder.FullName, "packages"));
        }

        string source = Path.Combine(folder.FullName, "packages", "usr", "share", "wordpress");
        // Debian's own configuration, and links to files of its own set-up.
        foreach (string file in (string[])["wp-config.php", ".htaccess", "wp-includes/certificates/ca-bundle.crt"])
        {
            File.Delete(Path.Combine(source, file));
        }

        File.CreateSymbolicLink(
            Path.Combine(source, "wp-includes/certificates/ca-bundle.crt"), "/etc/ssl/certs/ca-certificates.crt");
        await RequireAsync("cp", "-rL", source, Path.Combine(folder.FullName, "wordpress"));
        await File.WriteAllTextAsync(
            SiteFile,
            "site: blog\nproduct: wordpress\nrelease: { archive: wordpress }\ncloud: { provider: local }\n"
            + "nodes: { count: 2 }\ndatabase: { high_availability: false, replicas: 0 }\nbalancer: { listeners: [8080] }\n"
            + "settings: { WP_POST_REVISIONS: 3 }\n");
    }

    public async Task DisposeAsync()
    {
        await DemoSite.RunAsync("./demo.sh", "down");
        folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Feature", "67")]
    public async Task WordPress_is_proved_on_two_nodes_and_an_upload_on_one_is_there_on_the_other()
    {
        await RequireAsync("env", $"MOODLE_DEMO_SITE={SiteFile}", "./demo.sh");
        CommandResult told = await RequireAsync("./demo.sh", "status", "--json");
        JsonElement status = JsonDocument.Parse(told.Output).RootElement;
        var url = new Uri(status.GetProperty("site_url").GetString()!);
        string password = (await RequireAsync("./demo.sh", "ctl", "secret", "show", "app/admin")).Output.Trim();
        using var client = new HttpClient(new HttpClientHandler
        {
            CookieContainer = new CookieContainer(),
            CheckCertificateRevocationList = true,
        });

        await client.GetStringAsync(new Uri(url, "/wp-login.php"));
        using var login = new FormUrlEncodedContent([new("log", "admin"), new("pwd", password), new("testcookie", "1")]);
        using HttpResponseMessage member = await client.PostAsync(new Uri(url, "/wp-login.php"), login);
        Assert.Contains("wp-admin", member.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);

        string form = await client.GetStringAsync(new Uri(url, "/wp-admin/media-new.php?browser-uploader"));
        using var picture = new ByteArrayContent(Picture);
        picture.Headers.ContentType = new("image/png");
        using var upload = new MultipartFormDataContent
        {
            { new StringContent(Nonce().Match(form).Groups[1].Value), "_wpnonce" },
            { new StringContent("0"), "post_id" },
            { new StringContent("Upload"), "html-upload" },
            { picture, "async-upload", "pixel.png" },
        };
        using HttpResponseMessage uploaded = await client.PostAsync(new Uri(url, "/wp-admin/media-new.php"), upload);
        Assert.True(uploaded.IsSuccessStatusCode, await uploaded.Content.ReadAsStringAsync());

        string month = TimeProvider.System.GetUtcNow().ToString("yyyy/MM", CultureInfo.InvariantCulture);
        foreach (JsonElement node in status.GetProperty("nodes").EnumerateArray())
        {
            string name = node.GetProperty("name").GetString()!;
            CommandResult size = await RequireAsync(
                "./demo.sh", "exec", name, "--", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code} %{size_download}",
                $"http://localhost:{url.Port}/wp-content/uploads/{month}/pixel.png");
            Assert.Equal($"200 {Picture.Length}", size.Output.Trim());
            CommandResult health = await RequireAsync(
                "./demo.sh", "exec", name, "--", "curl", "-s", $"http://localhost:{url.Port}/mna-health");
            Assert.Equal("OK", health.Output.Trim());
        }

        CommandResult doctor = await RequireAsync("./demo.sh", "ctl", "doctor");
        Assert.Contains("The site is well.", doctor.Output, StringComparison.Ordinal);
    }

    private string SiteFile => Path.Combine(folder.FullName, "blog.yaml");

    private static async Task<CommandResult> RequireAsync(string program, params string[] arguments)
    {
        CommandResult result = await DemoSite.RunAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result}");
        return result;
    }

    [GeneratedRegex("name=\"_wpnonce\" value=\"([^\"]+)\"")]
    private static partial Regex Nonce();
}
