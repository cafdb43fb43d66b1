using MoodleNodeAgent.LocalCloud.Api.Identity;
using MoodleNodeAgent.LocalCloud.Api.Objects;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>All services of the API.</summary>
internal static class Services
{
    public static void AddAll(Handlers handlers, Cloud cloud)
    {
        var network = new NetworkPicture(cloud);
        var addresses = new AddressService(cloud);
        new IdentityService(cloud).AddTo(handlers);
        new VcnService(cloud, network).AddTo(handlers);
        new GatewayService(cloud).AddTo(handlers);
        new RouteTableService(cloud).AddTo(handlers);
        new SecurityService(cloud, network).AddTo(handlers);
        new SubnetService(cloud, network).AddTo(handlers);
        addresses.AddTo(handlers);
        var catalog = new ComputeCatalog(cloud);
        catalog.AddTo(handlers);
        new InstanceService(cloud, catalog, addresses).AddTo(handlers);
        new FileSystemService(cloud).AddTo(handlers);
        var targets = new MountTargetService(cloud, addresses);
        targets.AddTo(handlers);
        new ExportService(cloud, targets).AddTo(handlers);
        var parts = new LoadBalancerDocument(cloud);
        var balancers = new LoadBalancerService(cloud, addresses, parts);
        balancers.AddTo(handlers);
        new BackendService(cloud, balancers, parts).AddTo(handlers);
        var mySql = new MySqlCatalog(cloud);
        mySql.AddTo(handlers);
        var endpoints = new DbEndpoints(cloud, addresses);
        var backups = new BackupService(cloud);
        new DbSystemService(cloud, mySql, addresses, endpoints, backups).AddTo(handlers);
        new ReplicaService(cloud, mySql, addresses, endpoints).AddTo(handlers);
        new HeatWaveService(cloud, mySql).AddTo(handlers);
        backups.AddTo(handlers);
        new SnapshotService(cloud).AddTo(handlers);
        new ConsoleHistoryService(cloud).AddTo(handlers);
        new PolicyService(cloud).AddTo(handlers);
        new LimitService(cloud).AddTo(handlers);
        new CapacityReports(cloud, catalog).AddTo(handlers);
        new BucketService(cloud).AddTo(handlers);
        new ObjectService(cloud).AddTo(handlers);
        new AccessLinkService(cloud).AddTo(handlers);
        new FederationService(cloud).AddTo(handlers);
        new WorkRequestService(cloud).AddTo(handlers);
    }
}
