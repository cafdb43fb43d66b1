using System.Collections.Concurrent;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Stand-in for a data plane: makes nothing, so that the API alone runs anywhere and without root. Every
/// backend is healthy from its first check on, which is at the first question about it.</summary>
internal sealed class ApiOnlyDataPlane(TimeProvider clock) : IDataPlane
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<HealthCheck>> _checks = new();

    public Task ApplyNetworkAsync(NetworkSpec network, CancellationToken cancellation) => Task.CompletedTask;

    public Task DeleteNetworkAsync(string vcnId, CancellationToken cancellation) => Task.CompletedTask;

    public Task LaunchInstanceAsync(InstanceSpec instance, CancellationToken cancellation) => Task.CompletedTask;

    public Task StopInstanceAsync(string instanceId, CancellationToken cancellation) => Task.CompletedTask;

    public Task StartInstanceAsync(string instanceId, CancellationToken cancellation) => Task.CompletedTask;

    public Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) => Task.CompletedTask;

    public Task CreateFileSystemAsync(string fileSystemId, CancellationToken cancellation) => Task.CompletedTask;

    public Task DeleteFileSystemAsync(string fileSystemId, CancellationToken cancellation) => Task.CompletedTask;

    public Task CreateSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task DeleteSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task CreateBackupAsync(string backupId, string dbSystemId, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task DeleteBackupAsync(string backupId, CancellationToken cancellation) => Task.CompletedTask;

    public Task ApplyMountTargetAsync(MountTargetSpec mountTarget, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task DeleteMountTargetAsync(string mountTargetId, CancellationToken cancellation) => Task.CompletedTask;

    public Task CreateDbSystemAsync(DbSystemSpec dbSystem, CancellationToken cancellation) => Task.CompletedTask;

    public Task StopDbSystemAsync(string dbSystemId, CancellationToken cancellation) => Task.CompletedTask;

    public Task StartDbSystemAsync(string dbSystemId, CancellationToken cancellation) => Task.CompletedTask;

    public Task SwitchOverDbSystemAsync(string dbSystemId, CancellationToken cancellation) => Task.CompletedTask;

    public Task DeleteDbSystemAsync(string dbSystemId, CancellationToken cancellation) => Task.CompletedTask;

    public Task CreateReplicaAsync(ReplicaSpec replica, CancellationToken cancellation) => Task.CompletedTask;

    public Task DeleteReplicaAsync(string replicaId, CancellationToken cancellation) => Task.CompletedTask;

    public Task ApplyReplicaBalancerAsync(ReplicaBalancerSpec balancer, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task ApplyLoadBalancerAsync(LoadBalancerSpec loadBalancer, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task DeleteLoadBalancerAsync(string loadBalancerId, CancellationToken cancellation) => Task.CompletedTask;

    public IReadOnlyList<HealthCheck> GetBackendHealth(
        string loadBalancerId, string backendSetName, string backendName) =>
        _checks.GetOrAdd(
            $"{loadBalancerId}/{backendSetName}/{backendName}", _ => [new HealthCheck(clock.GetUtcNow(), "OK")]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
