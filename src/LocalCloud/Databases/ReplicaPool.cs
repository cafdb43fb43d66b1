namespace MoodleNodeAgent.LocalCloud.Databases;

/// <summary>The backend set of a replica balancer: the replicas, and the primary where none of them is alive. As with
/// OCI's read endpoint, writes that come this way then succeed.</summary>
internal static class ReplicaPool
{
    public const string Name = "replicas";

    /// <summary>The backend set for this balancer.</summary>
    public static BackendSetSpec For(ReplicaBalancerSpec balancer, string primaryAddress, int primaryPort) => new()
    {
        Name = Name,
        Policy = "FIVE_TUPLE",
        IsFailOpen = false,
        IsPreserveSource = false,
        HealthChecker = new HealthCheckerSpec
        {
            Protocol = "TCP",
            Port = 0,
            Retries = 2,
            Timeout = TimeSpan.FromSeconds(1),
            Interval = TimeSpan.FromSeconds(1),
        },
        Backends =
        [
            .. balancer.ReplicaAddresses.Select(address => Backend(address, balancer.Port, isBackup: false)),
            Backend(primaryAddress, primaryPort, isBackup: true),
        ],
    };

    private static BackendSpec Backend(string address, int port, bool isBackup) => new()
    {
        Name = $"{address}:{port}",
        Address = address,
        Port = port,
        Weight = 1,
        IsDrain = false,
        IsOffline = false,
        IsBackup = isBackup,
    };
}
