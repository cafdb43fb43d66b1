using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.FileStorage;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The NFS server's address in the nodes' subnet, in the file system's availability domain.</summary>
internal sealed class MountTargetStep : CloudStep<CreateMountTargetDetails, MountTarget>
{
    private readonly Input<string> subnet;

    public MountTargetStep(CloudSite cloud, string id, Output<string> subnet)
        : base(cloud, id)
    {
        this.subnet = Uses(subnet);
        ExportSet = Produces<string>("exportSet");
        Address = Produces<string>("address");
    }

    /// <summary>OCID of the export set that comes with it.</summary>
    public Output<string> ExportSet { get; }

    /// <summary>IPv4 address.</summary>
    public Output<string> Address { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(21);

    protected override string Operation => "CreateMountTarget";

    protected override async Task<CreateMountTargetDetails> DescribeAsync(CancellationToken cancellation) => new()
    {
        AvailabilityDomain = (await Cloud.AvailabilityDomainsAsync(cancellation))[0],
        CompartmentId = Cloud.Compartment,
        SubnetId = subnet.Value,
        DisplayName = DisplayName,
        FreeformTags = Tags,
    };

    protected override Task<OciResponse<MountTarget>> CreateAsync(
        CreateMountTargetDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.CreateMountTargetAsync(details, token, cancellation);

    protected override Task<OciResponse<MountTarget>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.GetMountTargetAsync(resource, cancellation);

    protected override async Task<IAsyncEnumerable<MountTarget>> ListAsync(CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.ListMountTargetsAsync(
            new ListMountTargetsQuery
            {
                CompartmentId = Cloud.Compartment,
                AvailabilityDomain = (await Cloud.AvailabilityDomainsAsync(cancellation))[0],
            },
            cancellation);

    protected override IEnumerable<Difference> Compare(MountTarget actual)
    {
        if (!IsAdopted && actual.SubnetId != subnet.Value)
        {
            yield return Fixed("subnetId", actual.SubnetId, subnet.Value, "the nodes' subnet");
        }
    }

    // Both come with ACTIVE, and have been seen to come a moment later.
    protected override Condition ConditionOf(MountTarget resource)
    {
        var condition = base.ConditionOf(resource);
        return condition == Condition.Ready && (resource.ExportSetId is null || resource.PrivateIpIds is not { Count: > 0 })
            ? Condition.Pending
            : condition;
    }

    protected override async Task ReadOutputsAsync(MountTarget resource, CancellationToken cancellation)
    {
        var address = await Cloud.Clients.Network.GetPrivateIpAsync(resource.PrivateIpIds![0], cancellation);
        ExportSet.Set(resource.ExportSetId!);
        Address.Set(address.Value.IpAddress ?? throw new InvalidOperationException(
            $"The private IP {resource.PrivateIpIds[0]} of {resource.Id} has no address."));
    }
}
