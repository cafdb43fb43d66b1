using System.Text.Json;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.EndToEnd;

/// <summary>What comes to a site that runs and what leaves it, and how it comes back to what it was.</summary>
public sealed partial class DemoTests
{
    [Fact]
    [Trait("Feature", "21")]
    [Trait("Feature", "22")]
    [Trait("Feature", "29")]
    public async Task Care_nodes_and_replicas_come_and_go_and_no_request_fails()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mna-site-");
        try
        {
            string file = Path.Combine(folder.FullName, "demo.yaml");
            string text = await File.ReadAllTextAsync(Path.Combine(DemoSite.Root, "examples", "demo.yaml"));
            await File.WriteAllTextAsync(file, text);
            Directory.CreateSymbolicLink(
                Path.Combine(folder.FullName, "sample-app"), Path.Combine(DemoSite.Root, "examples", "sample-app"));
            await using var visitors = new Visitors(await SiteAsync(), PerSecond);

            await CommandAsync("ctl", "scale", "3", file);
            Assert.Equal((3, 3, 2), await CountsAsync());
            await File.WriteAllTextAsync(
                file, (await File.ReadAllTextAsync(file)).Replace("replicas: 2", "replicas: 3", StringComparison.Ordinal));
            await CommandAsync("ctl", "apply", file);
            Assert.Equal((3, 3, 3), await CountsAsync());
            await File.WriteAllTextAsync(
                file, (await File.ReadAllTextAsync(file)).Replace("replicas: 3", "replicas: 2", StringComparison.Ordinal));
            await CommandAsync("ctl", "apply", file);
            Assert.Equal((3, 3, 2), await CountsAsync());
            await CommandAsync("ctl", "scale", "2", file);
            Assert.Equal((2, 2, 2), await CountsAsync());

            Assert.Equal(text, await File.ReadAllTextAsync(file));
            IReadOnlyList<Visit> visits = await visitors.GoAsync();
            Assert.True(visits.Count > 100, $"only {visits.Count} visits");
            Assert.DoesNotContain(visits, visit => visit.Failed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    [Trait("Feature", "30")]
    public async Task Care_a_backup_is_tested_beside_the_site_and_restored_behind_the_maintenance_page()
    {
        const string File = "/var/www/moodledata/kept.txt";
        await CommandAsync("ctl", "cfg", "set", "greeting", "before");
        await OnNodeAsync("web-1", "runuser", "-u", "apache", "--", "sh", "-c", $"echo kept > {File}");
        string name = (await CommandAsync("ctl", "backup", "now")).Split('\n')[^1];
        Assert.Matches(@"\Ademo-\d{8}T\d{6}Z\z", name);
        await CommandAsync("ctl", "cfg", "set", "greeting", "after");
        await OnNodeAsync("web-2", "rm", File);

        string tested = await CommandAsync("ctl", "backup", "restore-test", name);
        Assert.Matches(@"Database: \d+ tables with \d+ rows; the site has \d+ with \d+ now\. Storage: \d+ files", tested);
        Assert.Equal("after", await CommandAsync("ctl", "cfg", "get", "greeting"));

        CommandResult wrong = await DemoSite.RunAsync("./demo.sh", "ctl", "backup", "restore", name, "--confirm", "other");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("Type demo to restore it; nothing was done.", wrong.Error, StringComparison.Ordinal);
        await using var visitors = new Visitors(await SiteAsync(), PerSecond);
        string restored = await CommandAsync("ctl", "backup", "restore", name, "--confirm", "demo");

        Assert.Contains($"The site is as it was at {name}.", restored, StringComparison.Ordinal);
        Assert.Equal("before", await CommandAsync("ctl", "cfg", "get", "greeting"));
        Assert.Equal("kept", await OnNodeAsync("web-2", "cat", File));
        IReadOnlyList<Visit> visits = await visitors.GoAsync();
        Assert.DoesNotContain(visits, visit => visit is { Failed: true, IsMaintenancePage: false });
        Assert.Contains(visits, visit => visit.IsMaintenancePage);
        Assert.EndsWith("The site is well.", await CommandAsync("ctl", "doctor"), StringComparison.Ordinal);
        CommandResult again = await DemoSite.RunAsync("./demo.sh");
        Assert.Contains("No changes.", again.Output, StringComparison.Ordinal);
    }

    private async Task<(int Healthy, int Total, int Replicas)> CountsAsync()
    {
        JsonElement status = await demo.StatusAsync();
        JsonElement balancer = status.GetProperty("balancer");
        return (
            balancer.GetProperty("healthy").GetInt32(), balancer.GetProperty("total").GetInt32(),
            status.GetProperty("database").GetProperty("endpoints").EnumerateArray()
                .Count(endpoint => endpoint.GetProperty("role").GetString() == "replica"));
    }
}
