using System.Text.Json;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>What an administrator does with the site that runs.</summary>
public sealed partial class DemoTests
{
    private const double PerSecond = 20;

    [Fact]
    [Trait("Feature", "57")]
    public async Task Care_the_doctor_finds_a_new_site_well_and_a_changed_one_wrong_with_its_remedy()
    {
        string well = await CommandAsync("ctl", "doctor");
        Assert.EndsWith("The site is well.", well, StringComparison.Ordinal);

        await OnNodeAsync("web-2", "sh", "-c", "echo '// by hand' >> /var/www/moodle/config.php");
        try
        {
            CommandResult sick = await DemoSite.RunAsync("./demo.sh", "ctl", "doctor");
            Assert.Equal(1, sick.ExitCode);
            Assert.Contains("WRONG   config web-2: changed by hand", sick.Output, StringComparison.Ordinal);
            Assert.Contains("mend it: moodlectl apply FILE", sick.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("WRONG   config web-1", sick.Output, StringComparison.Ordinal);
        }
        finally
        {
            CommandResult mended = await DemoSite.RunAsync("./demo.sh");
            Assert.True(mended.ExitCode == 0, mended.ToString());
        }

        Assert.EndsWith("The site is well.", await CommandAsync("ctl", "doctor"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Care_a_setting_is_read_and_written_on_all_nodes()
    {
        await CommandAsync("ctl", "cfg", "set", "greeting", "hello");
        Assert.Equal("hello", await CommandAsync("ctl", "cfg", "get", "greeting"));
    }

    [Fact]
    public async Task Care_in_maintenance_users_get_a_page_and_the_nodes_stay_healthy()
    {
        Uri site = await SiteAsync();
        using var client = new HttpClient();
        await CommandAsync("ctl", "maintenance", "on");
        try
        {
            using HttpResponseMessage closed = await client.GetAsync(new Uri(site, "/login/index.php"));
            Assert.Equal(503, (int)closed.StatusCode);
            Assert.Contains("We are back soon", await closed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using HttpResponseMessage health = await client.GetAsync(new Uri(site, "/mna-health"));
            Assert.Equal(200, (int)health.StatusCode);
        }
        finally
        {
            await CommandAsync("ctl", "maintenance", "off");
        }

        using HttpResponseMessage open = await client.GetAsync(new Uri(site, "/login/index.php"));
        Assert.Equal(200, (int)open.StatusCode);
    }

    [Fact]
    [Trait("Feature", "23")]
    [Trait("Feature", "24")]
    public async Task Care_a_rolling_restart_of_all_nodes_fails_no_request()
    {
        await using var visitors = new Visitors(await SiteAsync(), PerSecond);
        await CommandAsync("ctl", "roll", "restart");
        IReadOnlyList<Visit> visits = await visitors.GoAsync();
        Assert.True(visits.Count > 100, $"only {visits.Count} visits");
        Assert.DoesNotContain(visits, visit => visit.Failed);
    }

    [Fact]
    [Trait("Feature", "61")]
    public async Task Care_without_the_agent_reads_go_to_the_primary_when_the_lease_ends_and_no_request_fails()
    {
        Uri site = await SiteAsync();
        JsonElement status = await demo.StatusAsync();
        string primary = status.GetProperty("database").GetProperty("endpoints").EnumerateArray()
            .Single(endpoint => endpoint.GetProperty("role").GetString() == "primary").GetProperty("address").GetString()!;
        await using var visitors = new Visitors(site, PerSecond);
        await OnNodeAsync("web-1", "systemctl", "stop", "moodle-node-agent-link");
        try
        {
            string reader = "";
            for (int second = 0; second < 15 && reader != primary; second++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                using JsonDocument answer = JsonDocument.Parse(
                    await OnNodeAsync("web-1", "curl", "-s", $"http://localhost:{site.Port}/status.php"));
                reader = answer.RootElement.GetProperty("read_server").GetString()!;
            }

            Assert.Equal(primary, reader);
        }
        finally
        {
            await OnNodeAsync("web-1", "systemctl", "start", "moodle-node-agent-link");
        }

        Assert.DoesNotContain(await visitors.GoAsync(), visit => visit.Failed);
    }

    [Fact]
    [Trait("Feature", "61")]
    public async Task Care_without_the_coordinator_all_nodes_read_from_the_primary_when_the_lease_ends_and_no_request_fails()
    {
        Uri site = await SiteAsync();
        JsonElement status = await demo.StatusAsync();
        string primary = status.GetProperty("database").GetProperty("endpoints").EnumerateArray()
            .Single(endpoint => endpoint.GetProperty("role").GetString() == "primary").GetProperty("address").GetString()!;
        string state = Environment.GetEnvironmentVariable("MOODLE_DEMO_STATE") ?? "/var/lib/moodle-demo";
        string pid = (await File.ReadAllTextAsync(Path.Combine(state, "coordinator.pid"))).Split(' ')[0];
        await using var visitors = new Visitors(site, PerSecond);
        Assert.Equal(0, (await DemoSite.RunAsync("kill", "-9", pid)).ExitCode);
        try
        {
            // The lease is 8 s; what is more is for a slow machine.
            foreach (string node in (string[])["web-1", "web-2"])
            {
                string reader = "";
                for (int second = 0; second < 60 && reader != primary; second++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1));
                    CommandResult answer = await DemoSite.RunAsync(
                        Path.Combine(DemoSite.Root, "out", "local-cloud", "moodle-local-cloud"), "exec", "--state",
                        Path.Combine(state, "cloud"), node, "--", "curl", "-s", $"http://localhost:{site.Port}/status.php");
                    Assert.True(answer.ExitCode == 0, answer.ToString());
                    using JsonDocument text = JsonDocument.Parse(answer.Output);
                    reader = text.RootElement.GetProperty("read_server").GetString()!;
                }

                Assert.Equal(primary, reader);
            }
        }
        finally
        {
            CommandResult back = await DemoSite.RunAsync("./demo.sh");
            Assert.True(back.ExitCode == 0, back.ToString());
        }

        Assert.DoesNotContain(await visitors.GoAsync(), visit => visit.Failed);
    }

    [Fact]
    [Trait("Feature", "40")]
    public async Task Care_while_the_site_was_made_no_secret_stood_on_a_command_line()
    {
        // The watch works: the installer was seen, and so was its guard.
        Assert.Contains(demo.CommandLinesOfUp, line => line.Contains("install_database.php", StringComparison.Ordinal));
        foreach (string name in (string[])["app/admin", "app/key", "database/admin", "database/app"])
        {
            string secret = await CommandAsync("ctl", "secret", "show", name);
            Assert.True(secret.Length >= 16, name);
            Assert.DoesNotContain(demo.CommandLinesOfUp, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private async Task<Uri> SiteAsync() => new((await demo.StatusAsync()).GetProperty("site_url").GetString()!);
}
