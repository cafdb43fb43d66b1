using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci.VirtualNetwork;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Coordinator.Tests.Resources;

[Trait("Ring", "hosts")]
public sealed class SilentNodeTests
{
    [Fact]
    [Trait("Feature", "59")]
    public async Task When_a_node_never_enrols_its_console_tells_the_failing_stage_and_the_remedy()
    {
        await using var hosted = await HostedCloud.StartAsync();
        var site = CloudTestBed.Site(nodes: 1);
        var cloud = new CloudSite(site, hosted.Connect());
        using var store = SiteStore.Open(hosted.StoreFolder, TimeProvider.System);
        var context = new StepContext
        {
            Journal = store.Journal(site.Name),
            States = store.Steps(site.Name),
            Limits = new Limits
            {
                ShortestPoll = TimeSpan.FromMilliseconds(50),
                ConsoleLook = TimeSpan.FromSeconds(1),
                Session = TimeSpan.FromSeconds(60),
            },
            Time = TimeProvider.System,
            Epoch = store.Applies(site.Name).TryStart("test", TimeSpan.FromMinutes(5))!.Epoch,
            Report = _ => { },
        };
        var fleet = new NobodyDialsIn();
        var subnet = await SubnetAsync(cloud);
        var instance = new InstanceStep(
            cloud, StepIds.Instance("web-1"), "web-1", 0, subnet, [],
            new NodeBootstrap(fleet, new ControlSettings()));
        await instance.ActAsync(context, await instance.ObserveAsync(context, CancellationToken.None), CancellationToken.None);
        var session = new NodeSessionStep(cloud, "node/web-1/session", "web-1", instance, fleet);

        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => session.ActAsync(context, Observation.Missing, CancellationToken.None));

        Assert.Contains("Its stage \"choose\" failed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("No agent package for", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Put the agent's package for this architecture", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<Output<string>> SubnetAsync(CloudSite cloud)
    {
        var network = cloud.Clients.Network;
        var vcn = await network.CreateVcnAsync(
            new CreateVcnDetails { CompartmentId = cloud.Compartment, CidrBlocks = ["10.0.0.0/16"] }, "vcn-of-the-test",
            CancellationToken.None);
        var subnet = await network.CreateSubnetAsync(
            new CreateSubnetDetails
            {
                CompartmentId = cloud.Compartment, VcnId = vcn.Value.Id, CidrBlock = "10.0.1.0/24",
            },
            "subnet-of-the-test", CancellationToken.None);
        var output = new VcnStep(cloud, "network/subnet").ResourceId;
        output.Set(subnet.Value.Id);
        return output;
    }

    /// <summary>A fleet without agents, whose packages are for machines of another kind.</summary>
    private sealed class NobodyDialsIn : IFleet, IBootstrap
    {
        public string RootCertificatePem => "-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----\n";

        public string ReleaseKey => "-----BEGIN PGP PUBLIC KEY BLOCK-----\nkey\n-----END PGP PUBLIC KEY BLOCK-----\n";

        public AgentPackage PackageFor(string architecture) =>
            architecture == "aarch64" == (System.Runtime.InteropServices.RuntimeInformation.OSArchitecture
                != System.Runtime.InteropServices.Architecture.Arm64)
                ? new AgentPackage("moodle-node-agent-0.1.0-1.rpm")
                : throw new FileNotFoundException("no package for " + architecture);

        public Task<string> IssueJoinTokenAsync(string node, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task RemoveAsync(string node, CancellationToken cancellation) => Task.CompletedTask;

        public async Task WaitForSessionAsync(string node, TimeSpan timeout, CancellationToken cancellation)
        {
            await Task.Delay(timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout, cancellation);
            throw new TimeoutException("nobody");
        }

        public bool IsConnected(string node) => false;

        public Task<RunResult> RunAsync(
            string node, RunRequest request, IProgress<TaskEvent>? progress, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
