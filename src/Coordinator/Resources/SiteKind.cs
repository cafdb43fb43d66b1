using MoodleNodeAgent.Coordinator.Control;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A kind of resource that a site is made of: how all of them are listed, and how one is deleted.</summary>
internal sealed record SiteKind
{
    /// <summary>As an operator calls it, such as "instance".</summary>
    public required string Name { get; init; }

    /// <summary>What the client calls one.</summary>
    public required Type Model { get; init; }

    public required Func<CloudSite, CancellationToken, IAsyncEnumerable<IOciResource>> List { get; init; }

    public required Func<CloudSite, string, CancellationToken, Task<IOciResource>> GetAsync { get; init; }

    public required Func<CloudSite, string, CancellationToken, Task<OciResponse>> DeleteAsync { get; init; }

    /// <summary>What has to be done before the deletion is asked for, with the resource ready. Default: nothing.</summary>
    public Func<CloudSite, string, CancellationToken, Task>? UnlockAsync { get; init; }

    /// <summary>Says what is left of a deleted resource. Default: nothing is.</summary>
    public Func<CloudSite, string, CancellationToken, Task<string>>? ProveAsync { get; init; }

    /// <summary>Whether a list shows everything that is to be known of one. Default: a list leaves fields out.</summary>
    public bool IsListedWhole { get; init; }

    /// <summary>Kinds whose resources have to be gone before one of this kind can be deleted.</summary>
    public IReadOnlyList<string> GoesAfter { get; init; } = [];

    /// <summary>Usual duration of a deletion.</summary>
    public TimeSpan Expected { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>As of a step.</summary>
    public string? SerialKey { get; init; }

    /// <summary>Whether the site's data is in it: only a destroy that says so deletes it.</summary>
    public bool BearsData { get; init; }

    /// <summary>Whether only a control host brings it along, and only whoever launches that one sees it.</summary>
    public bool IsOfControl { get; init; }

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<SiteKind> All { get; } =
    [
        new()
        {
            Name = "network load balancer",
            Model = typeof(NetworkLoadBalancer),
            List = (cloud, token) => cloud.Clients.Balancers.ListNetworkLoadBalancersAsync(
                new ListNetworkLoadBalancersQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) =>
                (await cloud.Clients.Balancers.GetNetworkLoadBalancerAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) =>
                cloud.Clients.Balancers.DeleteNetworkLoadBalancerAsync(id, null, token),
            Expected = TimeSpan.FromSeconds(15),
            SerialKey = "balancer",
        },
        new()
        {
            Name = "instance",
            Model = typeof(Instance),
            IsListedWhole = true,
            List = (cloud, token) => cloud.Clients.Compute.ListInstancesAsync(
                new ListInstancesQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) => (await cloud.Clients.Compute.GetInstanceAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.Compute.TerminateInstanceAsync(
                id, new TerminateInstanceQuery { PreserveBootVolume = false }, null, token),
            Expected = TimeSpan.FromSeconds(45),
        },
        new()
        {
            Name = "read replica",
            Model = typeof(Replica),
            List = (cloud, token) => cloud.Clients.MySql.ListReplicasAsync(
                new ListReplicasQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) => (await cloud.Clients.MySql.GetReplicaAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.MySql.DeleteReplicaAsync(id, null, token),
            Expected = TimeSpan.FromMinutes(4),
            SerialKey = "database",
        },
        DataKinds.DbSystem,
        DataKinds.Export,
        DataKinds.FileSystem,
        DataKinds.MountTarget,
        new()
        {
            Name = "subnet",
            Model = typeof(Subnet),
            IsListedWhole = true,
            List = (cloud, token) => cloud.Clients.Network.ListSubnetsAsync(
                new ListSubnetsQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) => (await cloud.Clients.Network.GetSubnetAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.Network.DeleteSubnetAsync(id, null, token),
            GoesAfter = ["network load balancer", "instance", "read replica", "DB system", "mount target"],
        },
        new()
        {
            Name = "route table",
            Model = typeof(RouteTable),
            IsListedWhole = true,
            List = (cloud, token) => cloud.Clients.Network.ListRouteTablesAsync(
                new ListRouteTablesQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) => (await cloud.Clients.Network.GetRouteTableAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.Network.DeleteRouteTableAsync(id, null, token),
            GoesAfter = ["subnet"],
        },
        new()
        {
            Name = "security list",
            Model = typeof(SecurityList),
            IsListedWhole = true,
            List = (cloud, token) => cloud.Clients.Network.ListSecurityListsAsync(
                new ListSecurityListsQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) => (await cloud.Clients.Network.GetSecurityListAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.Network.DeleteSecurityListAsync(id, null, token),
            GoesAfter = ["subnet"],
        },
        new()
        {
            Name = "internet gateway",
            Model = typeof(InternetGateway),
            IsListedWhole = true,
            List = (cloud, token) => cloud.Clients.Network.ListInternetGatewaysAsync(
                new ListInternetGatewaysQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) =>
                (await cloud.Clients.Network.GetInternetGatewayAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.Network.DeleteInternetGatewayAsync(id, null, token),
            GoesAfter = ["route table"],
        },
        new()
        {
            Name = "NAT gateway",
            Model = typeof(NatGateway),
            IsListedWhole = true,
            List = (cloud, token) => cloud.Clients.Network.ListNatGatewaysAsync(
                new ListNatGatewaysQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) => (await cloud.Clients.Network.GetNatGatewayAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.Network.DeleteNatGatewayAsync(id, null, token),
            GoesAfter = ["route table"],
        },
        new()
        {
            Name = "service gateway",
            Model = typeof(ServiceGateway),
            IsListedWhole = true,
            List = (cloud, token) => cloud.Clients.Network.ListServiceGatewaysAsync(
                new ListServiceGatewaysQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) =>
                (await cloud.Clients.Network.GetServiceGatewayAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.Network.DeleteServiceGatewayAsync(id, null, token),
            GoesAfter = ["route table"],
        },
        new()
        {
            Name = "VCN",
            Model = typeof(Vcn),
            IsListedWhole = true,
            List = (cloud, token) => cloud.Clients.Network.ListVcnsAsync(
                new ListVcnsQuery { CompartmentId = cloud.Compartment }, token),
            GetAsync = async (cloud, id, token) => (await cloud.Clients.Network.GetVcnAsync(id, token)).Value,
            DeleteAsync = (cloud, id, token) => cloud.Clients.Network.DeleteVcnAsync(id, null, token),
            GoesAfter =
            [
                "subnet", "route table", "security list", "internet gateway", "NAT gateway", "service gateway",
            ],
        },
        ControlKinds.Policy,
        ControlKinds.DynamicGroup,
        ControlKinds.Bucket,
    ];

    /// <summary>The kind of this model.</summary>
    public static SiteKind Of(Type model) => All.First(kind => kind.Model == model);
}
