using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api.Objects;

/// <summary>A bucket with its objects, by name in the order of their bytes.</summary>
internal sealed class Bucket
{
    public required string Name { get; init; }
    public required JsonObject Document { get; init; }
    public required string ETag { get; init; }
    public SortedDictionary<string, StoredObject> Objects { get; } = new(StringComparer.Ordinal);
    public List<AccessLink> Links { get; } = [];
}

/// <summary>An object as it is now; there are no versions.</summary>
internal sealed record StoredObject
{
    public required string Name { get; init; }
    public required StoredContent Content { get; init; }
    public required string ETag { get; init; }
    public required string VersionId { get; init; }
    public required DateTimeOffset TimeCreated { get; init; }
    public required DateTimeOffset TimeModified { get; init; }

    /// <summary>content-type, cache-control ... and opc-meta-*, as they came.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}

/// <summary>A pre-authenticated request.</summary>
internal sealed record AccessLink
{
    public required string Id { get; init; }
    public required string Token { get; init; }

    /// <summary>The object, or the prefix of the objects; null: all of the bucket.</summary>
    public string? ObjectName { get; init; }

    /// <summary>ObjectRead, AnyObjectWrite ...</summary>
    public required string AccessType { get; init; }
    public required bool MayList { get; init; }
    public required DateTimeOffset TimeExpires { get; init; }

    public bool Allows(string method, string? objectName)
    {
        if (objectName is null)
        {
            return MayList && method == "GET";
        }

        bool isAny = AccessType.StartsWith("Any", StringComparison.Ordinal);
        bool isHere = isAny
            ? objectName.StartsWith(ObjectName ?? "", StringComparison.Ordinal)
            : objectName == ObjectName;
        string need = method == "PUT" ? "Write" : "Read";
        return isHere && AccessType.Contains(need, StringComparison.Ordinal);
    }
}

/// <summary>The buckets of the tenancy's one namespace.</summary>
internal sealed class Buckets(string tenancyId, ContentStore store)
{
    private readonly SortedDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Name of the namespace.</summary>
    public string Namespace { get; } = "local" + tenancyId[^8..];

    /// <summary>Where the bytes are.</summary>
    public ContentStore Store => store;

    public void Add(Bucket bucket)
    {
        if (!_buckets.TryAdd(bucket.Name, bucket))
        {
            throw new ApiError(409, "BucketAlreadyExists", $"The bucket '{bucket.Name}' exists already.");
        }
    }

    public void Remove(Bucket bucket) => _buckets.Remove(bucket.Name);

    public Bucket? Find(string name) => _buckets.GetValueOrDefault(name);

    /// <summary>The bucket that a path names.</summary>
    /// <exception cref="ApiError">404.</exception>
    public Bucket Get(ApiCall call)
    {
        CheckNamespace(call);
        string name = call.PathValue("bucketName");
        return Find(name) ?? throw new ApiError(
            404, "BucketNotFound",
            $"Either the bucket named '{name}' does not exist in the namespace '{Namespace}' or you are not authorized"
            + " to access it");
    }

    public void CheckNamespace(ApiCall call)
    {
        string name = call.PathValue("namespaceName");
        if (name != Namespace)
        {
            throw new ApiError(
                404, "NamespaceNotFound",
                $"You do not have authorization to perform this request, or the namespace '{name}' could not be found.");
        }
    }

    /// <summary>What a link leads to: the target without its /p/TOKEN.</summary>
    /// <exception cref="ApiError">404 when the link is unknown, over, or not for this.</exception>
    public string Follow(string method, string rawTarget, DateTimeOffset now)
    {
        // Sample: /p/TOKEN/n/frexamplens1/b/moodle-backup/o/config/web%201.json
        string[] parts = rawTarget.Split('?')[0].Split('/', 9);
        bool isForm = parts is ["", "p", _, "n", _, "b", _, "o", _];
        Bucket? bucket = isForm ? Find(Uri.UnescapeDataString(parts[6])) : null;
        AccessLink? link = bucket?.Links.Find(link => link.Token == parts[2] && now < link.TimeExpires);
        string? name = isForm && parts[8].Length > 0 ? Uri.UnescapeDataString(parts[8]) : null;
        return link is not null && link.Allows(method, name)
            ? rawTarget[$"/p/{parts[2]}".Length..]
            : throw ApiError.NotFound();
    }
}
