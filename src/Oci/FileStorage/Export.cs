using System.Text.Json;

namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>What to create: export.</summary>
public sealed record CreateExportDetails
{
    public IReadOnlyList<ClientOptions>? ExportOptions { get; init; }

    public required string ExportSetId { get; init; }

    public required string FileSystemId { get; init; }

    public required string Path { get; init; }

    public bool? IsIdmapGroupsForSysAuth { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ClientOptions of the file storage API.</summary>
public sealed record ClientOptions
{
    public string? Source { get; init; }

    public bool? RequirePrivilegedSourcePort { get; init; }

    /// <summary>One of READ_WRITE or READ_ONLY.</summary>
    public string? Access { get; init; }

    /// <summary>One of NONE, ROOT or ALL.</summary>
    public string? IdentitySquash { get; init; }

    public long? AnonymousUid { get; init; }

    public long? AnonymousGid { get; init; }

    public bool? IsAnonymousAccessAllowed { get; init; }

    /// <summary>One of SYS, KRB5, KRB5I or KRB5P.</summary>
    public IReadOnlyList<string>? AllowedAuth { get; init; }
}

/// <summary>OCI's Export of the file storage API.</summary>
public sealed record Export : IOciResource
{
    public IReadOnlyList<ClientOptions>? ExportOptions { get; init; }

    public string? ExportSetId { get; init; }

    public string? FileSystemId { get; init; }

    public string Id { get; init; } = "";

    /// <summary>One of CREATING, ACTIVE, DELETING or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? Path { get; init; }

    public bool? IsIdmapGroupsForSysAuth { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public IReadOnlyList<JsonElement>? Locks { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a export; members left null stay as they are.</summary>
public sealed record UpdateExportDetails
{
    public IReadOnlyList<ClientOptions>? ExportOptions { get; init; }

    public bool? IsIdmapGroupsForSysAuth { get; init; }
}

/// <summary>Which exports to list; a member left null does not filter.</summary>
public sealed record ListExportsQuery
{
    public string? CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? ExportSetId { get; init; }

    public string? FileSystemId { get; init; }

    public string? LifecycleState { get; init; }

    public string? Id { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("exportSetId", ExportSetId)
        .Add("fileSystemId", FileSystemId)
        .Add("lifecycleState", LifecycleState)
        .Add("id", Id)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder);
}
