using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>The demo as it is on OCI: from a site file and an account to a site whose coordinator runs on a host of its own,
/// which nobody reached by ssh.</summary>
public sealed class ControlHostTests : IAsyncLifetime
{
    private static readonly Uri Cloud = new(
        $"http://127.0.0.1:{Environment.GetEnvironmentVariable("MOODLE_DEMO_PORT") ?? "12750"}/_local/resources");

    public async Task InitializeAsync() => await DemoSite.RunAsync("./demo.sh", "down");

    public async Task DisposeAsync() => await DemoSite.RunAsync("./demo.sh", "down");

    [Fact]
    [Trait("Feature", "45")]
    public async Task When_moodlectl_is_killed_while_it_launches_the_control_host_the_next_apply_goes_on_to_a_proved_site()
    {
        await KillTheLaunchAtAsync("control/host: changed");

        CommandResult up = await DemoSite.RunAsync("./demo.sh");

        Assert.True(up.ExitCode == 0, up.ToString());
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

    private static async Task KillTheLaunchAtAsync(string moment)
    {
        var start = new ProcessStartInfo(Path.Combine(DemoSite.Root, "demo.sh"))
        {
            WorkingDirectory = DemoSite.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            ArgumentList = { "up", "--control-host" },
        };
        using Process up = Process.Start(start)!;
        up.StandardInput.Close();
        Task<string> errors = up.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        var said = new StringBuilder();
        bool isKilled = false;
        while (await up.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            said.AppendLine(line);
            if (!isKilled && line.StartsWith(moment, StringComparison.Ordinal))
            {
                foreach (Process child in Process.GetProcessesByName("moodlectl").Where(process => ParentOf(process) == up.Id))
                {
                    child.Kill();
                    isKilled = true;
                }
            }
        }

        await up.WaitForExitAsync(limit.Token);
        Assert.True(isKilled, $"The launch never came to \"{moment}\".\n{said}\n{await errors}");
        Assert.NotEqual(0, up.ExitCode);
    }

    // Sample of the line in /proc/PID/status: "PPid:	4711"
    private static int ParentOf(Process process) => int.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..],
        CultureInfo.InvariantCulture);
}
