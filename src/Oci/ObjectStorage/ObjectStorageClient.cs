using System.Runtime.CompilerServices;

namespace MoodleNodeAgent.Oci.ObjectStorage;

/// <summary>Object storage over signed REST.</summary>
public sealed class ObjectStorageClient(OciConnection connection) : IObjectStorageClient
{
    private readonly OciCore core = connection.Open(OciService.ObjectStorage);

    private static ObjectStorageJson Json => ObjectStorageJson.Default;

    /// <inheritdoc/>
    public Task<OciResponse<string>> GetNamespaceAsync(
        GetNamespaceQuery? query, CancellationToken cancellationToken) =>
        core.Get("GetNamespace", "n").Query(query?.ToQuery()).SendAsync(Json.String, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Bucket>> CreateBucketAsync(
        string namespaceName, CreateBucketDetails details, CancellationToken cancellationToken) =>
        core.Post("CreateBucket", "n", namespaceName, "b").Body(details, Json.CreateBucketDetails)
            .SendAsync(Json.Bucket, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Bucket>> GetBucketAsync(
        string namespaceName, string bucketName, GetBucketQuery? query, CancellationToken cancellationToken) =>
        core.Get("GetBucket", "n", namespaceName, "b", bucketName).Query(query?.ToQuery())
            .SendAsync(Json.Bucket, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Bucket>?> GetBucketIfChangedAsync(
        string namespaceName, string bucketName, string etag, CancellationToken cancellationToken) =>
        core.Get("GetBucket", "n", namespaceName, "b", bucketName)
            .SendIfChangedAsync(etag, Json.Bucket, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteBucketAsync(
        string namespaceName, string bucketName, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteBucket", "n", namespaceName, "b", bucketName).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<PutObjectResult> PutObjectAsync(string namespaceName, string bucketName, string objectName,
        Stream content, PutObjectOptions? options, CancellationToken cancellationToken)
    {
        PutObjectOptions how = options ?? new PutObjectOptions();
        long length = how.ContentLength ?? (content.CanSeek
            ? content.Length - content.Position
            : throw new ArgumentException(
                "PutObject cannot send a stream of unknown length. Give contentLength.", nameof(options)));
        OciCall call = core.Put("PutObject", "n", namespaceName, "b", bucketName, "o", objectName)
            .Upload(content, length).IfMatch(how.IfMatch).IfNoneMatch(how.IfNoneMatch)
            .Header("content-type", how.ContentType ?? "application/octet-stream")
            .Header("content-md5", how.ContentMD5)
            .Header("content-language", how.ContentLanguage)
            .Header("content-encoding", how.ContentEncoding)
            .Header("content-disposition", how.ContentDisposition)
            .Header("cache-control", how.CacheControl)
            .Header("storage-tier", how.StorageTier);
        foreach ((string name, string value) in how.OpcMeta ?? new Dictionary<string, string>())
        {
            call = call.Header(ObjectMetadata.Prefix + name, value);
        }

        return call.SendAsync(PutObjectResult.From, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ObjectContent> GetObjectAsync(string namespaceName, string bucketName, string objectName,
        GetObjectQuery? query, CancellationToken cancellationToken) =>
        Content(await Get(namespaceName, bucketName, objectName, query).OpenAsync(cancellationToken))!;

    /// <inheritdoc/>
    public async Task<ObjectContent?> GetObjectIfChangedAsync(string namespaceName, string bucketName,
        string objectName, string etag, CancellationToken cancellationToken) =>
        Content(await Get(namespaceName, bucketName, objectName, null).IfNoneMatch(etag)
            .OpenAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<ObjectHead> HeadObjectAsync(string namespaceName, string bucketName, string objectName,
        GetObjectQuery? query, CancellationToken cancellationToken) =>
        core.Head("HeadObject", "n", namespaceName, "b", bucketName, "o", objectName).Query(query?.ToQuery())
            .IfMatch(query?.IfMatch).Header("range", query?.Range)
            .SendAsync(ObjectHead.From, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ObjectList>> ListObjectsAsync(
        string namespaceName, string bucketName, ListObjectsQuery? query, CancellationToken cancellationToken) =>
        core.Get("ListObjects", "n", namespaceName, "b", bucketName, "o").Query(query?.ToQuery())
            .SendAsync(Json.ObjectList, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectSummary> ListAllObjectsAsync(string namespaceName, string bucketName,
        ListObjectsQuery? query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ListObjectsQuery at = query ?? new ListObjectsQuery();
        while (true)
        {
            OciResponse<ObjectList> page = await ListObjectsAsync(namespaceName, bucketName, at, cancellationToken);
            foreach (ObjectSummary entry in page.Value.Objects ?? [])
            {
                yield return entry;
            }

            if (page.Value.NextStartWith is not { } next)
            {
                yield break;
            }

            if (string.CompareOrdinal(next, at.Start) <= 0)
            {
                throw new OciException("ListObjects", System.Net.HttpStatusCode.OK, OciErrorCodes.UnreadableAnswer,
                    "The service names a page that was read already as its next one.", page.RequestId,
                    mayHaveActed: false);
            }

            at = at with { Start = next, StartAfter = null };
        }
    }

    /// <inheritdoc/>
    public Task<DeleteObjectResult> DeleteObjectAsync(string namespaceName, string bucketName, string objectName,
        string? versionId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteObject", "n", namespaceName, "b", bucketName, "o", objectName)
            .Query(new OciQuery().Add("versionId", versionId)).IfMatch(ifMatch)
            .SendAsync(DeleteObjectResult.From, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<PreauthenticatedRequest>> CreatePreauthenticatedRequestAsync(
        string namespaceName, string bucketName, CreatePreauthenticatedRequestDetails details,
        CancellationToken cancellationToken) =>
        core.Post("CreatePreauthenticatedRequest", "n", namespaceName, "b", bucketName, "p")
            .Body(details, Json.CreatePreauthenticatedRequestDetails)
            .SendAsync(Json.PreauthenticatedRequest, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeletePreauthenticatedRequestAsync(
        string namespaceName, string bucketName, string parId, CancellationToken cancellationToken) =>
        core.Delete("DeletePreauthenticatedRequest", "n", namespaceName, "b", bucketName, "p", parId)
            .SendAsync(cancellationToken);

    private static ObjectContent? Content(OciOpenReply? open) =>
        open is null ? null : new ObjectContent(ObjectHead.From(open.Head), open.Body);

    private OciCall Get(string namespaceName, string bucketName, string objectName, GetObjectQuery? query) =>
        core.Get("GetObject", "n", namespaceName, "b", bucketName, "o", objectName).Query(query?.ToQuery())
            .IfMatch(query?.IfMatch).Header("range", query?.Range);
}
