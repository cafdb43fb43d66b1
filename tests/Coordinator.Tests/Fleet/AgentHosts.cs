using System.Globalization;
using System.Net.Sockets;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.LocalCloud.Hosts;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;
using MoodleNodeAgent.Testing;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>Two booted hosts, a coordinator with real packages in its repository, and the way from each host to it. web-1 has
/// joined as an operator would have it, by the join script, with the first release of the agent.</summary>
public sealed class AgentHosts : IAsyncLifetime
{
    /// <summary>Release of the agent that web-1 has, one that works as well, and one that ends at once.</summary>
    internal const string First = "0.1.0-1", Second = "0.1.0-2", Broken = "0.1.0-3";

    private readonly HostsFixture hosts = new();
    private readonly List<Forwarder> ways = [];
    private readonly string folder = Directory.CreateTempSubdirectory("mna-agent-hosts-").FullName;

    internal TestCoordinator Coordinator { get; private set; } = null!;

    /// <summary>The way of web-1's link to the coordinator; its way to packages and enrolment is never harmed.</summary>
    internal Forwarder Way { get; private set; } = null!;

    private CommandRunner Runner => hosts.Runner;

    public async Task InitializeAsync()
    {
        Coordinator = await TestCoordinator.StartAsync();
        await Task.WhenAll(hosts.InitializeAsync(), BuildAsync());
        Way = OpenWays("web-1");
        OpenWays("web-2");
        await SucceedAsync("web-1", "sh", "-c", await JoinScriptAsync("web-1"));
        await Coordinator.Fleet.WaitForSessionAsync("web-1", TimeSpan.FromMinutes(2), CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        foreach (Forwarder way in ways)
        {
            await way.DisposeAsync();
        }

        await Coordinator.DisposeAsync();
        await hosts.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs a program in a host.</summary>
    internal Task<(int ExitCode, string Output, string Error)> RunAsync(string host, params string[] command) =>
        hosts.RunAsync(host, command);

    /// <summary>Runs a program in a host that has to end well, and returns what it wrote.</summary>
    internal async Task<string> SucceedAsync(string host, params string[] command) =>
        (await hosts.SucceedAsync(host, command)).Trim();

    /// <summary>Version and release of the agent that is installed.</summary>
    internal Task<string> InstalledAsync(string host) =>
        SucceedAsync(host, "rpm", "--query", "--queryformat", "%{version}-%{release}", "moodle-node-agent");

    internal async Task WriteAsync(string host, string path, string content)
    {
        string file = Path.Combine(RootOf(host), path.TrimStart('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, content);
    }

    internal void Copy(string file, string host, string path) =>
        File.Copy(file, Path.Combine(RootOf(host), path.TrimStart('/')));

    /// <summary>agent.toml without a token.</summary>
    internal string AgentToml(string node) =>
        $"""
        node = "{node}"
        coordinator = "https://{TestCoordinator.ServerName}:{Coordinator.AgentPort}"
        enrolment = "https://{TestCoordinator.ServerName}:{Coordinator.EnrolmentPort}"

        """;

    private async Task<string> JoinScriptAsync(string node) => UserData.WriteJoinScript(
        "demo", node,
        new ControlSettings
        {
            Address = "127.0.0.1",
            AgentPort = Coordinator.AgentPort,
            EnrolmentPort = Coordinator.EnrolmentPort,
        },
        Coordinator.Get<IBootstrap>(), await Coordinator.Fleet.IssueJoinTokenAsync(node, CancellationToken.None));

    /// <summary>The host's own loopback leads to the coordinator, under the same ports and its name.</summary>
    private Forwarder OpenWays(string host)
    {
        string name = hosts.State.NameFor($"ocid1.instance.oc1.test.{host}");
        ProcessIdentity leader = new ProcessRecords(hosts.State.Path).Find(name + ".init")!;
        Forwarder Open(int port)
        {
            Socket listener = NamespaceSockets.CreateTcp(
                string.Create(CultureInfo.InvariantCulture, $"/proc/{leader.Pid}/ns/net"));
            var way = new Forwarder(port, listener, port);
            ways.Add(way);
            return way;
        }

        File.AppendAllText(Path.Combine(RootOf(host), "etc/hosts"), $"127.0.0.1 {TestCoordinator.ServerName}\n");
        Open(Coordinator.EnrolmentPort);
        return Open(Coordinator.AgentPort);
    }

    private async Task BuildAsync()
    {
        string packages = Coordinator.Settings.PackagesFolder!;
        Directory.Delete(packages, recursive: true);
        string cache = Path.Combine(HostsFixture.Cache, "packages");
        await BuildAsync(2, cache);
        string broken = Path.Combine(folder, "programs");
        await Runner.RunAsync("bash", ["-c", BreakScript, "break", Checkout.Root, cache, broken], CancellationToken.None);
        await BuildAsync(3, broken);
        // The newest of the repository is what a new host installs.
        await BuildAsync(1, cache);

        Task BuildAsync(int release, string programs) => Runner.RunAsync(
            "env",
            [
                string.Create(CultureInfo.InvariantCulture, $"MNA_RELEASE={release}"), $"MNA_BUILD_CACHE={programs}",
                Path.Combine(Checkout.Root, "packaging/build.sh"), "--agent", "--arch", "x86_64", packages,
            ],
            CancellationToken.None);
    }

    // Programs are cached under the hash of their sources: a cache of our own with one that ends at once.
    private const string BreakScript =
        """
        set -e
        source=$1; . "$source/packaging/sources.sh"
        name=moodle-node-agent-$(version_of_packages)-x86_64-$(hash_of_programs moodle-node-agent)
        mkdir -p "$3"; cp -r "$2/$name" "$3/"
        printf '#!/bin/sh\necho "cannot start: this build is broken" >&2\nexit 1\n' > "$3/$name/moodle-node-agent"
        """;

    private string RootOf(string host) =>
        Path.Combine(hosts.State.Hosts, hosts.State.NameFor($"ocid1.instance.oc1.test.{host}"), "root");
}
