using System.Globalization;
using System.Text;
using System.Text.Json;
using MoodleNodeAgent.LocalCloud.Commands;
using MoodleNodeAgent.LocalCloud.Networking;
using MoodleNodeAgent.LocalCloud.Processes;

namespace MoodleNodeAgent.LocalCloud.Hosts;

/// <summary>A local cloud with one VCN and two booted hosts. Needs root; builds the base image when it is missing.</summary>
public sealed class HostsFixture : IAsyncLifetime
{
    internal const string Vcn = "ocid1.vcn.oc1.test.hosts";
    internal const string Nodes = "ocid1.subnet.oc1.test.nodes";
    internal const string Database = "ocid1.subnet.oc1.test.database";

    // Test classes run side by side; the first one builds for all.
    private static readonly Lazy<Task<BaseImage>> s_image = new(async () =>
    {
        var image = new BaseImage(Cache, new HostLimits(), TimeProvider.System);
        await image.PrepareAsync(_ => { }, CancellationToken.None);
        return image;
    });

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"mna-hosts-{Guid.NewGuid():N}");

    /// <summary>Folder of the base image.</summary>
    internal static string Cache =>
        Environment.GetEnvironmentVariable("MOODLE_LOCAL_CLOUD_CACHE") ?? PrepareCommand.DefaultCache;

    /// <summary>Builds the base image when it is missing.</summary>
    internal static Task PrepareAsync() => s_image.Value;

    internal StateDirectory State { get; private set; } = null!;
    internal HostsDriver Driver { get; private set; } = null!;
    internal CommandRunner Runner { get; } = new();
    internal HostLimits Limits { get; } = new();

    public async Task InitializeAsync()
    {
        State = StateDirectory.Open(_folder);
        BaseImage image = await s_image.Value;
        Driver = await HostsDriver.StartAsync(
            State, image, Limits, "10.0.1.5", TimeProvider.System, CancellationToken.None);
        await Driver.ApplyNetworkAsync(Network([]), CancellationToken.None);
        await Task.WhenAll(
            Driver.LaunchInstanceAsync(Instance("web-1", Nodes, "10.0.1.11"), CancellationToken.None),
            Driver.LaunchInstanceAsync(Instance("web-2", Nodes, "10.0.1.12"), CancellationToken.None));
        await Task.WhenAll(FirstBootAsync("web-1"), FirstBootAsync("web-2"));
    }

    public async Task DisposeAsync()
    {
        await Driver.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The VCN; all may leave, into the subnet of the nodes comes what the rules say.</summary>
    internal static NetworkSpec Network(IReadOnlyList<SecurityRuleSpec> nodesIngress) => new()
    {
        VcnId = Vcn,
        CidrBlocks = ["10.0.0.0/16"],
        Subnets =
        [
            new SubnetSpec
            {
                SubnetId = Nodes,
                CidrBlock = "10.0.1.0/24",
                RouterAddress = "10.0.1.1",
                Ingress = nodesIngress,
                Egress = [All],
            },
            new SubnetSpec
            {
                SubnetId = Database,
                CidrBlock = "10.0.2.0/24",
                RouterAddress = "10.0.2.1",
                Ingress = [All],
                Egress = [All],
            },
        ],
    };

    internal static SecurityRuleSpec All => new() { Protocol = "all", Peer = "0.0.0.0/0" };

    internal static SecurityRuleSpec Tcp(string peer, int port) =>
        new() { Protocol = "6", Peer = peer, DestinationPorts = new PortRangeSpec(port, port) };

    internal static InstanceSpec Instance(string name, string subnetId, string address) => new()
    {
        InstanceId = $"ocid1.instance.oc1.test.{name}",
        DisplayName = name,
        HostName = name,
        CompartmentId = "ocid1.compartment.oc1..test",
        AvailabilityDomain = "AD-1",
        FaultDomain = "FAULT-DOMAIN-1",
        Region = "test",
        Shape = "VM.Standard.E4.Flex",
        VcnId = Vcn,
        SubnetId = subnetId,
        VnicId = $"ocid1.vnic.oc1.test.{name}",
        PrivateAddress = address,
        MacAddress = "02:00:17:00:00:" + address.Split('.')[3].PadLeft(2, '0'),
        Metadata = new Dictionary<string, string>
        {
            ["user_data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(
                """
                #cloud-config
                write_files:
                - path: /etc/written-by-user-data
                  content: first boot
                  permissions: '0640'
                runcmd:
                - [ sh, -c, 'echo ran as $(id -un) > /root/ran' ]
                """)),
        },
        MetadataDocument = JsonSerializer.Serialize(new { id = $"ocid1.instance.oc1.test.{name}", displayName = name }),
    };

    /// <summary>Runs a command in a host as `exec` does.</summary>
    internal async Task<(int ExitCode, string Output, string Error)> RunAsync(string node, params string[] command)
    {
        var name = State.NameFor($"ocid1.instance.oc1.test.{node}");
        ProcessIdentity leader = new ProcessRecords(State.Path).Find(name + ".init")
            ?? throw new InvalidOperationException($"{node} does not run.");
        return await Runner.TryRunAsync("nsenter",
        [
            "--target", leader.Pid.ToString(CultureInfo.InvariantCulture), "--all", "--", "env", "-i",
            "PATH=/usr/sbin:/usr/bin", "HOME=/root", .. command,
        ], CancellationToken.None);
    }

    /// <summary>Runs a command in a host that has to end well, and returns what it wrote.</summary>
    internal async Task<string> SucceedAsync(string node, params string[] command)
    {
        (var exitCode, var output, var error) = await RunAsync(node, command);
        Assert.True(exitCode == 0, $"{node}: {string.Join(' ', command)}: {exitCode}\n{output}\n{error}");
        return output;
    }

    /// <summary>Waits for the end of cloud-init.</summary>
    internal Task<string> FirstBootAsync(string node) => SucceedAsync(node, "cloud-init", "status", "--wait");
}
