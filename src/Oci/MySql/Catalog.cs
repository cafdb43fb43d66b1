using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>OCI's ShapeSummary of the MySQL API.</summary>
public sealed record ShapeSummary
{
    public string Name { get; init; } = "";

    public int? CpuCoreCount { get; init; }

    public int? MemorySizeInGBs { get; init; }

    /// <summary>One of DBSYSTEM or HEATWAVECLUSTER.</summary>
    public IReadOnlyList<string>? IsSupportedFor { get; init; }
}

/// <summary>OCI's ConfigurationSummary of the MySQL API.</summary>
public sealed record ConfigurationSummary : IOciResource
{
    public string Id { get; init; } = "";

    public string? CompartmentId { get; init; }

    public string? Description { get; init; }

    public string? DisplayName { get; init; }

    public string? ShapeName { get; init; }

    /// <summary>One of DEFAULT or CUSTOM.</summary>
    public string? Type { get; init; }

    /// <summary>One of ACTIVE or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    public DateTimeOffset? TimeCreated { get; init; }

    public DateTimeOffset? TimeUpdated { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's VersionSummary of the MySQL API.</summary>
public sealed record VersionSummary
{
    public string? VersionFamily { get; init; }

    public IReadOnlyList<MySqlVersion>? Versions { get; init; }
}

/// <summary>OCI's MySqlVersion of the MySQL API.</summary>
public sealed record MySqlVersion
{
    public string Version { get; init; } = "";

    public string? Description { get; init; }
}

/// <summary>Which shapes to list; a member left null does not filter.</summary>
public sealed record ListShapesQuery
{
    public required string CompartmentId { get; init; }

    public IReadOnlyList<string>? IsSupportedFor { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? Name { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("isSupportedFor", IsSupportedFor)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("name", Name);
}

/// <summary>Which configurations to list; a member left null does not filter.</summary>
public sealed record ListConfigurationsQuery
{
    public required string CompartmentId { get; init; }

    public string? ConfigurationId { get; init; }

    public string? LifecycleState { get; init; }

    public IReadOnlyList<string>? Type { get; init; }

    public string? DisplayName { get; init; }

    public string? ShapeName { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("configurationId", ConfigurationId)
        .Add("lifecycleState", LifecycleState)
        .Add("type", Type)
        .Add("displayName", DisplayName)
        .Add("shapeName", ShapeName)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("limit", Limit)
        .Add("page", Page);
}
