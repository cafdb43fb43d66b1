using System.Text.Json;

namespace MoodleNodeAgent.Oci.ObjectStorage;

/// <summary>What to create: bucket.</summary>
public sealed record CreateBucketDetails
{
    /// <summary>Name, unique in the namespace.</summary>
    public required string Name { get; init; }

    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Own keys and values, at most 4 KiB together.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>One of NoPublicAccess, ObjectRead or ObjectReadWithoutList; default: NoPublicAccess.</summary>
    public string? PublicAccessType { get; init; }

    /// <summary>Standard or Archive; default: Standard.</summary>
    public string? StorageTier { get; init; }

    /// <summary>True to tell of every change of an object; default: false.</summary>
    public bool? ObjectEventsEnabled { get; init; }

    /// <summary>OCID of the key that encrypts the objects; null: Oracle's own.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Enabled or Disabled; default: Disabled.</summary>
    public string? Versioning { get; init; }

    /// <summary>Disabled or InfrequentAccess; default: Disabled.</summary>
    public string? AutoTiering { get; init; }

    /// <summary>NAMESPACE or REGION: where the name is unique.</summary>
    public string? BucketScope { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Bucket of the object storage API.</summary>
public sealed record Bucket
{
    /// <summary>The namespace that it is in.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name, unique in the namespace.</summary>
    public string Name { get; init; } = "";

    /// <summary>OCID of the compartment.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Own keys and values.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>OCID of who made it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>The bucket's version, for ifMatch.</summary>
    public string? Etag { get; init; }

    /// <summary>One of NoPublicAccess, ObjectRead or ObjectReadWithoutList.</summary>
    public string? PublicAccessType { get; init; }

    /// <summary>Standard or Archive.</summary>
    public string? StorageTier { get; init; }

    /// <summary>True when every change of an object is told.</summary>
    public bool? ObjectEventsEnabled { get; init; }

    /// <summary>OCID of the key that encrypts the objects; null: Oracle's own.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Version of the rules that move or delete objects by age; null: there are none.</summary>
    public string? ObjectLifecyclePolicyEtag { get; init; }

    /// <summary>About how many objects it holds; null unless asked for.</summary>
    public long? ApproximateCount { get; init; }

    /// <summary>About how many bytes it holds; null unless asked for.</summary>
    public long? ApproximateSize { get; init; }

    /// <summary>True when it is copied to another region.</summary>
    public bool? ReplicationEnabled { get; init; }

    /// <summary>True when it is such a copy.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>OCID.</summary>
    public string? Id { get; init; }

    /// <summary>One of Enabled, Suspended or Disabled.</summary>
    public string? Versioning { get; init; }

    /// <summary>Disabled or InfrequentAccess.</summary>
    public string? AutoTiering { get; init; }

    /// <summary>NAMESPACE or REGION: where the name is unique.</summary>
    public string? BucketScope { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>What more to tell of a bucket.</summary>
public sealed record GetBucketQuery
{
    /// <summary>approximateCount, approximateSize and autoTiering; default: none of them.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    internal OciQuery ToQuery() => new OciQuery().Add("fields", Fields);
}

/// <summary>Whose namespace to tell.</summary>
public sealed record GetNamespaceQuery
{
    /// <summary>OCID of a compartment of the tenancy; default: the caller's tenancy.</summary>
    public string? CompartmentId { get; init; }

    internal OciQuery ToQuery() => new OciQuery().Add("compartmentId", CompartmentId);
}
