using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The site's virtual cloud network.</summary>
internal sealed class VcnStep(CloudSite cloud, string id) : CloudStep<CreateVcnDetails, Vcn>(cloud, id)
{
    public override TimeSpan Expected => TimeSpan.FromSeconds(3);

    protected override string Operation => "CreateVcn";

    protected override Task<CreateVcnDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateVcnDetails
        {
            CompartmentId = Cloud.Compartment,
            DisplayName = DisplayName,
            CidrBlocks = [Cloud.Site.Network.Cidr],
            DnsLabel = Cloud.DnsLabel,
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<Vcn>> CreateAsync(
        CreateVcnDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Network.CreateVcnAsync(details, token, cancellation);

    protected override Task<OciResponse<Vcn>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Network.GetVcnAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<Vcn>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Network.ListVcnsAsync(
            new ListVcnsQuery { CompartmentId = Cloud.Compartment }, cancellation));

    protected override IEnumerable<Difference> Compare(Vcn actual)
    {
        var blocks = actual.CidrBlocks ?? [];
        if (!blocks.Contains(Cloud.Site.Network.Cidr))
        {
            yield return Fixed("cidrBlocks", string.Join(", ", blocks), Cloud.Site.Network.Cidr, "network.cidr");
        }
    }
}
