using MoodleNodeAgent.LocalCloud.Balancing;
using MoodleNodeAgent.LocalCloud.Databases;
using MoodleNodeAgent.LocalCloud.Hosts;
using MoodleNodeAgent.LocalCloud.Storage;

namespace MoodleNodeAgent.LocalCloud;

/// <summary>The data plane of one Linux machine: hosts and networks, file systems, databases and balancers, each made by
/// its own driver.</summary>
internal sealed class MachineDataPlane(
    HostsDriver hosts,
    StorageDriver storage,
    DatabaseDriver databases,
    BalancingDriver balancing,
    Remains remains,
    HostLimits limits,
    TimeProvider time,
    ILogger<MachineDataPlane> logger) : IDataPlane
{
    public Task ApplyNetworkAsync(NetworkSpec network, CancellationToken cancellation) =>
        hosts.ApplyNetworkAsync(network, cancellation);

    public Task DeleteNetworkAsync(string vcnId, CancellationToken cancellation) =>
        hosts.DeleteNetworkAsync(vcnId, cancellation);

    public Task LaunchInstanceAsync(InstanceSpec instance, CancellationToken cancellation) =>
        hosts.LaunchInstanceAsync(instance, cancellation);

    public Task StopInstanceAsync(string instanceId, CancellationToken cancellation) =>
        hosts.StopInstanceAsync(instanceId, cancellation);

    public Task StartInstanceAsync(string instanceId, CancellationToken cancellation) =>
        hosts.StartInstanceAsync(instanceId, cancellation);

    public Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) =>
        hosts.TerminateInstanceAsync(instanceId, cancellation);

    public Task CreateFileSystemAsync(string fileSystemId, CancellationToken cancellation) =>
        storage.CreateFileSystemAsync(fileSystemId, cancellation);

    public Task DeleteFileSystemAsync(string fileSystemId, CancellationToken cancellation) =>
        storage.DeleteFileSystemAsync(fileSystemId, cancellation);

    public Task CreateSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation) =>
        storage.CreateSnapshotAsync(fileSystemId, name, cancellation);

    public Task DeleteSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation) =>
        storage.DeleteSnapshotAsync(fileSystemId, name, cancellation);

    public Task CreateBackupAsync(string backupId, string dbSystemId, CancellationToken cancellation) =>
        databases.CreateBackupAsync(backupId, dbSystemId, cancellation);

    public Task DeleteBackupAsync(string backupId, CancellationToken cancellation) =>
        databases.DeleteBackupAsync(backupId, cancellation);

    public Task ApplyMountTargetAsync(MountTargetSpec mountTarget, CancellationToken cancellation) =>
        storage.ApplyMountTargetAsync(mountTarget, cancellation);

    public Task DeleteMountTargetAsync(string mountTargetId, CancellationToken cancellation) =>
        storage.DeleteMountTargetAsync(mountTargetId, cancellation);

    public Task CreateDbSystemAsync(DbSystemSpec dbSystem, CancellationToken cancellation) =>
        databases.CreateDbSystemAsync(dbSystem, cancellation);

    public Task StopDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        databases.StopDbSystemAsync(dbSystemId, cancellation);

    public Task StartDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        databases.StartDbSystemAsync(dbSystemId, cancellation);

    public Task SwitchOverDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        databases.SwitchOverDbSystemAsync(dbSystemId, cancellation);

    public Task DeleteDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        databases.DeleteDbSystemAsync(dbSystemId, cancellation);

    public Task CreateReplicaAsync(ReplicaSpec replica, CancellationToken cancellation) =>
        databases.CreateReplicaAsync(replica, cancellation);

    public Task DeleteReplicaAsync(string replicaId, CancellationToken cancellation) =>
        databases.DeleteReplicaAsync(replicaId, cancellation);

    public Task ApplyReplicaBalancerAsync(ReplicaBalancerSpec balancer, CancellationToken cancellation) =>
        databases.ApplyReplicaBalancerAsync(balancer, cancellation);

    public Task ApplyLoadBalancerAsync(LoadBalancerSpec loadBalancer, CancellationToken cancellation) =>
        balancing.ApplyLoadBalancerAsync(loadBalancer, cancellation);

    public Task DeleteLoadBalancerAsync(string loadBalancerId, CancellationToken cancellation) =>
        balancing.DeleteLoadBalancerAsync(loadBalancerId, cancellation);

    public IReadOnlyList<HealthCheck> GetBackendHealth(
        string loadBalancerId, string backendSetName, string backendName) =>
        balancing.GetBackendHealth(loadBalancerId, backendSetName, backendName);

    /// <summary>Ends everything: in order where that works within its limit, the rest as `down` would.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync("load balancers", balancing);
        await Task.WhenAll(EndAsync("databases", databases), EndAsync("file storage", storage));
        await EndAsync("hosts and networks", hosts);
        foreach (var thing in await remains.RemoveAsync(CancellationToken.None))
        {
            logger.LogWarning("Removed by force at the end: {Thing}", thing);
        }
    }

    private async Task EndAsync(string what, IAsyncDisposable driver)
    {
        try
        {
            await driver.DisposeAsync().AsTask().WaitAsync(limits.DriverEnd, time);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Cannot end the {Driver} in order within {Limit}", what, limits.DriverEnd);
        }
    }
}
