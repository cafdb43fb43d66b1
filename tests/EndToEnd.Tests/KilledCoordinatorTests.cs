using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.EndToEnd;

public sealed partial class KilledCoordinatorTests : IAsyncLifetime
{
    private const int FewKills = 5;

    private static readonly string State =
        Environment.GetEnvironmentVariable("MOODLE_DEMO_STATE") ?? "/var/lib/moodle-demo";

    private static readonly string Port = Environment.GetEnvironmentVariable("MOODLE_DEMO_PORT") ?? "12750";

    // DEMO_KILLS=50 is what the README promises; a run of the ring takes fewer.
    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("DEMO_KILLS"), CultureInfo.InvariantCulture, out int kills)
            ? kills
            : FewKills;

    public async Task InitializeAsync() => await DemoSite.RunAsync("./demo.sh", "down");

    public async Task DisposeAsync() => await DemoSite.RunAsync("./demo.sh", "down");

    [Fact]
    [Trait("Feature", "45")]
    [Trait("Feature", "46")]
    public async Task When_the_coordinator_is_killed_while_the_database_is_made_the_next_up_goes_on_and_makes_nothing_twice()
    {
        Assert.True(await UpAsync(line => line.StartsWith("database/system: CREATING", StringComparison.Ordinal)));
        CommandResult up = await DemoSite.RunAsync("./demo.sh");
        Assert.True(up.ExitCode == 0, up.ToString());
        await AssertMadeOnceAsync();
    }

    [Fact]
    [Trait("Feature", "45")]
    [Trait("Feature", "46")]
    public async Task When_the_coordinator_is_killed_again_and_again_on_its_way_the_site_is_made_once()
    {
        var chance = new Random(1);
        int kills = 0;
        while (kills < Kills)
        {
            int last = chance.Next(1, 4);
            int lines = 0;
            if (await UpAsync(line => StepLine().IsMatch(line) && ++lines == last))
            {
                kills++;
                continue;
            }

            // It came to its end before it was killed often enough: another one follows.
            await AssertMadeOnceAsync();
            await DemoSite.RunAsync("./demo.sh", "down");
        }

        CommandResult up = await DemoSite.RunAsync("./demo.sh");
        Assert.True(up.ExitCode == 0, up.ToString());
        await AssertMadeOnceAsync();
    }

    private static async Task AssertMadeOnceAsync()
    {
        CommandResult again = await DemoSite.RunAsync("./demo.sh");
        Assert.True(again.Output.Contains("No changes", StringComparison.Ordinal), again.ToString());
        using var client = new HttpClient();
        using JsonDocument resources = JsonDocument.Parse(
            await client.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/_local/resources")));
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

    /// <summary>./demo.sh, with the coordinator killed at a line of its output.</summary>
    /// <returns>Whether it was; else the apply came to its end.</returns>
    private static async Task<bool> UpAsync(Predicate<string> isMoment)
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
            if (!isKilled && isMoment(line))
            {
                string pid = (await File.ReadAllTextAsync(Path.Combine(State, "coordinator.pid"), limit.Token)).Split(' ')[0];
                using Process coordinator = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
                coordinator.Kill();
                isKilled = true;
            }
        }

        await up.WaitForExitAsync(limit.Token);

        // Killed at its last line, it may have told its end before.
        Assert.True(up.ExitCode == 0 || (isKilled && up.ExitCode == 5), $"exit code {up.ExitCode}");
        return isKilled;
    }

    // Such as "network/vcn: create" and "database/system: CREATING".
    [GeneratedRegex("^(network|database|storage|node|balancer|app|site)/[^ ]+: ")]
    private static partial Regex StepLine();
}
