using System.Net;
using System.Net.Sockets;

namespace MoodleNodeAgent.EndToEnd;

public sealed class BadInputTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("site").FullName;

    public async Task InitializeAsync() => await DemoSite.RunAsync("./demo.sh", "down");

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task A_bad_site_file_is_refused_with_all_its_problems_and_nothing_is_created()
    {
        string file = Path.Combine(folder, "bad.yaml");
        await File.WriteAllTextAsync(file, """
            site: demo
            prodct: sample
            release: { archive: nowhere.tgz }
            nodes: { count: 0 }
            database: { shape: MySQL.2, replicas: 2 }
            cloud: { provider: local }

            """);
        CommandResult up = await DemoSite.RunAsync("env", $"MOODLE_DEMO_SITE={file}", Script);
        Assert.Equal(2, up.ExitCode);
        Assert.Equal(
            ["2:1", "3:12", "4:10", "5:13"],
            up.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => string.Join(':', line[(file.Length + 1)..].Split(':')[..2])));
        AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task A_port_in_use_is_told_by_its_key_and_nothing_is_left()
    {
        using var other = new TcpListener(IPAddress.Any, 8080);
        other.Start();
        CommandResult up = await DemoSite.RunAsync("./demo.sh");
        Assert.Equal(2, up.ExitCode);
        Assert.Contains("balancer.listeners: port 8080 is in use", up.Error, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    [Trait("Feature", "59")]
    public async Task Without_root_the_demo_says_what_needs_it()
    {
        CommandResult up = await DemoSite.RunAsync("setpriv", "--reuid=65534", "--clear-groups", "bash", Script);
        Assert.Equal(2, up.ExitCode);
        Assert.Contains("needs root", up.Error, StringComparison.Ordinal);
    }

    private static string Script => Path.Combine(DemoSite.Root, "demo.sh");

    private static void AssertNothingIsLeft() => Assert.False(Directory.Exists("/var/lib/moodle-demo"));
}
