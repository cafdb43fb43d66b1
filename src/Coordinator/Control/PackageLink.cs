using System.Text.Json;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Coordinator.Store;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.ObjectStorage;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>The link by which the control host reads the packages without a right of its own: one at a time, for an hour.
/// </summary>
internal sealed class PackageLink(CloudSite cloud, IDocumentStore documents)
{
    private const string Kind = "control";
    private const string Id = "link";

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    // A host that boots slowly still has half an hour for its packages.
    private static readonly TimeSpan LeastLife = TimeSpan.FromMinutes(30);

    private readonly ControlBucket bucket = new(cloud);

    /// <summary>URL with a slash at its end; a link that lasts long enough is given again.</summary>
    public async Task<string> OpenAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (Read() is { } open && open.End > now + LeastLife)
        {
            return open.Url;
        }

        await CloseAsync(cancellation);
        var made = (await cloud.Clients.ObjectStorage.CreatePreauthenticatedRequestAsync(
            await bucket.NamespaceAsync(cancellation), bucket.Name,
            new CreatePreauthenticatedRequestDetails
            {
                Name = "control-host",
                ObjectName = PackagesStep.Folder,
                AccessType = "AnyObjectRead",
                TimeExpires = now + Life,
            },
            cancellation)).Value;
        var url = (made.FullPath ?? throw new InvalidDataException(
            "Object storage made a link and does not tell it. Apply again.")) + PackagesStep.Folder;
        documents.PutEncrypted(Kind, Id, JsonSerializer.SerializeToUtf8Bytes(new Open(made.Id, url, now + Life)));
        return url;
    }

    /// <summary>Ends the link.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        if (Read() is not { } open)
        {
            return;
        }

        try
        {
            await cloud.Clients.ObjectStorage.DeletePreauthenticatedRequestAsync(
                await bucket.NamespaceAsync(cancellation), bucket.Name, open.Id, cancellation);
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            // It was ended before.
        }

        documents.Remove(Kind, Id);
    }

    private Open? Read() => documents.Get(Kind, Id) is { } content ? JsonSerializer.Deserialize<Open>(content) : null;

    private sealed record Open(string Id, string Url, DateTimeOffset End);
}
