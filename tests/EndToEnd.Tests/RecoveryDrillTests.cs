using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>The control host is lost with everything on it.</summary>
public sealed class RecoveryDrillTests : IAsyncLifetime
{
    private const string State = "/var/lib/moodle-demo";
    private static readonly Uri Requests = new("http://127.0.0.1:12750/_local/requests");

    private readonly DirectoryInfo safe = Directory.CreateTempSubdirectory("mna-safe-");

    public async Task InitializeAsync()
    {
        await DemoSite.RunAsync("./demo.sh", "down");
        CommandResult up = await DemoSite.RunAsync("./demo.sh");
        Assert.True(up.ExitCode == 0, up.ToString());
    }

    public async Task DisposeAsync()
    {
        await DemoSite.RunAsync("./demo.sh", "down");
        safe.Delete(recursive: true);
    }

    [Fact]
    public async Task When_the_control_host_is_lost_bundle_and_tags_bring_it_back_with_its_agents_and_nothing_is_made_again()
    {
        string bundle = Path.Combine(safe.FullName, "campus.recovery");
        string passphrase = Path.Combine(safe.FullName, "passphrase");
        await File.WriteAllTextAsync(passphrase, "correct horse battery staple\n");
        CommandResult saved = await DemoSite.RunAsync("./demo.sh", "ctl", "recovery", "save", bundle, "--passphrase-file", passphrase);
        Assert.True(saved.ExitCode == 0, saved.ToString());
        string password = (await DemoSite.RunAsync("./demo.sh", "ctl", "secret", "show", "app/admin")).Output;
        await LoseTheCoordinatorAsync();
        using var client = new HttpClient();
        (await client.DeleteAsync(Requests)).Dispose();
        var clock = Stopwatch.StartNew();

        CommandResult recovered = await DemoSite.RunAsync("./demo.sh", "recover", bundle, passphrase);

        Assert.True(recovered.ExitCode == 0, recovered.ToString());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"It took {clock.Elapsed}.");
        using JsonDocument requests = JsonDocument.Parse(await client.GetStringAsync(Requests));
        Assert.Empty(requests.RootElement.EnumerateArray()
            .Where(call => call.GetProperty("changes").GetBoolean())
            .Select(call => call.GetProperty("operation").GetString()));
        CommandResult status = await DemoSite.RunAsync("./demo.sh", "status", "--json");
        using JsonDocument site = JsonDocument.Parse(status.Output);
        Assert.All(
            site.RootElement.GetProperty("nodes").EnumerateArray(),
            node => Assert.True(node.GetProperty("connected").GetBoolean()));
        Assert.Equal(password, (await DemoSite.RunAsync("./demo.sh", "ctl", "secret", "show", "app/admin")).Output);
    }

    private static async Task LoseTheCoordinatorAsync()
    {
        string pid = (await File.ReadAllTextAsync(Path.Combine(State, "coordinator.pid"))).Split(' ')[0];
        using Process coordinator = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        coordinator.Kill();
        await coordinator.WaitForExitAsync();
        Directory.Delete(Path.Combine(State, "coordinator"), recursive: true);
    }
}
