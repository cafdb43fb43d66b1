using MoodleNodeAgent.LocalCloud;
using MoodleNodeAgent.LocalCloud.Commands;
using MoodleNodeAgent.LocalCloud.Hosts;

namespace MoodleNodeAgent.Agent.Hosts;

/// <summary>One local cloud for all test classes that boot a host; gone with the last of them. Needs root.</summary>
internal sealed class AgentCloud
{
    public const string Vcn = "ocid1.vcn.oc1.test.agent";
    public const string Nodes = "ocid1.subnet.oc1.test.nodes";

    private static readonly SemaphoreSlim Gate = new(1);
    private static AgentCloud? current;
    private static int users;
    private readonly string folder = Directory.CreateTempSubdirectory("mna-agent-hosts-").FullName;

    private AgentCloud()
    {
    }

    public StateDirectory State { get; private set; } = null!;
    public HostsDriver Driver { get; private set; } = null!;

    public static async Task<AgentCloud> EnterAsync()
    {
        await Gate.WaitAsync();
        try
        {
            current ??= await StartAsync();
            users++;
            return current;
        }
        finally
        {
            Gate.Release();
        }
    }

    public async Task LeaveAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (--users == 0)
            {
                current = null;
                await Driver.DisposeAsync();
                Directory.Delete(folder, recursive: true);
            }
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<AgentCloud> StartAsync()
    {
        var cloud = new AgentCloud();
        var cache = Environment.GetEnvironmentVariable("MOODLE_LOCAL_CLOUD_CACHE") ?? PrepareCommand.DefaultCache;
        var image = new BaseImage(cache, new HostLimits(), TimeProvider.System);
        await image.PrepareAsync(_ => { }, CancellationToken.None);
        cloud.State = StateDirectory.Open(Path.Join(cloud.folder, "state"));
        cloud.Driver = await HostsDriver.StartAsync(
            cloud.State, image, new HostLimits(), "10.0.1.5", TimeProvider.System, CancellationToken.None);
        var all = new SecurityRuleSpec { Protocol = "all", Peer = "0.0.0.0/0" };
        await cloud.Driver.ApplyNetworkAsync(
            new NetworkSpec
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
                        Ingress = [all],
                        Egress = [all],
                    },
                ],
            },
            CancellationToken.None);
        CopyAgent(cloud.State.Storage);
        return cloud;
    }

    /// <summary>The agent and its runtime, where each host of the cloud sees them: below the folder that all hosts have
    /// in common. A host of the demo runs the same program, compiled ahead, from its package.</summary>
    private static void CopyAgent(string storage)
    {
        var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/');
        var dotnet = Path.GetFullPath(Path.Join(runtime, "../../.."));
        var target = Path.Join(storage, "agent");
        Directory.CreateDirectory(target);
        File.Copy(Path.Join(dotnet, "dotnet"), Path.Join(target, "dotnet"));
        Copy(Path.Join(dotnet, "host"), Path.Join(target, "host"));
        var shared = Path.Join("shared", "Microsoft.NETCore.App", Path.GetFileName(runtime));
        Copy(Path.Join(dotnet, shared), Path.Join(target, shared));
        var bin = Path.Join(target, "bin");
        Directory.CreateDirectory(bin);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Join(bin, Path.GetFileName(file)));
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Join(to, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
        }
    }
}
