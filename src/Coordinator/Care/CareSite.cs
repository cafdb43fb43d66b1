using System.Text.Json;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Sites;
using MoodleNodeAgent.Sites.Products;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Care;

/// <summary>The site that runs, as its last apply left it.</summary>
internal sealed class CareSite
{
    private readonly IStepStates states;
    private readonly ISecretStore secrets;

    private CareSite(Site site, Artifact artifact, IProduct product, CloudClients cloud, SiteStore store)
    {
        Site = site;
        Artifact = artifact;
        Product = product;
        Cloud = cloud;
        states = store.Steps(site.Name);
        secrets = store.Secrets;
    }

    public Site Site { get; }

    public Artifact Artifact { get; }

    public IProduct Product { get; }

    public CloudClients Cloud { get; }

    /// <summary>Reads the site.</summary>
    /// <exception cref="CareException">There is none yet.</exception>
    public static CareSite Open(SiteStore store, ICloudAccess access)
    {
        var known = SiteDeployment.LastOf(store.Documents)
            ?? throw new CareException("There is no site yet. Make it with moodlectl apply FILE.");
        var product = Products.ByName(known.Site.Product)
            ?? throw new CareException($"This coordinator knows no product {known.Site.Product}. Update the coordinator.");
        return new CareSite(known.Site, known.Artifact, product, access.Connect(known.Site.Cloud), store);
    }

    /// <summary>OCID of a step's resource.</summary>
    public string Resource(string step) => states.Find(step)?.Resource
        ?? throw new CareException($"{step} was not made yet. Finish the apply of {Site.Name} first.");

    /// <summary>IPv4 address of a node.</summary>
    public string AddressOf(string node) => Output<string>(StepIds.Instance(node), "address");

    /// <summary>Where to write.</summary>
    public Endpoint Primary => Output<Endpoint>(StepIds.Endpoints, "primary");

    /// <summary>Password of the DB system's administrator.</summary>
    public Secret AdminPassword => secrets.Find(SecretNames.DatabaseAdmin)
        ?? throw new CareException($"The secret {SecretNames.DatabaseAdmin} was not made yet. Finish the apply first.");

    /// <summary>Schema of the product.</summary>
    public string Schema => DatabaseSchemaStep.NameFor(Site);

    /// <summary>Compartment of all that is the site's.</summary>
    public string Compartment => Site.Cloud.Compartment ?? Cloud.Tenancy;

    /// <summary>What the product is made of, with another archive than the last apply's or with the same.</summary>
    public ApplicationInputs Inputs(Artifact artifact) => new()
    {
        Url = ApplicationSources.UrlOf(Site, Output<string>(StepIds.Balancer, "address")),
        Storage = new StorageOutputs(
            Output<string>(StepIds.MountTarget, "address"), Output<string>(StepIds.Export, "path")),
        DatabaseType = Output<string>(StepIds.Schema, "type"),
        Primary = Output<Endpoint>(StepIds.Endpoints, "primary"),
        Replicas = Output<List<Endpoint>>(StepIds.Endpoints, "replicas"),
        DatabaseName = DatabaseSchemaStep.NameFor(Site),
        DatabaseUser = DatabaseSchemaStep.NameFor(Site),
        DatabasePassword = Secret(SecretNames.DatabaseApp),
        AdminPassword = Secret(SecretNames.AppAdmin),
        SiteKey = Secret(SecretNames.AppKey),
        ArchiveSha256 = artifact.Sha256,
        ArchiveSize = artifact.Size,
    };

    private string Secret(string name) => (secrets.Find(name)
        ?? throw new CareException($"The secret {name} was not made yet. Finish the apply of {Site.Name} first.")).Reveal();

    private T Output<T>(string step, string name)
        where T : class =>
        states.Find(step)?.Outputs.TryGetValue(name, out var value) == true && value.Deserialize<T>() is { } known
            ? known
            : throw new CareException($"{step} was not made yet. Finish the apply of {Site.Name} first.");
}
