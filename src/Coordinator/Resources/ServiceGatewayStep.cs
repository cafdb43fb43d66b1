using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Way from the private subnets to Oracle's services that does not leave its network.</summary>
internal sealed class ServiceGatewayStep : CloudStep<CreateServiceGatewayDetails, ServiceGateway>
{
    private readonly Input<string> vcn;

    public ServiceGatewayStep(CloudSite cloud, string id, Output<string> vcn)
        : base(cloud, id)
    {
        this.vcn = Uses(vcn);
        Destination = Produces<string>("destination");
    }

    /// <summary>What a route names for all services of the region.</summary>
    public Output<string> Destination { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(3);

    protected override string Operation => "CreateServiceGateway";

    protected override async Task<CreateServiceGatewayDetails> DescribeAsync(CancellationToken cancellation) => new()
    {
        CompartmentId = Cloud.Compartment,
        VcnId = vcn.Value,
        DisplayName = DisplayName,
        Services = [new ServiceIdRequestDetails { ServiceId = (await ServiceAsync(cancellation)).Id }],
        FreeformTags = Tags,
    };

    protected override Task<OciResponse<ServiceGateway>> CreateAsync(
        CreateServiceGatewayDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Network.CreateServiceGatewayAsync(details, token, cancellation);

    protected override Task<OciResponse<ServiceGateway>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Network.GetServiceGatewayAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<ServiceGateway>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Network.ListServiceGatewaysAsync(
            new ListServiceGatewaysQuery { CompartmentId = Cloud.Compartment, VcnId = vcn.Value }, cancellation));

    protected override async Task ReadOutputsAsync(ServiceGateway resource, CancellationToken cancellation)
    {
        var service = await ServiceAsync(cancellation);
        Destination.Set(service.CidrBlock ?? throw new InvalidOperationException(
            $"The service {service.Name} has no CIDR label, so no route can lead to it."));
    }

    // Two are offered: "All FRA Services In Oracle Services Network" and "OCI FRA Object Storage".
    private Task<Service> ServiceAsync(CancellationToken cancellation) =>
        Cloud.OnceAsync("service", async () =>
            await Cloud.Clients.Network.ListServicesAsync(cancellation).FirstOrDefaultAsync(
                service => service.CidrBlock?.StartsWith("all-", StringComparison.Ordinal) == true, cancellation)
            ?? throw new InvalidOperationException(
                "This region lists no \"all services\" entry for a service gateway (ListServices)."));
}
