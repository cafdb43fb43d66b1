namespace MoodleNodeAgent.Oci.ObjectStorage;

/// <summary>The object storage operations that this project uses, named as OCI names them.</summary>
public interface IObjectStorageClient
{
    /// <summary>Reads the tenancy's namespace, which is part of every other path.</summary>
    Task<OciResponse<string>> GetNamespaceAsync(GetNamespaceQuery? query, CancellationToken cancellationToken);

    /// <summary>Creates a bucket; no retry token exists, its unique name stands in for one.</summary>
    Task<OciResponse<Bucket>> CreateBucketAsync(
        string namespaceName, CreateBucketDetails details, CancellationToken cancellationToken);

    /// <summary>Reads one bucket.</summary>
    Task<OciResponse<Bucket>> GetBucketAsync(
        string namespaceName, string bucketName, GetBucketQuery? query, CancellationToken cancellationToken);

    /// <summary>Reads one bucket; null when it still is what the etag names.</summary>
    Task<OciResponse<Bucket>?> GetBucketIfChangedAsync(
        string namespaceName, string bucketName, string etag, CancellationToken cancellationToken);

    /// <summary>Deletes an empty bucket.</summary>
    Task<OciResponse> DeleteBucketAsync(
        string namespaceName, string bucketName, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Stores an object of up to 50 GiB; the stream is left open, and rewound for a new attempt.</summary>
    Task<PutObjectResult> PutObjectAsync(string namespaceName, string bucketName, string objectName, Stream content,
        PutObjectOptions? options, CancellationToken cancellationToken);

    /// <summary>Opens an object; its bytes are read from the answer as they arrive.</summary>
    Task<ObjectContent> GetObjectAsync(string namespaceName, string bucketName, string objectName,
        GetObjectQuery? query, CancellationToken cancellationToken);

    /// <summary>Opens an object; null when it still is what the etag names.</summary>
    Task<ObjectContent?> GetObjectIfChangedAsync(string namespaceName, string bucketName, string objectName,
        string etag, CancellationToken cancellationToken);

    /// <summary>Reads what is told of an object without its bytes.</summary>
    Task<ObjectHead> HeadObjectAsync(string namespaceName, string bucketName, string objectName,
        GetObjectQuery? query, CancellationToken cancellationToken);

    /// <summary>Reads one page of a bucket's objects; the next one starts at nextStartWith.</summary>
    Task<OciResponse<ObjectList>> ListObjectsAsync(
        string namespaceName, string bucketName, ListObjectsQuery? query, CancellationToken cancellationToken);

    /// <summary>Lists a bucket's objects, reading page after page.</summary>
    IAsyncEnumerable<ObjectSummary> ListAllObjectsAsync(
        string namespaceName, string bucketName, ListObjectsQuery? query, CancellationToken cancellationToken);

    /// <summary>Deletes an object, or one version of it.</summary>
    Task<DeleteObjectResult> DeleteObjectAsync(string namespaceName, string bucketName, string objectName,
        string? versionId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Makes a link that lets anybody in who has it; it is told this once.</summary>
    Task<OciResponse<PreauthenticatedRequest>> CreatePreauthenticatedRequestAsync(
        string namespaceName, string bucketName, CreatePreauthenticatedRequestDetails details,
        CancellationToken cancellationToken);

    /// <summary>Ends such a link.</summary>
    Task<OciResponse> DeletePreauthenticatedRequestAsync(
        string namespaceName, string bucketName, string parId, CancellationToken cancellationToken);
}
