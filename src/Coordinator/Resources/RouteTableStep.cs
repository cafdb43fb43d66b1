using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A route table. Rules come from the gateways that it is given.</summary>
internal sealed class RouteTableStep : CloudStep<CreateRouteTableDetails, RouteTable>
{
    private const string Anywhere = "0.0.0.0/0";

    private readonly Input<string> vcn;
    private readonly Input<string> wayOut;
    private readonly Input<string>? services;
    private readonly Input<string>? destination;

    public RouteTableStep(
        CloudSite cloud, string id, Output<string> vcn, Output<string> wayOut, ServiceGatewayStep? services)
        : base(cloud, id)
    {
        this.vcn = Uses(vcn);
        this.wayOut = Uses(wayOut);
        this.services = services is null ? null : Uses(services.ResourceId);
        destination = services is null ? null : Uses(services.Destination);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(2);

    protected override string Operation => "CreateRouteTable";

    private IReadOnlyList<RouteRule> Rules =>
    [
        new RouteRule { Destination = Anywhere, DestinationType = "CIDR_BLOCK", NetworkEntityId = wayOut.Value },
        .. services is null ? [] : (RouteRule[])
        [
            new RouteRule
            {
                Destination = destination!.Value,
                DestinationType = "SERVICE_CIDR_BLOCK",
                NetworkEntityId = services.Value,
            },
        ],
    ];

    protected override Task<CreateRouteTableDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateRouteTableDetails
        {
            CompartmentId = Cloud.Compartment,
            VcnId = vcn.Value,
            DisplayName = DisplayName,
            RouteRules = Rules,
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<RouteTable>> CreateAsync(
        CreateRouteTableDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Network.CreateRouteTableAsync(details, token, cancellation);

    protected override Task<OciResponse<RouteTable>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Network.GetRouteTableAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<RouteTable>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Network.ListRouteTablesAsync(
            new ListRouteTablesQuery { CompartmentId = Cloud.Compartment, VcnId = vcn.Value }, cancellation));

    protected override IEnumerable<Difference> Compare(RouteTable actual)
    {
        var now = Text(actual.RouteRules ?? []);
        var wanted = Text(Rules);
        if (now != wanted)
        {
            yield return new Difference("routeRules", now, wanted);
        }
    }

    protected override Task UpdateAsync(RouteTable actual, CancellationToken cancellation) =>
        Cloud.Clients.Network.UpdateRouteTableAsync(
            actual.Id, new UpdateRouteTableDetails { RouteRules = Rules }, null, cancellation);

    private static string Text(IEnumerable<RouteRule> rules) =>
        string.Join("; ", rules.Select(rule => $"{rule.Destination ?? rule.CidrBlock} via {rule.NetworkEntityId}")
            .Order(StringComparer.Ordinal));
}
