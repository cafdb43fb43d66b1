using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Protocol.Operator.V1;
using Endpoint = MoodleNodeAgent.Sites.Products.Endpoint;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The MySQL HeatWave DB system. It bears data: never replaced, never deleted by an apply.</summary>
internal sealed class DbSystemStep : CloudStep<CreateDbSystemDetails, DbSystem>
{
    /// <summary>User name of its administrator.</summary>
    public const string AdminUser = "admin";

    private const int BackupDays = 7;
    private const int DefaultPort = 3306;

    private readonly Input<string> subnet;
    private readonly ISecretStore secrets;

    public DbSystemStep(CloudSite cloud, string id, Output<string> subnet, ISecretStore secrets)
        : base(cloud, id)
    {
        this.subnet = Uses(subnet);
        this.secrets = secrets;
        Primary = Produces<Endpoint>("primary");
    }

    /// <summary>Where to write.</summary>
    public Output<Endpoint> Primary { get; }

    public override TimeSpan Expected =>
        Cloud.Site.Database.HighAvailability ? TimeSpan.FromMinutes(20) : TimeSpan.FromMinutes(12);

    public override string? SerialKey => "database";

    internal override string? IrreversibleBy(StepAction action) =>
        action == StepAction.Update ? "storage never shrinks again" : null;

    protected override string Operation => "CreateDbSystem";

    protected override bool BearsData => true;

    protected override async Task<CreateDbSystemDetails> DescribeAsync(CancellationToken cancellation) => new()
    {
        CompartmentId = Cloud.Compartment,
        DisplayName = DisplayName,
        SubnetId = subnet.Value,
        AvailabilityDomain = (await Cloud.AvailabilityDomainsAsync(cancellation))[0],
        ShapeName = Cloud.Site.Database.Shape,
        ConfigurationId = await ConfigurationAsync(cancellation),
        IsHighlyAvailable = Cloud.Site.Database.HighAvailability,
        MysqlVersion = await VersionAsync(cancellation),
        AdminUsername = AdminUser,
        AdminPassword = secrets.GetOrCreate(SecretNames.DatabaseAdmin).Reveal(),
        DataStorageSizeInGBs = Cloud.Site.Database.StorageGb,
        BackupPolicy = new CreateBackupPolicyDetails
        {
            IsEnabled = true,
            RetentionInDays = BackupDays,
            PitrPolicy = new PitrPolicy { IsEnabled = true },
        },
        DeletionPolicy = new CreateDeletionPolicyDetails
        {
            AutomaticBackupRetention = "RETAIN",
            FinalBackup = "REQUIRE_FINAL_BACKUP",
            IsDeleteProtected = true,
        },
        FreeformTags = Tags,
    };

    protected override Task<OciResponse<DbSystem>> CreateAsync(
        CreateDbSystemDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.MySql.CreateDbSystemAsync(details, token, cancellation);

    protected override Task<OciResponse<DbSystem>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.MySql.GetDbSystemAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<DbSystem>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.MySql.ListDbSystemsAsync(
            new ListDbSystemsQuery { CompartmentId = Cloud.Compartment }, cancellation));

    protected override IEnumerable<Difference> Compare(DbSystem actual)
    {
        var wanted = Cloud.Site.Database;
        if (actual.ShapeName != wanted.Shape)
        {
            yield return Fixed("shapeName", actual.ShapeName, wanted.Shape, "database.shape");
        }

        if (actual.IsHighlyAvailable is { } available && available != wanted.HighAvailability)
        {
            yield return Fixed("isHighlyAvailable", available, wanted.HighAvailability, "database.high_availability");
        }

        if (actual.MysqlVersion?.StartsWith(wanted.Version, StringComparison.Ordinal) == false)
        {
            yield return Fixed("mysqlVersion", actual.MysqlVersion, wanted.Version, "database.version");
        }

        // While a replica is being made the system answers UPDATING; storage can only grow.
        if (actual.DataStorageSizeInGBs is { } size && size != wanted.StorageGb)
        {
            yield return size < wanted.StorageGb
                ? new Difference("dataStorageSizeInGBs", $"{size}", $"{wanted.StorageGb}")
                : new Difference(
                    "dataStorageSizeInGBs", $"{size}", $"{wanted.StorageGb}",
                    $"storage can only grow. Set database.storage_gb to {size} or more.");
        }
    }

    protected override Task UpdateAsync(DbSystem actual, CancellationToken cancellation) =>
        Cloud.Clients.MySql.UpdateDbSystemAsync(
            actual.Id, new UpdateDbSystemDetails { DataStorageSizeInGBs = Cloud.Site.Database.StorageGb }, null,
            cancellation);

    protected override Condition ConditionOf(DbSystem resource)
    {
        var condition = base.ConditionOf(resource);
        return condition == Condition.Ready && AddressOf(resource) is null ? Condition.Pending : condition;
    }

    protected override Task ReadOutputsAsync(DbSystem resource, CancellationToken cancellation)
    {
        Primary.Set(AddressOf(resource)!);
        return Task.CompletedTask;
    }

    /// <summary>Where a DB system answers; null: it does not say yet.</summary>
    internal static Endpoint? AddressOf(DbSystem system)
    {
        var endpoint = system.Endpoints?.FirstOrDefault(candidate => candidate.ResourceType == "DBSYSTEM");
        var address = endpoint?.IpAddress ?? system.IpAddress;
        return address is null ? null : new Endpoint(address, endpoint?.Port ?? system.Port ?? DefaultPort);
    }

    // Default configurations are named after their shape: "MySQL.8.HA", "MySQL.8.Standalone".
    private async Task<string> ConfigurationAsync(CancellationToken cancellation)
    {
        var database = Cloud.Site.Database;
        var name = database.Shape + (database.HighAvailability ? ".HA" : ".Standalone");
        var query = new ListConfigurationsQuery
        {
            CompartmentId = Cloud.Compartment,
            ShapeName = database.Shape,
            Type = ["DEFAULT"],
        };
        var configurations = await Cloud.Clients.MySql.ListConfigurationsAsync(query, cancellation)
            .ToListAsync(cancellation);
        return configurations.Find(configuration => configuration.DisplayName == name)?.Id
            ?? throw new InvalidOperationException(
                $"No configuration {name} for the shape {database.Shape} in this region. "
                + "Change database.shape, or database.high_availability.");
    }

    // Families are named "8.4 - LTS"; their versions "8.4.6".
    private async Task<string> VersionAsync(CancellationToken cancellation)
    {
        var wanted = Cloud.Site.Database.Version;
        var families = await Cloud.Clients.MySql.ListVersionsAsync(Cloud.Compartment, cancellation)
            .ToListAsync(cancellation);
        return families.SelectMany(family => family.Versions ?? [])
            .Select(version => version.Version)
            .Where(version => version == wanted || version.StartsWith(wanted + ".", StringComparison.Ordinal)
                || version.StartsWith(wanted + "-", StringComparison.Ordinal))
            .MaxBy(version => System.Version.TryParse(version.Split('-')[0], out var parsed) ? parsed : new Version(0, 0))
            ?? throw new InvalidOperationException(
                $"MySQL {wanted} is not offered in this region. Set database.version to one of: "
                + string.Join(", ", families.Select(family => family.VersionFamily)) + ".");
    }
}
