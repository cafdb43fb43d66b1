using System.Collections.Concurrent;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>A data plane that writes down its calls, and can hold or fail them.</summary>
internal sealed class RecordingDataPlane : IDataPlane
{
    private readonly ConcurrentQueue<(string Call, object Argument)> _calls = new();
    private readonly ConcurrentDictionary<string, string> _failures = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();

    public IReadOnlyList<HealthCheck> Health { get; set; } = [];

    public IEnumerable<string> Calls => _calls.Select(call => call.Call);

    public T Last<T>() => _calls.Select(call => call.Argument).OfType<T>().Last();

    public void Fail(string call, string message) => _failures[call] = message;

    public TaskCompletionSource Hold(string call) => _held[call] = new TaskCompletionSource();

    public Task ApplyNetworkAsync(NetworkSpec network, CancellationToken cancellation) => Note("ApplyNetwork", network);

    public Task DeleteNetworkAsync(string vcnId, CancellationToken cancellation) => Note("DeleteNetwork", vcnId);

    public Task LaunchInstanceAsync(InstanceSpec instance, CancellationToken cancellation) =>
        Note("LaunchInstance", instance);

    public Task StopInstanceAsync(string instanceId, CancellationToken cancellation) =>
        Note("StopInstance", instanceId);

    public Task StartInstanceAsync(string instanceId, CancellationToken cancellation) =>
        Note("StartInstance", instanceId);

    public Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) =>
        Note("TerminateInstance", instanceId);

    public Task CreateFileSystemAsync(string fileSystemId, CancellationToken cancellation) =>
        Note("CreateFileSystem", fileSystemId);

    public Task DeleteFileSystemAsync(string fileSystemId, CancellationToken cancellation) =>
        Note("DeleteFileSystem", fileSystemId);

    public Task CreateSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation) =>
        Note("CreateSnapshot", $"{fileSystemId}/{name}");

    public Task DeleteSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation) =>
        Note("DeleteSnapshot", $"{fileSystemId}/{name}");

    public Task CreateBackupAsync(string backupId, string dbSystemId, CancellationToken cancellation) =>
        Note("CreateBackup", backupId);

    public Task DeleteBackupAsync(string backupId, CancellationToken cancellation) => Note("DeleteBackup", backupId);

    public Task ApplyMountTargetAsync(MountTargetSpec mountTarget, CancellationToken cancellation) =>
        Note("ApplyMountTarget", mountTarget);

    public Task DeleteMountTargetAsync(string mountTargetId, CancellationToken cancellation) =>
        Note("DeleteMountTarget", mountTargetId);

    public Task CreateDbSystemAsync(DbSystemSpec dbSystem, CancellationToken cancellation) =>
        Note("CreateDbSystem", dbSystem);

    public Task StopDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        Note("StopDbSystem", dbSystemId);

    public Task StartDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        Note("StartDbSystem", dbSystemId);

    public Task SwitchOverDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        Note("SwitchOverDbSystem", dbSystemId);

    public Task DeleteDbSystemAsync(string dbSystemId, CancellationToken cancellation) =>
        Note("DeleteDbSystem", dbSystemId);

    public Task CreateReplicaAsync(ReplicaSpec replica, CancellationToken cancellation) =>
        Note("CreateReplica", replica);

    public Task DeleteReplicaAsync(string replicaId, CancellationToken cancellation) =>
        Note("DeleteReplica", replicaId);

    public Task ApplyReplicaBalancerAsync(ReplicaBalancerSpec balancer, CancellationToken cancellation) =>
        Note("ApplyReplicaBalancer", balancer);

    public Task ApplyLoadBalancerAsync(LoadBalancerSpec loadBalancer, CancellationToken cancellation) =>
        Note("ApplyLoadBalancer", loadBalancer);

    public Task DeleteLoadBalancerAsync(string loadBalancerId, CancellationToken cancellation) =>
        Note("DeleteLoadBalancer", loadBalancerId);

    public IReadOnlyList<HealthCheck> GetBackendHealth(
        string loadBalancerId, string backendSetName, string backendName) => Health;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task Note(string call, object argument)
    {
        _calls.Enqueue((call, argument));
        if (_held.TryGetValue(call, out TaskCompletionSource? held))
        {
            await held.Task;
        }

        if (_failures.TryGetValue(call, out string? message))
        {
            throw new IOException(message);
        }
    }
}
