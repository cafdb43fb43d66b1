using System.Text.Json;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>The dashboard of the same demo in Debian's Chromium.</summary>
public sealed partial class DemoTests
{
    private static readonly NodeScripts Scripts = new("tests/EndToEnd.Tests/Browser");

    [Fact]
    [Trait("Feature", "55")]
    public async Task A_browser_shows_the_site_and_sees_an_agent_go_and_come_back_without_a_reload()
    {
        Assert.True(demo.Up.ExitCode == 0, demo.Up.ToString());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        string packages = await Scripts.InstallAsync(limit.Token);
        string screenshots = Directory.CreateDirectory(Path.Combine(DemoSite.Root, "TestResults", "dashboard")).FullName;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task dashboard = Cli.Wrap(Path.Combine(DemoSite.Root, "demo.sh")).WithArguments(["ctl", "dashboard"])
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
            {
                if (Address().Match(line) is { Success: true } match)
                {
                    address.TrySetResult(match.Groups[1].Value);
                }
            }))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(CancellationToken.None, end.Token).Task;
        try
        {
            string url = await address.Task.WaitAsync(limit.Token);
            string report = "";
            BufferedCommandResult browser = await Scripts.RunAsync(
                ["dashboard.mjs", url, "web-1", screenshots], packages,
                line => ReactAsync(line, text => report = text), limit.Token);

            Assert.True(browser.IsSuccess, browser.StandardError);
            using JsonDocument seen = JsonDocument.Parse(report);
            Check(seen.RootElement);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAny(dashboard, Task.Delay(TimeSpan.FromSeconds(10), CancellationToken.None));
        }
    }

    private static async Task ReactAsync(string line, Action<string> report)
    {
        if (line is "ready" or "lost")
        {
            CommandResult result = await DemoSite.RunAsync(
                "./demo.sh", "exec", "web-1", "--", "systemctl", line == "ready" ? "stop" : "start",
                "moodle-node-agent-link");
            Assert.True(result.ExitCode == 0, result.ToString());
        }
        else if (line.StartsWith("report ", StringComparison.Ordinal))
        {
            report(line["report ".Length..]);
        }
    }

    private static void Check(JsonElement seen)
    {
        Assert.Empty(Texts(seen, "foreign"));
        Assert.Empty(Texts(seen, "errors"));
        Assert.Equal(0, seen.GetProperty("reloads").GetInt32());
        Assert.Equal(2, seen.GetProperty("nodes").GetInt32());
        Assert.Equal(["primary", "replica", "replica", "replica-balancer"], Texts(seen, "roles").Order(StringComparer.Ordinal));
        Assert.Contains("2 of 2 nodes healthy", seen.GetProperty("picture").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(seen.GetProperty("paper").GetString(), seen.GetProperty("darkPaper").GetString());
        Assert.Equal("Skip to the nodes", seen.GetProperty("firstFocus").GetString());
        Assert.Equal("nodes-heading", seen.GetProperty("secondFocus").GetString());
        Assert.True(seen.GetProperty("overflow").GetInt32() <= 0, "the page is wider than a narrow window");
        Assert.Contains("1 node not connected", seen.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Contains(Texts(seen, "events"), one => one.EndsWith("web-1 lost its session", StringComparison.Ordinal));
        Assert.Contains(Texts(seen, "events"), one => one.EndsWith("web-1 connected", StringComparison.Ordinal));
    }

    private static string[] Texts(JsonElement seen, string name) =>
        [.. seen.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    [GeneratedRegex("^Dashboard: (http://\\S+)$")]
    private static partial Regex Address();
}
