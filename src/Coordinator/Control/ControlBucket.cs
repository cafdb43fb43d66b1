using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.ObjectStorage;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>A bucket with the members that all resources have: it has no lifecycle, and goes by its name.</summary>
/// <param name="Id">Its name.</param>
/// <param name="FreeformTags">Its tags.</param>
internal sealed record ControlBucketResource(string Id, IReadOnlyDictionary<string, string>? FreeformTags) : IOciResource
{
    public string LifecycleState => Oci.LifecycleState.Active;
}

/// <summary>The site's private bucket: who has the site, and the packages of its control host.</summary>
internal sealed class ControlBucket(CloudSite cloud)
{
    private IObjectStorageClient Client => cloud.Clients.ObjectStorage;

    /// <summary>Name, which is unique in the tenancy: the site's, with a mark of its compartment.</summary>
    public string Name { get; } = $"{cloud.Site.Name}-control-" + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{cloud.Compartment}/{cloud.Site.Name}")))[..10];

    /// <summary>The tenancy's namespace of buckets.</summary>
    public Task<string> NamespaceAsync(CancellationToken cancellation) => cloud.OnceAsync(
        "namespace", async () => (await Client.GetNamespaceAsync(null, cancellation)).Value);

    /// <summary>Makes it. Its name stands in for a retry token: one that is there already and is ours is this one.</summary>
    public async Task<ControlBucketResource> CreateAsync(CreateBucketDetails details, CancellationToken cancellation)
    {
        try
        {
            var made = await Client.CreateBucketAsync(await NamespaceAsync(cancellation), details, cancellation);
            return Of(made.Value);
        }
        catch (OciException refusal) when (refusal.Code is "BucketAlreadyExists" or "BucketAlreadyOwnedByYou")
        {
            var there = await GetAsync(details.Name, cancellation);
            return cloud.Owns(ControlSteps.Bucket, there.FreeformTags) ? there : throw new InvalidOperationException(
                $"There is a bucket {details.Name} which bears no tags of this site. Rename or delete it, then apply again.");
        }
    }

    /// <summary>Reads it by its name.</summary>
    public async Task<ControlBucketResource> GetAsync(string name, CancellationToken cancellation) => Of(
        (await Client.GetBucketAsync(await NamespaceAsync(cancellation), name, null, cancellation)).Value);

    /// <summary>It, when it is there.</summary>
    public async IAsyncEnumerable<ControlBucketResource> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ControlBucketResource? found = null;
        try
        {
            found = await GetAsync(Name, cancellation);
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            // There is none.
        }

        if (found is not null)
        {
            yield return found;
        }
    }

    /// <summary>Deletes it with all that is in it.</summary>
    public async Task<OciResponse> DeleteAsync(string name, CancellationToken cancellation)
    {
        var place = await NamespaceAsync(cancellation);
        await foreach (var item in Client.ListAllObjectsAsync(place, name, null, cancellation))
        {
            await Client.DeleteObjectAsync(place, name, item.Name, null, null, cancellation);
        }

        return await Client.DeleteBucketAsync(place, name, null, cancellation);
    }

    private static ControlBucketResource Of(Bucket bucket) => new(bucket.Name, bucket.FreeformTags);
}
