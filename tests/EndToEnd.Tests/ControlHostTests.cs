using System.Text.Json;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>The demo as it is on OCI: from a site file and an account to a site whose coordinator runs on a host of its own,
/// which nobody reached by ssh.</summary>
public sealed class ControlHostTests : IAsyncLifetime
{
    private static readonly Uri Cloud = new("http://127.0.0.1:12750/_local/resources");

    private CommandResult up = new(-1, "", "", TimeSpan.Zero);

    public async Task InitializeAsync()
    {
        await DemoSite.RunAsync("./demo.sh", "down");
        up = await DemoSite.RunAsync("./demo.sh", "up", "--control-host");
    }

    public async Task DisposeAsync() => await DemoSite.RunAsync("./demo.sh", "down");

    [Fact]
    public async Task From_a_site_file_alone_comes_a_site_with_its_coordinator_on_a_control_host()
    {
        Assert.True(up.ExitCode == 0, up.ToString());
        Assert.Contains("The site demo is with its control host at 127.", up.Output, StringComparison.Ordinal);
        CommandResult status = await DemoSite.RunAsync("./demo.sh", "status", "--json");
        Assert.True(status.ExitCode == 0, status.ToString());
        using JsonDocument site = JsonDocument.Parse(status.Output);
        Assert.All(
            site.RootElement.GetProperty("nodes").EnumerateArray(),
            node => Assert.True(node.GetProperty("connected").GetBoolean()));
        using var client = new HttpClient();
        using HttpResponseMessage page = await client.GetAsync(
            new Uri(site.RootElement.GetProperty("site_url").GetString()! + "/login/index.php"));
        Assert.True(page.IsSuccessStatusCode, $"{page.StatusCode}");

        // The host's own coordinator did it, as the instance that it runs on.
        CommandResult service = await DemoSite.RunAsync(
            "./demo.sh", "exec", "control", "--", "systemctl", "show", "--property=User,ActiveState", "moodle-coordinator");
        Assert.Contains("ActiveState=active", service.Output, StringComparison.Ordinal);
        Assert.Contains("User=mna-coordinator", service.Output, StringComparison.Ordinal);
        CommandResult profile = await DemoSite.RunAsync(
            "./demo.sh", "exec", "control", "--", "find", "/", "-xdev", "-name", "api_key.pem");
        Assert.Equal("", profile.Output.Trim());
        using JsonDocument resources = JsonDocument.Parse(await client.GetStringAsync(Cloud));
        Assert.Equal(3, resources.RootElement.EnumerateArray().Count(
            resource => resource.GetProperty("id").GetString()!.StartsWith("ocid1.instance.", StringComparison.Ordinal)));

        CommandResult again = await DemoSite.RunAsync("./demo.sh");
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Contains("No changes", again.Output, StringComparison.Ordinal);
    }
}
