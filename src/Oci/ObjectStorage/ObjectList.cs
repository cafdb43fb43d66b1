namespace MoodleNodeAgent.Oci.ObjectStorage;

/// <summary>OCI's ListObjects of the object storage API: one page of a bucket's objects.</summary>
public sealed record ObjectList
{
    /// <summary>The objects, by name.</summary>
    public IReadOnlyList<ObjectSummary>? Objects { get; init; }

    /// <summary>What the names begin with that the delimiter cut short.</summary>
    public IReadOnlyList<string>? Prefixes { get; init; }

    /// <summary>Where the next page starts; null: this is the last one.</summary>
    public string? NextStartWith { get; init; }
}

/// <summary>OCI's ObjectSummary; members beside the name are null unless asked for.</summary>
public sealed record ObjectSummary
{
    /// <summary>Name; may hold slashes.</summary>
    public string Name { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>MD5 of the bytes, base64.</summary>
    public string? Md5 { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>The object's version, for ifMatch.</summary>
    public string? Etag { get; init; }

    /// <summary>One of Standard, InfrequentAccess or Archive.</summary>
    public string? StorageTier { get; init; }

    /// <summary>One of Archived, Restoring or Restored; null outside the archive.</summary>
    public string? ArchivalState { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset? TimeModified { get; init; }
}

/// <summary>Which objects to list; a member left null does not filter.</summary>
public sealed record ListObjectsQuery
{
    /// <summary>Only names that begin so.</summary>
    public string? Prefix { get; init; }

    /// <summary>First name, itself included.</summary>
    public string? Start { get; init; }

    /// <summary>Names before this one only.</summary>
    public string? End { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Only / is known: names are cut short behind it and told once; default: not cut.</summary>
    public string? Delimiter { get; init; }

    /// <summary>What to tell, parted by commas: name,size,md5,timeCreated,etag; default: name.</summary>
    public string? Fields { get; init; }

    /// <summary>Names after this one only.</summary>
    public string? StartAfter { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("prefix", Prefix)
        .Add("start", Start)
        .Add("end", End)
        .Add("limit", Limit)
        .Add("delimiter", Delimiter)
        .Add("fields", Fields)
        .Add("startAfter", StartAfter);
}
