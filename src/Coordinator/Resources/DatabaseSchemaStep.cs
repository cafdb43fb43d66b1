using MoodleNodeAgent.Coordinator.Databases;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Protocol.Operator.V1;
using MoodleNodeAgent.Sites;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The product's schema and user, made as soon as the primary is there.</summary>
internal sealed class DatabaseSchemaStep : Step
{
    private readonly Site site;
    private readonly Input<Endpoint> primary;
    private readonly IProductDatabase databases;
    private readonly ISecretStore secrets;

    public DatabaseSchemaStep(
        string id, Site site, DbSystemStep system, IProductDatabase databases, ISecretStore secrets)
        : base(id)
    {
        this.site = site;
        primary = Uses(system.Primary);
        this.databases = databases;
        this.secrets = secrets;
        Type = Produces<string>("type");
    }

    /// <summary>"mysqli" or "mariadb".</summary>
    public Output<string> Type { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(3);

    private DatabaseWork Work => new()
    {
        Primary = primary.Value,
        AdminUser = DbSystemStep.AdminUser,
        AdminPassword = secrets.GetOrCreate(SecretNames.DatabaseAdmin),
        Name = NameFor(site),
        User = NameFor(site),
        Password = secrets.GetOrCreate(SecretNames.DatabaseApp),
    };

    /// <summary>Name of schema and user: the product's.</summary>
    public static string NameFor(Site site) => site.Product.Replace('-', '_');

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        var state = await databases.ObserveAsync(Work, cancellation);
        if (!state.Reachable)
        {
            return new Observation(StepAction.Create, [new Difference("database", "not reachable", "reachable")]);
        }

        if (!state.SchemaExists)
        {
            return Observation.Missing;
        }

        Type.Set(state.Type);
        return state.IsReady
            ? Observation.Nothing
            : Observation.Of([new Difference("user", "cannot connect", "limited to its schema")]);
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        var work = Work;
        await Polling.UntilAsync(
            context, $"a connection to the database at {work.Primary.Address}:{work.Primary.Port}",
            Expected, context.Limits.LeastPatience, async () =>
            {
                var state = await databases.ObserveAsync(work, cancellation);
                return state.Reachable ? state : null;
            },
            cancellation);
        Type.Set((await databases.EnsureAsync(work, cancellation)).Type);
    }
}
