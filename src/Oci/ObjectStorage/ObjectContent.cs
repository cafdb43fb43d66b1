using System.Globalization;

namespace MoodleNodeAgent.Oci.ObjectStorage;

/// <summary>What a service tells of an object beside its bytes.</summary>
public sealed record ObjectHead : OciResponse
{
    /// <summary>Bytes of the answer, the whole object's without a range; null when the service does not say.</summary>
    public long? ContentLength { get; init; }

    /// <summary>Which bytes of how many a part is, such as bytes 0-9/27; null for the whole object.</summary>
    public string? ContentRange { get; init; }

    /// <summary>Media type, as it was stored.</summary>
    public string? ContentType { get; init; }

    /// <summary>MD5 of the whole object, base64; null for one that was put in parts.</summary>
    public string? ContentMd5 { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>One of Standard, InfrequentAccess or Archive.</summary>
    public string? StorageTier { get; init; }

    /// <summary>One of Archived, Restoring or Restored; null outside the archive.</summary>
    public string? ArchivalState { get; init; }

    /// <summary>The version, where the bucket keeps versions.</summary>
    public string? VersionId { get; init; }

    /// <summary>Own keys and values, without the prefix opc-meta-.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    internal static ObjectHead From(OciReply reply) => reply.Fill(new ObjectHead
    {
        ContentLength = long.TryParse(
            reply.Header("content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : null,
        ContentRange = reply.Header("content-range"),
        ContentType = reply.Header("content-type"),
        ContentMd5 = reply.Header("content-md5"),
        LastModified = reply.Time("last-modified"),
        StorageTier = reply.Header("storage-tier"),
        ArchivalState = reply.Header("archival-state"),
        VersionId = reply.Header("version-id"),
        Metadata = reply.Headers
            .Where(header => header.Key.StartsWith(ObjectMetadata.Prefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(
                header => header.Key[ObjectMetadata.Prefix.Length..].ToLowerInvariant(), header => header.Value),
    });
}

/// <summary>An object while it is read; dispose it to free its connection.</summary>
public sealed class ObjectContent(ObjectHead head, Stream content) : IDisposable
{
    /// <summary>What the service tells of the object.</summary>
    public ObjectHead Head { get; } = head;

    /// <summary>The bytes as they arrive, to be read once and asynchronously; an early end throws.</summary>
    public Stream Content { get; } = content;

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}

/// <summary>Which version and part of an object to read.</summary>
public sealed record GetObjectQuery
{
    /// <summary>The version, where the bucket keeps versions; default: the newest.</summary>
    public string? VersionId { get; init; }

    /// <summary>One range of bytes, such as bytes=0-99; default: all.</summary>
    public string? Range { get; init; }

    /// <summary>Read only this version of the object, else 412.</summary>
    public string? IfMatch { get; init; }

    internal OciQuery ToQuery() => new OciQuery().Add("versionId", VersionId);
}

/// <summary>How to name a user's own headers.</summary>
internal static class ObjectMetadata
{
    public const string Prefix = "opc-meta-";
}
