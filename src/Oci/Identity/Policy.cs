using System.Text.Json;

namespace MoodleNodeAgent.Oci.Identity;

/// <summary>What to create: policy.</summary>
public sealed record CreatePolicyDetails
{
    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>The policy's sentences.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>Text for people.</summary>
    public required string Description { get; init; }

    /// <summary>Day whose rules hold, yyyy-MM-dd; default: today's rules.</summary>
    public string? VersionDate { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's Policy of the identity API.</summary>
public sealed record Policy : IOciResource
{
    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>The policy's sentences.</summary>
    public IReadOnlyList<string>? Statements { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>One of CREATING, ACTIVE, INACTIVE, DELETING or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>Why it is inactive, in OCI's number; null: it is not.</summary>
    public long? InactiveStatus { get; init; }

    /// <summary>Day whose rules hold, yyyy-MM-dd; default: today's rules.</summary>
    public string? VersionDate { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which policies to list; a member left null does not filter.</summary>
public sealed record ListPoliciesQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? Name { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    /// <summary>Only those in this state.</summary>
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
