using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.FileStorage;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The path under which the nodes, and nobody else, mount the file system.</summary>
internal sealed class ExportStep : CloudStep<CreateExportDetails, Export>
{
    private const int Nobody = 65534;

    private readonly Input<string> fileSystem;
    private readonly Input<string> exportSet;

    public ExportStep(CloudSite cloud, string id, Output<string> fileSystem, Output<string> exportSet)
        : base(cloud, id)
    {
        this.fileSystem = Uses(fileSystem);
        this.exportSet = Uses(exportSet);
        Path = Produces<string>("path");
    }

    /// <summary>Such as "/moodledata".</summary>
    public Output<string> Path { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(5);

    protected override string Operation => "CreateExport";

    // A field that is left out of an entry gets a stricter value than a list that is left out: every field is set.
    // Root is not squashed, because the agent chowns the mount to the web user.
    private IReadOnlyList<ClientOptions> Options =>
    [
        new ClientOptions
        {
            Source = Cloud.Site.Network.NodesCidr,
            RequirePrivilegedSourcePort = false,
            Access = "READ_WRITE",
            IdentitySquash = "NONE",
            AnonymousUid = Nobody,
            AnonymousGid = Nobody,
            IsAnonymousAccessAllowed = false,
            AllowedAuth = ["SYS"],
        },
    ];

    protected override Task<CreateExportDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateExportDetails
        {
            ExportSetId = exportSet.Value,
            FileSystemId = fileSystem.Value,
            Path = Cloud.Site.Storage.Export,
            ExportOptions = Options,
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<Export>> CreateAsync(
        CreateExportDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.CreateExportAsync(details, token, cancellation);

    protected override Task<OciResponse<Export>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.GetExportAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<Export>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.FileStorage.ListExportsAsync(
            new ListExportsQuery { FileSystemId = fileSystem.Value }, cancellation));

    // The path is taken once in an export set, and tags may not come back.
    protected override bool IsOurs(Export resource) =>
        resource.ExportSetId == exportSet.Value && resource.Path == Cloud.Site.Storage.Export;

    protected override IEnumerable<Difference> Compare(Export actual)
    {
        if (actual.Path != Cloud.Site.Storage.Export)
        {
            yield return Fixed("path", actual.Path, Cloud.Site.Storage.Export, "storage.export");
        }

        var now = Text(actual.ExportOptions ?? []);
        var wanted = Text(Options);
        if (!IsAdopted && now != wanted)
        {
            yield return new Difference("exportOptions", now, wanted);
        }
    }

    protected override Task UpdateAsync(Export actual, CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.UpdateExportAsync(
            actual.Id, new UpdateExportDetails { ExportOptions = Options }, null, cancellation);

    protected override Task ReadOutputsAsync(Export resource, CancellationToken cancellation)
    {
        Path.Set(resource.Path ?? Cloud.Site.Storage.Export);
        return Task.CompletedTask;
    }

    private static string Text(IEnumerable<ClientOptions> options) =>
        string.Join("; ", options.Select(option =>
            $"{option.Source} {option.Access} squash {option.IdentitySquash} "
            + $"privileged port {option.RequirePrivilegedSourcePort} anonymous {option.IsAnonymousAccessAllowed}"));
}
