using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A regional subnet.</summary>
internal sealed class SubnetStep : CloudStep<CreateSubnetDetails, Subnet>
{
    private readonly SubnetSpec spec;
    private readonly Input<string> vcn;
    private readonly Input<string>? routeTable;
    private readonly Input<string>? securityList;

    /// <summary>A subnet that was there before, with its own route table and security lists.</summary>
    public SubnetStep(CloudSite cloud, string id, SubnetSpec spec, Output<string> vcn)
        : base(cloud, id)
    {
        this.spec = spec;
        this.vcn = Uses(vcn);
    }

    public SubnetStep(
        CloudSite cloud, string id, SubnetSpec spec, Output<string> vcn, Output<string> routeTable,
        Output<string> securityList)
        : base(cloud, id)
    {
        this.spec = spec;
        this.vcn = Uses(vcn);
        this.routeTable = Uses(routeTable);
        this.securityList = Uses(securityList);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(3);

    protected override string Operation => "CreateSubnet";

    protected override Task<CreateSubnetDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateSubnetDetails
        {
            CompartmentId = Cloud.Compartment,
            VcnId = vcn.Value,
            DisplayName = DisplayName,
            DnsLabel = spec.Label,
            CidrBlock = spec.Cidr,
            ProhibitPublicIpOnVnic = spec.IsPrivate,
            RouteTableId = routeTable?.Value,
            SecurityListIds = securityList is null ? null : [securityList.Value],
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<Subnet>> CreateAsync(
        CreateSubnetDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Network.CreateSubnetAsync(details, token, cancellation);

    protected override Task<OciResponse<Subnet>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Network.GetSubnetAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<Subnet>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Network.ListSubnetsAsync(
            new ListSubnetsQuery { CompartmentId = Cloud.Compartment, VcnId = vcn.Value }, cancellation));

    protected override IEnumerable<Difference> Compare(Subnet actual)
    {
        if (actual.CidrBlock != spec.Cidr)
        {
            yield return Fixed("cidrBlock", actual.CidrBlock, spec.Cidr, spec.Setting);
        }

        if (routeTable is not null && actual.RouteTableId != routeTable.Value)
        {
            yield return new Difference("routeTableId", $"{actual.RouteTableId}", routeTable.Value);
        }

        if (securityList is not null && !(actual.SecurityListIds ?? []).SequenceEqual([securityList.Value]))
        {
            yield return new Difference(
                "securityListIds", string.Join(", ", actual.SecurityListIds ?? []), securityList.Value);
        }
    }

    protected override Task UpdateAsync(Subnet actual, CancellationToken cancellation) =>
        Cloud.Clients.Network.UpdateSubnetAsync(
            actual.Id,
            new UpdateSubnetDetails
            {
                RouteTableId = routeTable?.Value,
                SecurityListIds = securityList is null ? null : [securityList.Value],
            },
            null,
            cancellation);
}

/// <summary>What a subnet is.</summary>
/// <param name="Label">DNS label, such as "nodes".</param>
/// <param name="Cidr">Address range.</param>
/// <param name="IsPrivate">Whether public addresses are forbidden in it.</param>
/// <param name="Setting">Key of the site file that the range comes from.</param>
internal sealed record SubnetSpec(string Label, string Cidr, bool IsPrivate, string Setting);
