using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>All ways into the database, once every replica is there. Changes nothing; it waits for the replica load
/// balancer, which OCI makes together with the first replica.</summary>
internal sealed class DatabaseEndpointsStep : Step
{
    private const int DefaultPort = 3306;

    private readonly CloudSite cloud;
    private readonly Input<string> system;
    private readonly Input<Endpoint> primary;
    private readonly IReadOnlyList<Input<Endpoint>> replicas;

    public DatabaseEndpointsStep(
        CloudSite cloud, string id, DbSystemStep system, IReadOnlyList<ReplicaStep> replicas)
        : base(id)
    {
        this.cloud = cloud;
        this.system = Uses(system.ResourceId);
        primary = Uses(system.Primary);
        this.replicas = Uses(replicas.Select(replica => replica.Address));
        Primary = Produces<Endpoint>("primary");
        Replicas = Produces<IReadOnlyList<Endpoint>>("replicas");
        ReplicaBalancer = Produces<Endpoint?>("replicaBalancer");
    }

    /// <summary>Where to write.</summary>
    public Output<Endpoint> Primary { get; }

    /// <summary>Read replicas, first to last.</summary>
    public Output<IReadOnlyList<Endpoint>> Replicas { get; }

    /// <summary>Balancer over the replicas; null: no replicas.</summary>
    public Output<Endpoint?> ReplicaBalancer { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(1);

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        var found = (await cloud.Clients.MySql.GetDbSystemAsync(system.Value, cancellation)).Value;
        var balancer = BalancerOf(found);
        if (replicas.Count > 0 && balancer is null)
        {
            return new Observation(
                StepAction.Create, [new Difference("endpoints", "no replica balancer", "replica balancer")]);
        }

        Set(balancer);
        return Observation.Nothing;
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        var balancer = await Polling.UntilAsync(
            context, $"the replica balancer of {system.Value}", Expected, context.Limits.LeastPatience,
            async () => BalancerOf((await cloud.Clients.MySql.GetDbSystemAsync(system.Value, cancellation)).Value),
            cancellation);
        Set(balancer);
    }

    private void Set(Endpoint? balancer)
    {
        Primary.Set(primary.Value);
        Replicas.Set([.. replicas.Select(replica => replica.Value)]);
        
        // With the last replica the balancer goes as well, a little later.
        ReplicaBalancer.Set(replicas.Count > 0 ? balancer : null);
    }

    private static Endpoint? BalancerOf(DbSystem system)
    {
        var endpoint = system.Endpoints?.FirstOrDefault(
            candidate => candidate.ResourceType is "READ_ENDPOINT" or "LOAD_BALANCER" && candidate.IpAddress is not null);
        return endpoint is null ? null : new Endpoint(endpoint.IpAddress!, endpoint.Port ?? DefaultPort);
    }
}
