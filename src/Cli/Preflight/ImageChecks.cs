using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>Whether an image of the site's operating system boots on each shape.</summary>
internal sealed class ImageChecks(Site site, Account account)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation) =>
        await Task.WhenAll(site.Nodes.Shapes.Select(shape => LookAsync(shape, cancellation)));

    private async Task<Finding> LookAsync(string shape, CancellationToken cancellation)
    {
        var split = site.Nodes.Image.LastIndexOf(' ');
        var image = await account.Compute.ListImagesAsync(
            new ListImagesQuery
            {
                CompartmentId = site.Cloud.Compartment ?? account.Tenancy,
                OperatingSystem = site.Nodes.Image[..split],
                OperatingSystemVersion = site.Nodes.Image[(split + 1)..],
                Shape = shape,
                SortBy = "TIMECREATED",
                SortOrder = "DESC",
                LifecycleState = "AVAILABLE",
            },
            cancellation).FirstOrDefaultAsync(cancellation);
        return image is null
            ? new Finding(
                "image", Verdict.Failed, $"no image {site.Nodes.Image} boots on {shape} in {account.Region}",
                "Change nodes.shapes or cloud.region.")
            : new Finding("image", Verdict.Ok, $"{image.DisplayName} for {shape}");
    }
}
