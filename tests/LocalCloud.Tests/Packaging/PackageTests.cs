using System.Globalization;
using System.Text.RegularExpressions;

namespace MoodleNodeAgent.LocalCloud.Packaging;

[Trait("Ring", "hosts")]
public sealed partial class PackageTests(PackageHosts hosts) : IClassFixture<PackageHosts>
{
    private const string Policy = "/etc/moodle-node-agent/policy.toml";
    private const string Executor = "moodle-node-agent-executor.service";

    /// <summary>Exposure that systemd-analyze may find at most, from 0 (none) to 10.</summary>
    private static readonly (string Unit, double Limit)[] s_exposure =
    [
        ("moodle-node-agent-link.service", 1.5),
        ("moodle-node-agent-executor.service", 5),
        ("moodle-node-agent-identity@1.service", 2),
    ];

    [Fact]
    public async Task The_agent_is_installed_with_its_signature_checked_upgraded_with_its_edited_policy_and_removed()
    {
        await DnfAsync("install", $"moodle-node-agent-{PackageHosts.Version}-1");
        Assert.Empty(await SucceedAsync("rpm", "--verify", "moodle-node-agent"));
        Assert.Equal("0.1.0\n", await SucceedAsync("moodle-node-agent", "version"));
        Assert.Equal("mna-link root root:mna-link 750", (await SucceedAsync("sh", "-c",
            "id -un mna-link; stat -c %U /var/lib/moodle-node-agent/executor; stat -c '%U:%G %a' /etc/moodle-node-agent"))
            .ReplaceLineEndings(" ").Trim());
        Assert.Contains("\"spdxVersion\": \"SPDX-2.3\"",
            await SucceedAsync("cat", "/usr/share/moodle-node-agent/sbom.spdx.json"), StringComparison.Ordinal);
        // Ends once the executor has told that it is ready, since its unit is of type notify.
        await SucceedAsync("systemctl", "enable", "--now", Executor);
        Assert.Equal("active\n", await SucceedAsync("systemctl", "is-active", Executor));
        Assert.Equal("1min\n", await SucceedAsync("systemctl", "show", "--value", "--property=WatchdogUSec", Executor));
        foreach ((var unit, var limit) in s_exposure)
        {
            await AssertExposureAsync("web-1", unit, limit);
        }

        await SucceedAsync("sh", "-c", $"echo '# edited' >> {Policy}");
        var first = await SucceedAsync("systemctl", "show", "--value", "--property=MainPID", Executor);

        await DnfAsync("upgrade", "moodle-node-agent");
        Assert.Equal("2\n", await SucceedAsync("rpm", "--query", "--queryformat", "%{release}\\n", "moodle-node-agent"));
        Assert.EndsWith("# edited\n", await SucceedAsync("cat", Policy), StringComparison.Ordinal);
        Assert.Equal("active\n", await SucceedAsync("systemctl", "is-active", Executor));
        Assert.NotEqual(first, await SucceedAsync("systemctl", "show", "--value", "--property=MainPID", Executor));

        await DnfAsync("remove", "moodle-node-agent");
        Assert.Equal("inactive", (await hosts.Cloud.RunAsync("web-1", "systemctl", "is-active", Executor)).Output.Trim());
        // State stays, and what an administrator has edited stays beside it, under rpm's name for that.
        Assert.Equal(
            ["/etc/moodle-node-agent", Policy + ".rpmsave", "/var/lib/moodle-node-agent", "/var/lib/moodle-node-agent/executor"],
            (await SucceedAsync("sh", "-c",
                "find / -xdev \\( -path /srv -o -path /var/cache -o -path /var/log -o -path /var/lib/dnf \\) -prune -o "
                + "\\( -path '*moodle-node-agent*' -o -name 'mna-*' \\) -print"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(path => !path.StartsWith("/var/lib/moodle-node-agent/executor/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_coordinator_runs_as_its_service_answers_moodlectl_and_keeps_its_state_when_removed()
    {
        const string unit = "moodle-coordinator.service";
        var folder = Path.Combine(hosts.Folder, "coordinator");
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(hosts.Folder, "test-key.asc"), Path.Combine(folder, "test-key.asc"));
        await hosts.BuildAsync(PackageHosts.Root, "build.sh", 1, cached: true, "--coordinator", "--arch", "x86_64", folder);
        await hosts.CopyAsync("web-2", folder, "/srv/coordinator");
        await hosts.WriteAsync("web-2", "/etc/yum.repos.d/coordinator.repo",
            PackageHosts.RepositoryFile("/srv/coordinator", checkMetadata: true)
                .Replace("[agent]", "[coordinator]", StringComparison.Ordinal));
        Task<string> RunAsync(params string[] command) => hosts.Cloud.SucceedAsync("web-2", command);

        await RunAsync("dnf", "--assumeyes", "--repo=coordinator", "install", "moodle-coordinator");
        // Ends once the coordinator has told that it is ready.
        await RunAsync("systemctl", "enable", "--now", unit);
        Assert.Equal("active\n", await RunAsync("systemctl", "is-active", unit));
        Assert.Equal("1min\n", await RunAsync("systemctl", "show", "--value", "--property=WatchdogUSec", unit));
        await RunAsync("moodlectl", "--socket", "/run/moodle-coordinator/operator.sock", "status");
        await AssertExposureAsync("web-2", unit, 1.5);

        await RunAsync("dnf", "--assumeyes", "remove", "moodle-coordinator");
        Assert.Equal("inactive", (await hosts.Cloud.RunAsync("web-2", "systemctl", "is-active", unit)).Output.Trim());
        Assert.NotEqual(0, (await hosts.Cloud.RunAsync("web-2", "test", "-e", "/usr/lib/moodle-coordinator")).ExitCode);
        await RunAsync("test", "-s", "/var/lib/moodle-coordinator/coordinator.db");
    }

    [Fact]
    public async Task When_a_package_is_unsigned_or_was_tampered_with_it_is_refused()
    {
        var folder = Path.Combine(hosts.Folder, "bad");
        await hosts.BuildAsync(
            PackageHosts.Root, "build-rpm.sh", 3, cached: true, "moodle-node-agent", "x86_64", Path.Combine(folder, "unsigned"));
        Directory.CreateDirectory(Path.Combine(folder, "tampered"));
        var content = await File.ReadAllBytesAsync(Path.Combine(hosts.Folder, PackageHosts.AgentFile(1)));
        content[^1000] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(folder, "tampered", PackageHosts.AgentFile(1)), content);
        foreach (var kind in (string[])["unsigned", "tampered"])
        {
            // Somebody who can write the repository can write its checksums as well: only the signature is left.
            await hosts.Commands.RunAsync(
                "createrepo_c", ["--quiet", Path.Combine(folder, kind)], CancellationToken.None);
            await hosts.CopyAsync("web-2", Path.Combine(folder, kind), $"/srv/{kind}");
            await hosts.WriteAsync("web-2", "/etc/yum.repos.d/agent.repo",
                PackageHosts.RepositoryFile($"/srv/{kind}", checkMetadata: false));

            (var exitCode, var output, var error) = await hosts.Cloud.RunAsync(
                "web-2", "dnf", "--assumeyes", "--repo=agent", "install", "moodle-node-agent");

            Assert.NotEqual(0, exitCode);
            Assert.Contains("GPG check FAILED", output + error, StringComparison.Ordinal);
            Assert.NotEqual(0, (await hosts.Cloud.RunAsync("web-2", "rpm", "--query", "moodle-node-agent")).ExitCode);
        }
    }

    [Fact]
    public async Task When_the_repositorys_metadata_was_tampered_with_it_is_refused()
    {
        await hosts.CopyAsync("web-2", hosts.Folder, "/srv/changed");
        await hosts.Cloud.SucceedAsync("web-2", "sh", "-c", "echo '<!-- -->' >> /srv/changed/repodata/repomd.xml");
        await hosts.WriteAsync("web-2", "/etc/yum.repos.d/changed.repo",
            PackageHosts.RepositoryFile("/srv/changed", checkMetadata: true).Replace("[agent]", "[changed]", StringComparison.Ordinal));

        (var exitCode, var output, var error) = await hosts.Cloud.RunAsync(
            "web-2", "dnf", "--assumeyes", "--repo=changed", "install", "moodle-node-agent");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("signature", output + error, StringComparison.OrdinalIgnoreCase);
    }

    private async Task AssertExposureAsync(string host, string unit, double limit)
    {
        var report = await hosts.Cloud.SucceedAsync(host, "systemd-analyze", "security", "--no-pager", unit);
        var exposure = double.Parse(Overall().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(exposure <= limit, $"{unit}: {exposure} is more than {limit}.\n{report}");
        await Report.WriteAsync(string.Create(
            CultureInfo.InvariantCulture, $"systemd-analyze security {unit}: {exposure:0.0} (limit {limit:0.0})"));
    }

    private Task<string> DnfAsync(string verb, string package) =>
        SucceedAsync("dnf", "--assumeyes", "--repo=agent", verb, package);

    private Task<string> SucceedAsync(params string[] command) => hosts.Cloud.SucceedAsync("web-1", command);

    // → Overall exposure level for moodle-node-agent-link.service: 1.1 OK
    [GeneratedRegex(@"Overall exposure level for \S+: ([0-9.]+)")]
    private static partial Regex Overall();
}
