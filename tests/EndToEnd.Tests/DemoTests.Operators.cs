namespace MoodleNodeAgent.EndToEnd;

/// <summary>An operator on another machine of the site's network, over mutual TLS.</summary>
public sealed partial class DemoTests
{
    [Fact]
    public async Task A_viewer_on_another_machine_sees_the_site_and_no_password()
    {
        Assert.True(demo.Up.ExitCode == 0, demo.Up.ToString());
        string folder = Directory.CreateTempSubdirectory("operator-").FullName;
        string network = (await File.ReadAllTextAsync("/var/lib/moodle-demo/cloud/control-namespace")).Trim();
        // Its own settings and no Unix socket of the coordinator: all that it has is the card.
        Task<CommandResult> Elsewhere(params string[] arguments) => DemoSite.RunAsync(
            "env", ["-u", "MOODLECTL_SOCKET", $"XDG_CONFIG_HOME={folder}", "nsenter", $"--net={network}",
                Path.Combine(DemoSite.Root, "out", "moodlectl", "moodlectl"), .. arguments]);
        try
        {
            CommandResult request = await Elsewhere("operators", "request", "demo");
            await File.WriteAllTextAsync(Path.Combine(folder, "alice.csr"), request.Output);
            string card = await CommandAsync(
                "ctl", "operators", "add", "alice", "--role", "viewer", "--request", Path.Combine(folder, "alice.csr"));
            await File.WriteAllTextAsync(Path.Combine(folder, "alice.json"), card);
            CommandResult install = await Elsewhere("operators", "install", "demo", Path.Combine(folder, "alice.json"));
            Assert.True(install.ExitCode == 0, install.ToString());

            CommandResult status = await Elsewhere("status");
            Assert.True(status.ExitCode == 0, status.ToString());
            Assert.Contains("Site       demo", status.Output, StringComparison.Ordinal);
            CommandResult secret = await Elsewhere("secret", "show", "app/admin");
            Assert.Equal(1, secret.ExitCode);
            Assert.Contains("alice has the role viewer; this takes admin.", secret.Error, StringComparison.Ordinal);

            await CommandAsync("ctl", "operators", "remove", "alice");
            CommandResult after = await Elsewhere("status");
            Assert.Equal(5, after.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
