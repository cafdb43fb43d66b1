using System.Text.Json;

namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>What to create: file system.</summary>
public sealed record CreateFileSystemDetails
{
    public required string AvailabilityDomain { get; init; }

    public required string CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string? KmsKeyId { get; init; }

    public string? SourceSnapshotId { get; init; }

    /// <summary>One of DETACH or ATTACH.</summary>
    public string? CloneAttachStatus { get; init; }

    public string? FilesystemSnapshotPolicyId { get; init; }

    public bool? AreQuotaRulesEnabled { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's FileSystem of the file storage API.</summary>
public sealed record FileSystem : IOciResource
{
    public string? AvailabilityDomain { get; init; }

    public long? MeteredBytes { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    /// <summary>One of CREATING, ACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    public DateTimeOffset? TimeCreated { get; init; }

    public string? KmsKeyId { get; init; }

    public SourceDetails? SourceDetails { get; init; }

    public bool? IsCloneParent { get; init; }

    public bool? IsHydrated { get; init; }

    public int? CloneCount { get; init; }

    /// <summary>One of ATTACHED, DETACHING or DETACHED.</summary>
    public string? CloneAttachStatus { get; init; }

    public string? LifecycleDetails { get; init; }

    public bool? IsTargetable { get; init; }

    public string? ReplicationTargetId { get; init; }

    public string? FilesystemSnapshotPolicyId { get; init; }

    public bool? AreQuotaRulesEnabled { get; init; }

    /// <summary>One of ENABLING, ENABLED, DISABLING, DISABLED, SYNCING or FAILED.</summary>
    public string? QuotaEnforcementState { get; init; }

    public int? ReplicationSourceCount { get; init; }

    public IReadOnlyList<JsonElement>? Locks { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's SourceDetails of the file storage API.</summary>
public sealed record SourceDetails
{
    public string? ParentFileSystemId { get; init; }

    public string? SourceSnapshotId { get; init; }
}

/// <summary>Which file systems to list; a member left null does not filter.</summary>
public sealed record ListFileSystemsQuery
{
    public required string CompartmentId { get; init; }

    public required string AvailabilityDomain { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? DisplayName { get; init; }

    public string? LifecycleState { get; init; }

    public string? Id { get; init; }

    public string? SourceSnapshotId { get; init; }

    public string? ParentFileSystemId { get; init; }

    public string? FilesystemSnapshotPolicyId { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("displayName", DisplayName)
        .Add("lifecycleState", LifecycleState)
        .Add("id", Id)
        .Add("sourceSnapshotId", SourceSnapshotId)
        .Add("parentFileSystemId", ParentFileSystemId)
        .Add("filesystemSnapshotPolicyId", FilesystemSnapshotPolicyId)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder);
}
