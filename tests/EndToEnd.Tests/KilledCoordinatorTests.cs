using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MoodleNodeAgent.EndToEnd;

public sealed class KilledCoordinatorTests : IAsyncLifetime
{
    private const string PidFile = "/var/lib/moodle-demo/coordinator.pid";

    public async Task InitializeAsync() => await DemoSite.RunAsync("./demo.sh", "down");

    public async Task DisposeAsync() => await DemoSite.RunAsync("./demo.sh", "down");

    [Fact]
    [Trait("Feature", "45")]
    [Trait("Feature", "46")]
    public async Task When_the_coordinator_is_killed_while_the_database_is_made_the_next_up_goes_on_and_makes_nothing_twice()
    {
        await KillTheCoordinatorAtAsync("database/system: CREATING");
        CommandResult up = await DemoSite.RunAsync("./demo.sh");
        Assert.True(up.ExitCode == 0, up.ToString());
        CommandResult again = await DemoSite.RunAsync("./demo.sh");
        Assert.Contains("No changes", again.Output, StringComparison.Ordinal);
        using var client = new HttpClient();
        using JsonDocument resources = JsonDocument.Parse(
            await client.GetStringAsync(new Uri("http://127.0.0.1:12750/_local/resources")));
        Dictionary<string, int> counts = resources.RootElement.EnumerateArray()
            .GroupBy(resource => resource.GetProperty("id").GetString()!.Split('.')[1])
            .ToDictionary(kind => kind.Key, kind => kind.Count());
        Assert.Equal(1, counts["vcn"]);
        Assert.Equal(3, counts["subnet"]);
        Assert.Equal(2, counts["instance"]);
        Assert.Equal(1, counts["mysqldbsystem"]);
        Assert.Equal(2, counts["mysqlreplica"]);
        Assert.Equal(1, counts["filesystem"]);
        Assert.Equal(1, counts["mounttarget"]);
        Assert.Equal(1, counts["networkloadbalancer"]);
    }

    private static async Task KillTheCoordinatorAtAsync(string moment)
    {
        var start = new ProcessStartInfo(Path.Combine(DemoSite.Root, "demo.sh"))
        {
            WorkingDirectory = DemoSite.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process up = Process.Start(start)!;
        up.StandardInput.Close();
        up.ErrorDataReceived += (_, _) => { };
        up.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        bool isKilled = false;
        while (await up.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (!isKilled && line.StartsWith(moment, StringComparison.Ordinal))
            {
                string pid = (await File.ReadAllTextAsync(PidFile, limit.Token)).Split(' ')[0];
                using Process coordinator = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
                coordinator.Kill();
                isKilled = true;
            }
        }

        await up.WaitForExitAsync(limit.Token);
        Assert.True(isKilled, $"The apply never came to: {moment}");
        Assert.Equal(5, up.ExitCode);
    }
}
