using System.Text.Json;

namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>What to create: snapshot.</summary>
public sealed record CreateSnapshotDetails
{
    public required string FileSystemId { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset? ExpirationTime { get; init; }

    public LockDurationDetails? LockDurationDetails { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Snapshot of the file storage API.</summary>
public sealed record Snapshot : IOciResource
{
    public string? FileSystemId { get; init; }

    public string Id { get; init; } = "";

    /// <summary>One of CREATING, ACTIVE, DELETING or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? Name { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>One of USER, POLICY_BASED or REPLICATION.</summary>
    public string? SnapshotType { get; init; }

    public DateTimeOffset? SnapshotTime { get; init; }

    public string? ProvenanceId { get; init; }

    public bool? IsCloneSource { get; init; }

    public string? LifecycleDetails { get; init; }

    public LockDurationDetails? LockDurationDetails { get; init; }

    public DateTimeOffset? TimeLocked { get; init; }

    public DateTimeOffset? ExpirationTime { get; init; }

    public string? FilesystemSnapshotPolicyId { get; init; }

    public IReadOnlyList<JsonElement>? Locks { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

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

    public string? LifecycleState { get; init; }

    public string? Id { get; init; }

    public string? FilesystemSnapshotPolicyId { get; init; }

    public string? CompartmentId { get; init; }

    public string? FileSystemId { get; init; }

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
