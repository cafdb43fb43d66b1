namespace MoodleNodeAgent.LocalCloud;

/// <summary>
/// What the resources of the API become on this machine. The control plane calls it while a resource is in its
/// intermediate state (PROVISIONING, CREATING, UPDATING, DELETING): the resource reaches its next state when the call
/// ends, or FAILED when it throws. Calls for one resource never overlap. Every call is idempotent.
/// </summary>
public interface IDataPlane : IAsyncDisposable
{
    /// <summary>Makes or changes a VCN: routed links between its subnets, filtered by the security lists.
    /// Called with the whole picture after each change of the VCN, its subnets or security lists.</summary>
    Task ApplyNetworkAsync(NetworkSpec network, CancellationToken cancellation);

    /// <summary>Removes all that was made for the VCN.</summary>
    Task DeleteNetworkAsync(string vcnId, CancellationToken cancellation);

    /// <summary>Boots a host. Ends when the host's init has started; cloud-init goes on inside.</summary>
    Task LaunchInstanceAsync(InstanceSpec instance, CancellationToken cancellation);

    /// <summary>Shuts the host down in order, keeps its disk.</summary>
    Task StopInstanceAsync(string instanceId, CancellationToken cancellation);

    /// <summary>Boots a stopped host from its disk.</summary>
    Task StartInstanceAsync(string instanceId, CancellationToken cancellation);

    /// <summary>Ends the host and removes its disk.</summary>
    Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation);

    /// <summary>Makes an empty file system.</summary>
    Task CreateFileSystemAsync(string fileSystemId, CancellationToken cancellation);

    /// <summary>Removes a file system with all that is in it.</summary>
    Task DeleteFileSystemAsync(string fileSystemId, CancellationToken cancellation);

    /// <summary>Keeps the present state of a file system, which shows it as the folder .snapshot/NAME.</summary>
    Task CreateSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation);

    /// <summary>Removes a kept state of a file system.</summary>
    Task DeleteSnapshotAsync(string fileSystemId, string name, CancellationToken cancellation);

    /// <summary>Makes or changes a mount target: an NFS server at its address with exactly these exports.</summary>
    Task ApplyMountTargetAsync(MountTargetSpec mountTarget, CancellationToken cancellation);

    /// <summary>Ends the mount target's server.</summary>
    Task DeleteMountTargetAsync(string mountTargetId, CancellationToken cancellation);

    /// <summary>Makes a DB system: a server at its address, with a standby member when highly available.</summary>
    Task CreateDbSystemAsync(DbSystemSpec dbSystem, CancellationToken cancellation);

    /// <summary>Stops the servers of a DB system and its replicas, keeps their data.</summary>
    Task StopDbSystemAsync(string dbSystemId, CancellationToken cancellation);

    /// <summary>Starts the servers of a stopped DB system and its replicas.</summary>
    Task StartDbSystemAsync(string dbSystemId, CancellationToken cancellation);

    /// <summary>Moves the primary's role and address to the standby member.</summary>
    Task SwitchOverDbSystemAsync(string dbSystemId, CancellationToken cancellation);

    /// <summary>Keeps the present data of a DB system; it outlives the DB system.</summary>
    Task CreateBackupAsync(string backupId, string dbSystemId, CancellationToken cancellation);

    /// <summary>Removes kept data.</summary>
    Task DeleteBackupAsync(string backupId, CancellationToken cancellation);

    /// <summary>Ends the servers of a DB system and removes their data.</summary>
    Task DeleteDbSystemAsync(string dbSystemId, CancellationToken cancellation);

    /// <summary>Makes a read replica and waits until it replicates.</summary>
    Task CreateReplicaAsync(ReplicaSpec replica, CancellationToken cancellation);

    /// <summary>Ends a read replica and removes its data.</summary>
    Task DeleteReplicaAsync(string replicaId, CancellationToken cancellation);

    /// <summary>Makes or changes the replica load balancer of a DB system; no replicas: it is removed.</summary>
    Task ApplyReplicaBalancerAsync(ReplicaBalancerSpec balancer, CancellationToken cancellation);

    /// <summary>Makes or changes a network load balancer.</summary>
    Task ApplyLoadBalancerAsync(LoadBalancerSpec loadBalancer, CancellationToken cancellation);

    /// <summary>Ends a network load balancer.</summary>
    Task DeleteLoadBalancerAsync(string loadBalancerId, CancellationToken cancellation);

    /// <summary>Latest health checks of one backend, newest first; empty before the first one.</summary>
    IReadOnlyList<HealthCheck> GetBackendHealth(string loadBalancerId, string backendSetName, string backendName);
}

/// <summary>A VCN with its subnets; security rules are resolved, so each subnet carries all of its own.</summary>
public sealed record NetworkSpec
{
    public required string VcnId { get; init; }
    public required IReadOnlyList<string> CidrBlocks { get; init; }
    public required IReadOnlyList<SubnetSpec> Subnets { get; init; }
}

/// <summary>A subnet; the first host address is its router.</summary>
public sealed record SubnetSpec
{
    public required string SubnetId { get; init; }
    public required string CidrBlock { get; init; }
    public required string RouterAddress { get; init; }

    /// <summary>Traffic into addresses of the subnet. Rules only allow; no rules: nothing.</summary>
    public required IReadOnlyList<SecurityRuleSpec> Ingress { get; init; }

    /// <summary>Traffic out of addresses of the subnet.</summary>
    public required IReadOnlyList<SecurityRuleSpec> Egress { get; init; }
}

/// <summary>One rule of a security list.</summary>
public sealed record SecurityRuleSpec
{
    /// <summary>"all", "1" (ICMP), "6" (TCP), "17" (UDP), "58" (ICMPv6) or another IANA number.</summary>
    public required string Protocol { get; init; }

    /// <summary>CIDR of the other side. A service CIDR label stands as it is and matches nothing local.</summary>
    public required string Peer { get; init; }

    /// <summary>Destination ports, both ends included; null: all.</summary>
    public PortRangeSpec? DestinationPorts { get; init; }

    /// <summary>Source ports, both ends included; null: all.</summary>
    public PortRangeSpec? SourcePorts { get; init; }

    public int? IcmpType { get; init; }
    public int? IcmpCode { get; init; }

    /// <summary>True: answers need a rule of their own.</summary>
    public bool IsStateless { get; init; }
}

public sealed record PortRangeSpec(int Min, int Max);

/// <summary>An instance as launched, with its primary VNIC.</summary>
public sealed record InstanceSpec
{
    public required string InstanceId { get; init; }
    public required string DisplayName { get; init; }
    public required string HostName { get; init; }
    public required string CompartmentId { get; init; }
    public required string AvailabilityDomain { get; init; }
    public required string FaultDomain { get; init; }
    public required string Region { get; init; }
    public required string Shape { get; init; }
    public required string VcnId { get; init; }
    public required string SubnetId { get; init; }
    public required string VnicId { get; init; }
    public required string PrivateAddress { get; init; }
    public required string MacAddress { get; init; }

    /// <summary>A 127.x address of the machine; null: none.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>The launch call's metadata as sent: user_data in base64, ssh_authorized_keys.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The instance as GET /opc/v2/instance/ of the metadata service tells it, JSON.</summary>
    public required string MetadataDocument { get; init; }

    /// <summary>Makes a certificate of the instance for two hours: the files cert.pem, key.pem and intermediate.pem of
    /// /opc/v2/identity/ of the metadata service. Null: there are none.</summary>
    public Func<IReadOnlyDictionary<string, string>>? IssueIdentity { get; init; }
}

public sealed record MountTargetSpec
{
    public required string MountTargetId { get; init; }
    public required string VcnId { get; init; }
    public required string SubnetId { get; init; }
    public required string Address { get; init; }
    public required IReadOnlyList<ExportSpec> Exports { get; init; }
}

public sealed record ExportSpec
{
    public required string ExportId { get; init; }
    public required string FileSystemId { get; init; }

    /// <summary>Such as "/moodledata".</summary>
    public required string Path { get; init; }

    /// <summary>The first one whose source matches wins; none: the export is invisible.</summary>
    public required IReadOnlyList<ExportOptionSpec> Options { get; init; }
}

public sealed record ExportOptionSpec
{
    /// <summary>Address or CIDR.</summary>
    public required string Source { get; init; }
    public required bool RequirePrivilegedSourcePort { get; init; }
    public required bool IsReadOnly { get; init; }

    /// <summary>NONE, ROOT or ALL.</summary>
    public required string IdentitySquash { get; init; }
    public required long AnonymousUid { get; init; }
    public required long AnonymousGid { get; init; }
}

public sealed record DbSystemSpec
{
    public required string DbSystemId { get; init; }
    public required string VcnId { get; init; }
    public required string SubnetId { get; init; }
    public required string Address { get; init; }

    /// <summary>Addresses of the members, primary first; one without high availability.</summary>
    public required IReadOnlyList<string> MemberAddresses { get; init; }
    public required int Port { get; init; }
    public required string AdminUsername { get; init; }
    public required string AdminPassword { get; init; }

    /// <summary>Backup whose data and users it begins with; null: none, it begins empty.</summary>
    public string? BackupId { get; init; }
}

public sealed record ReplicaSpec
{
    public required string ReplicaId { get; init; }
    public required string DbSystemId { get; init; }
    public required string Address { get; init; }
    public required int Port { get; init; }
}

public sealed record ReplicaBalancerSpec
{
    public required string DbSystemId { get; init; }
    public required string Address { get; init; }
    public required int Port { get; init; }
    public required IReadOnlyList<string> ReplicaAddresses { get; init; }
}

public sealed record LoadBalancerSpec
{
    public required string LoadBalancerId { get; init; }
    public required string VcnId { get; init; }
    public required string SubnetId { get; init; }
    public required string PrivateAddress { get; init; }

    /// <summary>A 127.x address of the machine; null: a private balancer.</summary>
    public string? PublicAddress { get; init; }
    public required IReadOnlyList<ListenerSpec> Listeners { get; init; }
    public required IReadOnlyList<BackendSetSpec> BackendSets { get; init; }
}

public sealed record ListenerSpec
{
    public required string Name { get; init; }
    public required int Port { get; init; }
    public required string BackendSetName { get; init; }
}

public sealed record BackendSetSpec
{
    public required string Name { get; init; }

    /// <summary>TWO_TUPLE, THREE_TUPLE or FIVE_TUPLE.</summary>
    public required string Policy { get; init; }
    public required bool IsFailOpen { get; init; }
    public required bool IsPreserveSource { get; init; }
    public required HealthCheckerSpec HealthChecker { get; init; }
    public required IReadOnlyList<BackendSpec> Backends { get; init; }
}

public sealed record HealthCheckerSpec
{
    /// <summary>HTTP, HTTPS or TCP.</summary>
    public required string Protocol { get; init; }

    /// <summary>0: the backend's port.</summary>
    public required int Port { get; init; }
    public required int Retries { get; init; }
    public required TimeSpan Timeout { get; init; }
    public required TimeSpan Interval { get; init; }
    public string? UrlPath { get; init; }
    public int? ReturnCode { get; init; }
    public string? ResponseBodyRegex { get; init; }
}

public sealed record BackendSpec
{
    public required string Name { get; init; }
    public required string Address { get; init; }
    public required int Port { get; init; }
    public required int Weight { get; init; }
    public required bool IsDrain { get; init; }
    public required bool IsOffline { get; init; }
    public required bool IsBackup { get; init; }
}

/// <summary>One health check. Status: OK, INVALID_STATUS_CODE, TIMED_OUT, HEALTH_PAYLOAD_MISMATCH, CONNECT_FAILED.</summary>
public sealed record HealthCheck(DateTimeOffset Timestamp, string Status);
