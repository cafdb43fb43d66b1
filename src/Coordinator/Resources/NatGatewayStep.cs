using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Way out for the private subnets: package repositories.</summary>
internal sealed class NatGatewayStep : CloudStep<CreateNatGatewayDetails, NatGateway>
{
    private readonly Input<string> vcn;

    public NatGatewayStep(CloudSite cloud, string id, Output<string> vcn)
        : base(cloud, id)
    {
        this.vcn = Uses(vcn);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(2);

    protected override string Operation => "CreateNatGateway";

    protected override Task<CreateNatGatewayDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateNatGatewayDetails
        {
            CompartmentId = Cloud.Compartment,
            VcnId = vcn.Value,
            DisplayName = DisplayName,
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<NatGateway>> CreateAsync(
        CreateNatGatewayDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Network.CreateNatGatewayAsync(details, token, cancellation);

    protected override Task<OciResponse<NatGateway>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Network.GetNatGatewayAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<NatGateway>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Network.ListNatGatewaysAsync(
            new ListNatGatewaysQuery { CompartmentId = Cloud.Compartment, VcnId = vcn.Value }, cancellation));
}
