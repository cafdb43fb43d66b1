using System.Text.Json;

namespace MoodleNodeAgent.Oci.Identity;

/// <summary>What to create: policy.</summary>
public sealed record CreatePolicyDetails
{
    public required string CompartmentId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Statements { get; init; }

    public required string Description { get; init; }

    /// <summary>Day whose rules hold, yyyy-MM-dd; default: today's rules.</summary>
    public string? VersionDate { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Policy of the identity API.</summary>
public sealed record Policy : IOciResource
{
    public string Id { get; init; } = "";

    public string? CompartmentId { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<string>? Statements { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, DELETING or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    public long? InactiveStatus { get; init; }

    /// <summary>Day whose rules hold, yyyy-MM-dd; default: today's rules.</summary>
    public string? VersionDate { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which policies to list; a member left null does not filter.</summary>
public sealed record ListPoliciesQuery
{
    public required string CompartmentId { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    public string? Name { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    public string? LifecycleState { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("page", Page)
        .Add("limit", Limit)
        .Add("name", Name)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("lifecycleState", LifecycleState);
}
