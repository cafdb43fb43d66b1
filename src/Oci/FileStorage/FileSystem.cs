using System.Text.Json;

namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>What to create: file system.</summary>
public sealed record CreateFileSystemDetails
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public required string AvailabilityDomain { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID of the key that encrypts it; null: Oracle's own.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>OCID of the snapshot that it is a clone of; null: it is none.</summary>
    public string? SourceSnapshotId { get; init; }

    /// <summary>One of DETACH or ATTACH.</summary>
    public string? CloneAttachStatus { get; init; }

    /// <summary>OCID of the policy that takes snapshots; null: none.</summary>
    public string? FilesystemSnapshotPolicyId { get; init; }

    public bool? AreQuotaRulesEnabled { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's FileSystem of the file storage API.</summary>
public sealed record FileSystem : IOciResource
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>Size in bytes that is billed.</summary>
    public long? MeteredBytes { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>One of CREATING, ACTIVE, UPDATING, DELETING, DELETED or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>OCID of the key that encrypts it; null: Oracle's own.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The image or disk that it boots from.</summary>
    public SourceDetails? SourceDetails { get; init; }

    public bool? IsCloneParent { get; init; }

    /// <summary>True when a clone has all data of its own.</summary>
    public bool? IsHydrated { get; init; }

    /// <summary>How many clones depend on it.</summary>
    public int? CloneCount { get; init; }

    /// <summary>One of ATTACHED, DETACHING or DETACHED.</summary>
    public string? CloneAttachStatus { get; init; }

    /// <summary>Why it is in this state.</summary>
    public string? LifecycleDetails { get; init; }

    public bool? IsTargetable { get; init; }

    public string? ReplicationTargetId { get; init; }

    /// <summary>OCID of the policy that takes snapshots; null: none.</summary>
    public string? FilesystemSnapshotPolicyId { get; init; }

    public bool? AreQuotaRulesEnabled { get; init; }

    /// <summary>One of ENABLING, ENABLED, DISABLING, DISABLED, SYNCING or FAILED.</summary>
    public string? QuotaEnforcementState { get; init; }

    public int? ReplicationSourceCount { get; init; }

    /// <summary>Locks that bar deletion or change.</summary>
    public IReadOnlyList<JsonElement>? Locks { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's SourceDetails of the file storage API.</summary>
public sealed record SourceDetails
{
    /// <summary>OCID of the file system that it is a clone of; null: it is none.</summary>
    public string? ParentFileSystemId { get; init; }

    /// <summary>OCID of the snapshot that it is a clone of; null: it is none.</summary>
    public string? SourceSnapshotId { get; init; }
}

/// <summary>Which file systems to list; a member left null does not filter.</summary>
public sealed record ListFileSystemsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public required string AvailabilityDomain { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string? Id { get; init; }

    /// <summary>OCID of the snapshot that it is a clone of; null: it is none.</summary>
    public string? SourceSnapshotId { get; init; }

    /// <summary>OCID of the file system that it is a clone of; null: it is none.</summary>
    public string? ParentFileSystemId { get; init; }

    /// <summary>OCID of the policy that takes snapshots; null: none.</summary>
    public string? FilesystemSnapshotPolicyId { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
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
