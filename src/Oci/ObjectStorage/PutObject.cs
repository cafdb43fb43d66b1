namespace MoodleNodeAgent.Oci.ObjectStorage;

/// <summary>How to store an object.</summary>
public sealed record PutObjectOptions
{
    /// <summary>Bytes to send; needed for a stream that does not know its length; default: the rest of the stream.
    /// </summary>
    public long? ContentLength { get; init; }

    /// <summary>Media type; default: application/octet-stream.</summary>
    public string? ContentType { get; init; }

    /// <summary>MD5 of the bytes, base64; the service refuses bytes that differ; default: not checked.</summary>
    public string? ContentMD5 { get; init; }

    /// <summary>Language of the content; default: none.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>Encoding such as gzip; default: none.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Name under which browsers save it; default: none.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>How long it may be kept by caches; default: none.</summary>
    public string? CacheControl { get; init; }

    /// <summary>Standard, InfrequentAccess or Archive; default: the bucket's.</summary>
    public string? StorageTier { get; init; }

    /// <summary>Replace only this version, else 412; default: whichever is there.</summary>
    public string? IfMatch { get; init; }

    /// <summary>* to store only where no such object is, else 412; default: replace.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>Own keys and values, without the prefix opc-meta-; default: none.</summary>
    public IReadOnlyDictionary<string, string>? OpcMeta { get; init; }
}

/// <summary>What was stored.</summary>
public sealed record PutObjectResult : OciResponse
{
    /// <summary>MD5 of what the service stored, base64.</summary>
    public string? ContentMd5 { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The version, where the bucket keeps versions.</summary>
    public string? VersionId { get; init; }

    internal static PutObjectResult From(OciReply reply) => reply.Fill(new PutObjectResult
    {
        ContentMd5 = reply.Header("opc-content-md5"),
        LastModified = reply.Time("last-modified"),
        VersionId = reply.Header("version-id"),
    });
}

/// <summary>What was deleted.</summary>
public sealed record DeleteObjectResult : OciResponse
{
    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The version, where the bucket keeps versions.</summary>
    public string? VersionId { get; init; }

    /// <summary>True when older versions are still there behind a mark of deletion.</summary>
    public bool IsDeleteMarker { get; init; }

    internal static DeleteObjectResult From(OciReply reply) => reply.Fill(new DeleteObjectResult
    {
        LastModified = reply.Time("last-modified"),
        VersionId = reply.Header("version-id"),
        IsDeleteMarker = string.Equals(reply.Header("is-delete-marker"), "true", StringComparison.OrdinalIgnoreCase),
    });
}
