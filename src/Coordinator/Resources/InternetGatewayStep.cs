using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Way between the public subnet and the internet.</summary>
internal sealed class InternetGatewayStep : CloudStep<CreateInternetGatewayDetails, InternetGateway>
{
    private readonly Input<string> vcn;

    public InternetGatewayStep(CloudSite cloud, string id, Output<string> vcn)
        : base(cloud, id)
    {
        this.vcn = Uses(vcn);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(2);

    protected override string Operation => "CreateInternetGateway";

    protected override Task<CreateInternetGatewayDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateInternetGatewayDetails
        {
            CompartmentId = Cloud.Compartment,
            VcnId = vcn.Value,
            DisplayName = DisplayName,
            IsEnabled = true,
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<InternetGateway>> CreateAsync(
        CreateInternetGatewayDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Network.CreateInternetGatewayAsync(details, token, cancellation);

    protected override Task<OciResponse<InternetGateway>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Network.GetInternetGatewayAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<InternetGateway>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Network.ListInternetGatewaysAsync(
            new ListInternetGatewaysQuery { CompartmentId = Cloud.Compartment, VcnId = vcn.Value }, cancellation));
}
