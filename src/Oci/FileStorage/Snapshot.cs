using System.Text.Json;

namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>What to create: snapshot.</summary>
public sealed record CreateSnapshotDetails
{
    /// <summary>OCID of the file system.</summary>
    public required string FileSystemId { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>When it is deleted by itself; null: never.</summary>
    public DateTimeOffset? ExpirationTime { get; init; }

    /// <summary>How long it cannot be deleted; null: it can.</summary>
    public LockDurationDetails? LockDurationDetails { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Snapshot of the file storage API.</summary>
public sealed record Snapshot : IOciResource
{
    /// <summary>OCID of the file system.</summary>
    public string? FileSystemId { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>One of CREATING, ACTIVE, DELETING or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>One of USER, POLICY_BASED or REPLICATION.</summary>
    public string? SnapshotType { get; init; }

    /// <summary>The moment that it shows.</summary>
    public DateTimeOffset? SnapshotTime { get; init; }

    /// <summary>Id of the original, its own unless it is a copy.</summary>
    public string? ProvenanceId { get; init; }

    /// <summary>True when a clone depends on it.</summary>
    public bool? IsCloneSource { get; init; }

    /// <summary>Why it is in this state.</summary>
    public string? LifecycleDetails { get; init; }

    /// <summary>How long it cannot be deleted; null: it can.</summary>
    public LockDurationDetails? LockDurationDetails { get; init; }

    /// <summary>When it was locked.</summary>
    public DateTimeOffset? TimeLocked { get; init; }

    /// <summary>When it is deleted by itself; null: never.</summary>
    public DateTimeOffset? ExpirationTime { get; init; }

    /// <summary>OCID of the policy that takes snapshots; null: none.</summary>
    public string? FilesystemSnapshotPolicyId { get; init; }

    /// <summary>Locks that bar deletion or change.</summary>
    public IReadOnlyList<JsonElement>? Locks { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's LockDurationDetails of the file storage API.</summary>
public sealed record LockDurationDetails
{
    public int? CoolOffDuration { get; init; }

    public int? LockDuration { get; init; }

    /// <summary>One of GOVERNANCE or COMPLIANCE.</summary>
    public string? LockMode { get; init; }
}

/// <summary>Which snapshots to list; a member left null does not filter.</summary>
public sealed record ListSnapshotsQuery
{
    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string? Id { get; init; }

    /// <summary>OCID of the policy that takes snapshots; null: none.</summary>
    public string? FilesystemSnapshotPolicyId { get; init; }

    /// <summary>OCID of the compartment.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>OCID of the file system.</summary>
    public string? FileSystemId { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("lifecycleState", LifecycleState)
        .Add("id", Id)
        .Add("filesystemSnapshotPolicyId", FilesystemSnapshotPolicyId)
        .Add("compartmentId", CompartmentId)
        .Add("fileSystemId", FileSystemId)
        .Add("sortOrder", SortOrder);
}
