namespace MoodleNodeAgent.Oci.MySql;

/// <summary>Which work requests to list; a member left null does not filter.</summary>
public sealed record ListWorkRequestsQuery
{
    public required string CompartmentId { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("limit", Limit)
        .Add("page", Page);
}
