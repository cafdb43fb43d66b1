using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.ObjectStorage;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>The site's private bucket.</summary>
internal sealed class BucketStep(CloudSite cloud) : CloudStep<CreateBucketDetails, ControlBucketResource>(cloud, ControlSteps.Bucket)
{
    private ControlBucket Bucket => new(Cloud);

    public override TimeSpan Expected => TimeSpan.FromSeconds(1);

    protected override string Operation => "CreateBucket";

    protected override Task<CreateBucketDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateBucketDetails
        {
            Name = Bucket.Name,
            CompartmentId = Cloud.Compartment,
            PublicAccessType = "NoPublicAccess",
            FreeformTags = Tags,
        });

    protected override async Task<OciResponse<ControlBucketResource>> CreateAsync(
        CreateBucketDetails details, string token, CancellationToken cancellation) =>
        Answer(await Bucket.CreateAsync(details, cancellation));

    protected override async Task<OciResponse<ControlBucketResource>> GetAsync(
        string resource, CancellationToken cancellation) => Answer(await Bucket.GetAsync(resource, cancellation));

    protected override Task<IAsyncEnumerable<ControlBucketResource>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Bucket.ListAsync(cancellation));

    private static OciResponse<ControlBucketResource> Answer(ControlBucketResource bucket) => new() { Value = bucket };
}
