using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Agent.Hosts;

/// <summary>Real dnf and rpm, a real repository over HTTPS, real signatures.</summary>
[Trait("Ring", "hosts")]
[Trait("Feature", "13")]
[Trait("Feature", "14")]
public sealed class PackageHostTests(AgentHost host) : IClassFixture<AgentHost>
{
    [Fact]
    public async Task A_repository_its_modules_and_its_packages_follow_the_spec()
    {
        var (key, fingerprint) = await SignedRepository.ServeAsync(host);
        await host.StartExecutorAsync(policy => policy
            .Replace("packages = [", "packages = [\"probe*\", \"naked\", ", StringComparison.Ordinal)
            .Replace("repositories = []", "repositories = [\"probe\"]", StringComparison.Ordinal)
            .Replace("repository_keys = []", $"repository_keys = [\"{fingerprint}\"]", StringComparison.Ordinal)
            .Replace("modules = [", "modules = [\"probe\", \"none\", ", StringComparison.Ordinal));
        var repository = new TaskSpec
        {
            Repository = new()
            {
                Id = "probe",
                BaseUrl = SignedRepository.Address,
                GpgKey = ByteString.CopyFrom(key),
                GpgCheck = true,
            },
        };
        await host.ProveAsync(repository);
        Assert.Contains("probe", await host.SucceedAsync("dnf", "-q", "repolist", "--enabled"), StringComparison.Ordinal);

        await ModulesAsync();
        await PackagesAsync();
        await FaultsAsync();
        await QuestionsAsync();
    }

    /// <summary>One after the other within the test: the host is the same and each goes on from the one before.</summary>
    private async Task ModulesAsync()
    {
        foreach (var stream in new[] { "1", "2" })
        {
            await host.ProveAsync(new TaskSpec { ModuleStream = new() { Name = "probe", Stream = stream } });
            Assert.Matches($@"probe\s+{stream}\s+\[e\]", await host.SucceedAsync("dnf", "-q", "module", "list", "--enabled", "probe"));
        }

        var none = await host.OneAsync(
            RunMode.Apply, new TaskSpec { Id = "none", ModuleStream = new() { Name = "none", Stream = "1" } });
        Assert.True(none.Status == TaskStatus.Skipped, $"{none}");
    }

    private async Task PackagesAsync()
    {
        foreach (var version in new[] { "1.0", "2.0-1" })
        {
            await host.ProveAsync(Package("probe", version));
            Assert.StartsWith($"probe-{version}", await host.SucceedAsync("rpm", "-q", "probe"), StringComparison.Ordinal);
        }

        await host.ProveAsync(Package("probe-user"));
        var needed = await host.FailsAsync(Removed("probe"), "packages-needed");
        Assert.Contains("probe-user", needed.Error, StringComparison.Ordinal);
        await host.ProveAsync(Removed("probe-user", "probe"));
        Assert.Equal("package probe is not installed", (await host.RunAsync("rpm", "-q", "probe")).Output.Trim());
    }

    private async Task FaultsAsync()
    {
        var naked = await host.FailsAsync(Package("naked"), "packages-failed");
        Assert.Contains("not signed", naked.Error, StringComparison.Ordinal);
        await host.FailsAsync(Package("probe", "3.0"), "packages-failed");

        host.Write("/etc/yum.repos.d/broken.repo", "[broken]\nname=broken\nbaseurl=file:///srv/none\nenabled=1\n");
        var broken = await host.FailsAsync(
            new TaskSpec { Package = new() { Names = { "probe" } } }, "packages-failed");
        Assert.Contains("broken", broken.Error, StringComparison.Ordinal);
        File.Delete(host.Map("/etc/yum.repos.d/broken.repo"));

        // As rpm itself locks its database, for a moment that the agent has to wait out.
        await host.SucceedAsync(
            "systemd-run", "--quiet", "--service-type=exec", "--unit=holder", "/usr/bin/python3", "-c",
            "import fcntl,time; f=open('/var/lib/rpm/.rpm.lock','r+'); fcntl.lockf(f,fcntl.LOCK_EX); open('/run/held','w'); time.sleep(4)");
        while (!File.Exists(host.Map("/run/held")))
        {
            await Task.Delay(20);
        }

        var package = Package("probe");
        package.Id = "locked";
        var installed = await host.OneAsync(RunMode.Apply, package);
        Assert.True(installed.Status == TaskStatus.Changed && installed.DurationMilliseconds > 1500, $"{installed}");
    }

    private async Task QuestionsAsync()
    {
        // Tells that it was started.
        await host.SucceedAsync("mv", "/usr/bin/rpm", "/usr/bin/rpm.real");
        host.Write("/usr/bin/rpm", "#!/bin/sh\necho asked >> /run/asked\nexec /usr/bin/rpm.real \"$@\"\n");
        await host.SucceedAsync("chmod", "755", "/usr/bin/rpm");
        // What has just changed may change again within a tick of the file system's clock.
        await host.SucceedAsync("sleep", "2");
        var package = Package("probe");
        await host.SettledAsync(package);
        var asked = host.Read("/run/asked");
        await host.SettledAsync(package);
        Assert.Equal(asked, host.Read("/run/asked"));

        await host.SucceedAsync("dnf", "remove", "-y", "-q", "probe");
        Assert.Equal(TaskStatus.Changed, (await host.OneAsync(RunMode.Check, package)).Status);
        Assert.NotEqual(asked, host.Read("/run/asked"));
    }

    private static TaskSpec Package(string name, string version = "") => new()
    {
        Package = new() { Names = { name }, Version = version, Repository = "probe" },
    };

    private static TaskSpec Removed(params string[] names) => new()
    {
        Package = new() { Names = { names }, State = PackageState.Removed },
    };
}
