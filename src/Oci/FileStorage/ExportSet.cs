namespace MoodleNodeAgent.Oci.FileStorage;

/// <summary>OCI's ExportSet of the file storage API.</summary>
public sealed record ExportSet
{
    public string? AvailabilityDomain { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    /// <summary>One of CREATING, ACTIVE, DELETING or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    public long? MaxFsStatBytes { get; init; }

    public long? MaxFsStatFiles { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VcnId { get; init; }
}

/// <summary>What to change of a export set; members left null stay as they are.</summary>
public sealed record UpdateExportSetDetails
{
    public string? DisplayName { get; init; }

    public long? MaxFsStatBytes { get; init; }

    public long? MaxFsStatFiles { get; init; }
}

/// <summary>Which export sets to list; a member left null does not filter.</summary>
public sealed record ListExportSetsQuery
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
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder);
}
