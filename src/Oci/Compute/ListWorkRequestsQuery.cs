namespace MoodleNodeAgent.Oci.Compute;

/// <summary>Which work requests to list; a member left null does not filter.</summary>
public sealed record ListWorkRequestsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>OCID of the resource.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("resourceId", ResourceId)
        .Add("limit", Limit)
        .Add("page", Page);
}
