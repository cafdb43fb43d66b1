using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.MySql;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A read replica. OCI makes one at a time: each needs the one before.</summary>
internal sealed class ReplicaStep : CloudStep<CreateReplicaDetails, Replica>
{
    /// <summary>Port of a replica that tells none.</summary>
    public const int DefaultPort = 3306;

    private readonly Input<string> system;

    public ReplicaStep(CloudSite cloud, string id, DbSystemStep system, ReplicaStep? before)
        : base(cloud, id)
    {
        this.system = Uses(system.ResourceId);
        if (before is not null)
        {
            Uses(before.Done);
        }

        Address = Produces<Endpoint>("endpoint");
    }

    /// <summary>Where to read.</summary>
    public Output<Endpoint> Address { get; }

    public override TimeSpan Expected => TimeSpan.FromMinutes(12);

    public override string? SerialKey => "database";

    protected override string Operation => "CreateReplica";

    // OCI's own remedy for NEEDS_ATTENTION is another one; the data is the DB system's.
    protected override bool IsReplacedWhenBroken => true;

    // The DB system is UPDATING for a moment after each replica, and refuses the next one meanwhile.
    protected override Task PrepareAsync(StepContext context, CancellationToken cancellation) =>
        Polling.UntilAsync(
            context, $"the DB system {system.Value}", Expected, async () =>
            {
                var now = (await Cloud.Clients.MySql.GetDbSystemAsync(system.Value, cancellation)).Value;
                return now.LifecycleState == LifecycleState.Active ? now : null;
            },
            cancellation);

    protected override Task<CreateReplicaDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateReplicaDetails
        {
            DbSystemId = system.Value,
            DisplayName = DisplayName,
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<Replica>> CreateAsync(
        CreateReplicaDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.MySql.CreateReplicaAsync(details, token, cancellation);

    protected override Task<OciResponse<Replica>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.MySql.GetReplicaAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<Replica>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.MySql.ListReplicasAsync(
            new ListReplicasQuery { CompartmentId = Cloud.Compartment, DbSystemId = system.Value }, cancellation));

    protected override Condition ConditionOf(Replica resource)
    {
        var condition = base.ConditionOf(resource);
        return condition == Condition.Ready && string.IsNullOrEmpty(resource.IpAddress) ? Condition.Pending : condition;
    }

    protected override Task ReadOutputsAsync(Replica resource, CancellationToken cancellation)
    {
        Address.Set(new Endpoint(resource.IpAddress!, resource.Port ?? DefaultPort));
        return Task.CompletedTask;
    }
}
