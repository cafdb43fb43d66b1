using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.FileStorage;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A resource that bears the site's tags.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its OCID.</param>
/// <param name="Step">The step that it was made by.</param>
/// <param name="State">Its lifecycle state.</param>
internal sealed record TaggedResource(SiteKind Kind, string Id, string Step, string State);

/// <summary>Everything of a site that is in its compartment, by tags, whatever the store knows.</summary>
internal sealed class TagScan(CloudSite cloud)
{
    public async Task<IReadOnlyList<TaggedResource>> ReadAsync(CancellationToken cancellation)
    {
        var withControl = cloud.Site.Control is not null && cloud.Clients.SeesIdentity;
        var lists = SiteKind.All.Where(kind => withControl || !kind.IsOfControl).Select(kind => ReadAsync(kind, cancellation)).ToList();
        var found = (await Task.WhenAll(lists)).SelectMany(list => list).ToList();
        foreach (var system in found.Where(resource => resource.Kind == DataKinds.FileSystem).ToList())
        {
            found.AddRange(await ReadExportsAsync(system.Id, cancellation));
        }

        return found;
    }

    /// <summary>Whether this state means that the resource is deleted, or about to be.</summary>
    public static bool IsGone(string state) => state is LifecycleState.Terminated or LifecycleState.Deleted;

    private async Task<IReadOnlyList<TaggedResource>> ReadAsync(SiteKind kind, CancellationToken cancellation) =>
        await kind.List(cloud, cancellation)
            .Where(resource => !IsGone(resource.LifecycleState) && StepOf(resource) is not null)
            .Select(resource =>
            {
                if (kind.IsListedWhole)
                {
                    cloud.Keep(resource);
                }

                return new TaggedResource(kind, resource.Id, StepOf(resource)!, resource.LifecycleState);
            })
            .ToListAsync(cancellation);

    private async Task<IReadOnlyList<TaggedResource>> ReadExportsAsync(
        string fileSystem, CancellationToken cancellation) =>
        await cloud.Clients.FileStorage.ListExportsAsync(new ListExportsQuery { FileSystemId = fileSystem }, cancellation)
            .Where(export => !IsGone(export.LifecycleState))
            .Select(export => new TaggedResource(
                DataKinds.Export, export.Id, StepIds.Export, export.LifecycleState))
            .ToListAsync(cancellation);

    private string? StepOf(IOciResource resource) =>
        resource.FreeformTags is { } tags && tags.TryGetValue(CloudSite.SiteTag, out var site)
        && site == cloud.Site.Name && tags.TryGetValue(CloudSite.StepTag, out var step) ? step : null;
}
