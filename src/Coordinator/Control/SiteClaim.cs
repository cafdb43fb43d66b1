using System.Net;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.ObjectStorage;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>Who has the site, while no coordinator of its own holds its lease.</summary>
/// <param name="Owner">Mark of the store that launches the control host, or the OCID of the control host.</param>
/// <param name="Name">The same for a person.</param>
/// <param name="Since">Since when.</param>
internal sealed record Claim(string Owner, string Name, DateTimeOffset Since);

/// <summary>The object in the site's bucket that says who has the site. Object storage lets one of two callers make it, and
/// replace it: of two laptops one wins.</summary>
internal sealed class SiteClaim(CloudSite cloud, ControlParts parts)
{
    private const string ObjectName = "owner.json";
    private const string Kind = "control";
    private const string Id = "owner";

    private readonly ControlBucket bucket = new(cloud);

    private IObjectStorageClient Client => cloud.Clients.ObjectStorage;

    private string Own
    {
        get
        {
            parts.Documents.TryAdd(Kind, Id, JsonSerializer.SerializeToUtf8Bytes(Guid.NewGuid()));
            return JsonSerializer.Deserialize<Guid>(parts.Documents.Get(Kind, Id)!).ToString("N");
        }
    }

    /// <summary>Whether it is ours, or that of the control host that we launched; false: nobody has it.</summary>
    /// <exception cref="InvalidOperationException">Somebody else has it.</exception>
    public async Task<bool> IsOursAsync(string? host, CancellationToken cancellation)
    {
        if (await ReadAsync(cancellation) is not { } read)
        {
            return false;
        }

        return read.Claim.Owner == Own || read.Claim.Owner == host ? true : throw Taken(read.Claim);
    }

    /// <summary>Takes it while nobody has it.</summary>
    /// <exception cref="InvalidOperationException">Somebody else was faster.</exception>
    public async Task TakeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(new Claim(Own, parts.Owner, now), new PutObjectOptions { IfNoneMatch = "*" }, cancellation);
        }
        catch (OciException refusal) when (refusal.Status == HttpStatusCode.PreconditionFailed)
        {
            // Its own call, repeated after a lost answer, is refused as well.
            await IsOursAsync(null, cancellation);
        }
    }

    /// <summary>Gives it to the control host.</summary>
    /// <param name="host">OCID.</param>
    /// <param name="before">OCID of the host that had it before; null: none had.</param>
    /// <param name="now">Since when it is the host's.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <exception cref="InvalidOperationException">It was not ours to give.</exception>
    public async Task PassAsync(string host, string? before, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await ReadAsync(cancellation) is not { } read || read.Claim.Owner == host)
        {
            return;
        }

        if (read.Claim.Owner != Own && read.Claim.Owner != before)
        {
            throw Taken(read.Claim);
        }

        await WriteAsync(
            new Claim(host, $"its control host {host}", now), new PutObjectOptions { IfMatch = read.Etag }, cancellation);
    }

    private InvalidOperationException Taken(Claim claim) => new(
        claim.Owner.StartsWith("ocid1.", StringComparison.Ordinal)
            ? $"The site {cloud.Site.Name} belongs to {claim.Name} since {claim.Since:u}. Reach it with a card: \"moodlectl "
                + $"operators request {cloud.Site.Name}\" here, and an admin answers with \"moodlectl operators add\". If the "
                + $"control host is lost, delete the object {ObjectName} of the bucket {bucket.Name} and apply again."
            : $"{claim.Name} has begun to make the site {cloud.Site.Name} at {claim.Since:u}. Wait until that apply has ended, and "
                + "ask for a card of the site (\"moodlectl operators request\"). If that machine is gone for good, delete the "
                + $"object {ObjectName} of the bucket {bucket.Name} and apply again.");

    private async Task<(Claim Claim, string? Etag)?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            using var content = await Client.GetObjectAsync(
                await bucket.NamespaceAsync(cancellation), bucket.Name, ObjectName, null, cancellation);
            return (await JsonSerializer.DeserializeAsync<Claim>(content.Content, cancellationToken: cancellation)
                ?? throw new InvalidDataException($"The object {ObjectName} of the bucket {bucket.Name} is empty. Delete it."),
                content.Head.Etag);
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            return null;
        }
    }

    private async Task WriteAsync(Claim claim, PutObjectOptions how, CancellationToken cancellation)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(claim));
        await Client.PutObjectAsync(
            await bucket.NamespaceAsync(cancellation), bucket.Name, ObjectName, content,
            how with { ContentType = "application/json" }, cancellation);
    }
}
