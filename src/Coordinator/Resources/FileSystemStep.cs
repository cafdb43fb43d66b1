using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.FileStorage;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The shared file system. It bears data: never replaced, never deleted by an apply.</summary>
internal sealed class FileSystemStep(CloudSite cloud, string id) : CloudStep<CreateFileSystemDetails, FileSystem>(cloud, id)
{
    public override TimeSpan Expected => TimeSpan.FromSeconds(5);

    protected override string Operation => "CreateFileSystem";

    protected override bool BearsData => true;

    protected override async Task<CreateFileSystemDetails> DescribeAsync(CancellationToken cancellation) => new()
    {
        AvailabilityDomain = (await Cloud.AvailabilityDomainsAsync(cancellation))[0],
        CompartmentId = Cloud.Compartment,
        DisplayName = DisplayName,
        FreeformTags = Tags,
    };

    protected override Task<OciResponse<FileSystem>> CreateAsync(
        CreateFileSystemDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.CreateFileSystemAsync(details, token, cancellation);

    protected override Task<OciResponse<FileSystem>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.GetFileSystemAsync(resource, cancellation);

    protected override async Task<IAsyncEnumerable<FileSystem>> ListAsync(CancellationToken cancellation) =>
        Cloud.Clients.FileStorage.ListFileSystemsAsync(
            new ListFileSystemsQuery
            {
                CompartmentId = Cloud.Compartment,
                AvailabilityDomain = (await Cloud.AvailabilityDomainsAsync(cancellation))[0],
            },
            cancellation);
}
