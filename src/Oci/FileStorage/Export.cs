using System.Text.Json;

namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>What to create: export.</summary>
public sealed record CreateExportDetails
{
    /// <summary>Who may mount it: the first entry that matches wins.</summary>
    public IReadOnlyList<ClientOptions>? ExportOptions { get; init; }

    /// <summary>OCID of the export set; null until the mount target is ACTIVE.</summary>
    public required string ExportSetId { get; init; }

    /// <summary>OCID of the file system.</summary>
    public required string FileSystemId { get; init; }

    /// <summary>Path of the export, such as /moodledata.</summary>
    public required string Path { get; init; }

    /// <summary>True to look a user's groups up in LDAP; default: false.</summary>
    public bool? IsIdmapGroupsForSysAuth { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ClientOptions of the file storage API.</summary>
public sealed record ClientOptions
{
    /// <summary>Where it comes from: a CIDR, a service, or the OCID of a group.</summary>
    public string? Source { get; init; }

    /// <summary>True: only ports below 1024; default in an entry: true.</summary>
    public bool? RequirePrivilegedSourcePort { get; init; }

    /// <summary>One of READ_WRITE or READ_ONLY.</summary>
    public string? Access { get; init; }

    /// <summary>One of NONE, ROOT or ALL.</summary>
    public string? IdentitySquash { get; init; }

    /// <summary>User id of squashed users; default: 65534.</summary>
    public long? AnonymousUid { get; init; }

    /// <summary>Group id of squashed users; default: 65534.</summary>
    public long? AnonymousGid { get; init; }

    public bool? IsAnonymousAccessAllowed { get; init; }

    /// <summary>One of SYS, KRB5, KRB5I or KRB5P.</summary>
    public IReadOnlyList<string>? AllowedAuth { get; init; }
}

/// <summary>OCI's Export of the file storage API.</summary>
public sealed record Export : IOciResource
{
    /// <summary>Who may mount it: the first entry that matches wins.</summary>
    public IReadOnlyList<ClientOptions>? ExportOptions { get; init; }

    /// <summary>OCID of the export set; null until the mount target is ACTIVE.</summary>
    public string? ExportSetId { get; init; }

    /// <summary>OCID of the file system.</summary>
    public string? FileSystemId { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>One of CREATING, ACTIVE, DELETING or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Path of the export, such as /moodledata.</summary>
    public string? Path { get; init; }

    /// <summary>True to look a user's groups up in LDAP; default: false.</summary>
    public bool? IsIdmapGroupsForSysAuth { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>Locks that bar deletion or change.</summary>
    public IReadOnlyList<JsonElement>? Locks { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a export; members left null stay as they are.</summary>
public sealed record UpdateExportDetails
{
    /// <summary>Who may mount it: the first entry that matches wins.</summary>
    public IReadOnlyList<ClientOptions>? ExportOptions { get; init; }

    /// <summary>True to look a user's groups up in LDAP; default: false.</summary>
    public bool? IsIdmapGroupsForSysAuth { get; init; }
}

/// <summary>Which exports to list; a member left null does not filter.</summary>
public sealed record ListExportsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>OCID of the export set; null until the mount target is ACTIVE.</summary>
    public string? ExportSetId { get; init; }

    /// <summary>OCID of the file system.</summary>
    public string? FileSystemId { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string? Id { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
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
