using System.Globalization;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Products;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Where a step takes what the product needs to know of the cloud.</summary>
internal sealed class ApplicationSources
{
    private const int DefaultHttpPort = 80;

    private readonly Site site;
    private readonly Artifact artifact;
    private readonly ISecretStore secrets;
    private readonly Input<string> balancer;
    private readonly Input<string> storage;
    private readonly Input<string> export;
    private readonly Input<string> type;
    private readonly Input<Endpoint> primary;
    private readonly Input<IReadOnlyList<Endpoint>> replicas;

    private ApplicationSources(
        Step step, Site site, Artifact artifact, ISecretStore secrets, ApplicationOutputs outputs)
    {
        this.site = site;
        this.artifact = artifact;
        this.secrets = secrets;
        balancer = step.Uses(outputs.Balancer.Address);
        storage = step.Uses(outputs.MountTarget.Address);
        export = step.Uses(outputs.Export.Path);
        type = step.Uses(outputs.Schema.Type);
        primary = step.Uses(outputs.Endpoints.Primary);
        replicas = step.Uses(outputs.Endpoints.Replicas);
    }

    /// <summary>Makes the step a user of everything that the product needs.</summary>
    public static ApplicationSources Take(
        Step step, Site site, Artifact artifact, ISecretStore secrets, ApplicationOutputs outputs) =>
        new(step, site, artifact, secrets, outputs);

    /// <summary>Public URL of the site.</summary>
    public static string UrlOf(Site site, string address) =>
        site.Url ?? (site.Balancer.Listeners[0] == DefaultHttpPort
            ? $"http://{address}"
            : string.Create(CultureInfo.InvariantCulture, $"http://{address}:{site.Balancer.Listeners[0]}"));

    /// <summary>The values, once they are known.</summary>
    public ApplicationInputs Read() => new()
    {
        Url = UrlOf(site, balancer.Value),
        Storage = new StorageOutputs(storage.Value, export.Value),
        DatabaseType = type.Value,
        Primary = primary.Value,
        Replicas = replicas.Value,
        DatabaseName = DatabaseSchemaStep.NameFor(site),
        DatabaseUser = DatabaseSchemaStep.NameFor(site),
        DatabasePassword = secrets.GetOrCreate(SecretNames.DatabaseApp).Reveal(),
        AdminPassword = secrets.GetOrCreate(SecretNames.AppAdmin).Reveal(),
        SiteKey = secrets.GetOrCreate(SecretNames.AppKey).Reveal(),
        ArchiveSha256 = artifact.Sha256,
        ArchiveSize = artifact.Size,
    };
}

/// <summary>Steps that the product's inputs come from.</summary>
internal sealed record ApplicationOutputs(
    BalancerStep Balancer, MountTargetStep MountTarget, ExportStep Export, DatabaseSchemaStep Schema,
    DatabaseEndpointsStep Endpoints);
