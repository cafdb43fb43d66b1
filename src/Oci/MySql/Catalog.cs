using System.Text.Json;

namespace MoodleNodeAgent.Oci.MySql;

/// <summary>OCI's ShapeSummary of the MySQL API.</summary>
public sealed record ShapeSummary
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Cores.</summary>
    public int? CpuCoreCount { get; init; }

    /// <summary>GB of memory.</summary>
    public int? MemorySizeInGBs { get; init; }

    /// <summary>One of DBSYSTEM or HEATWAVECLUSTER.</summary>
    public IReadOnlyList<string>? IsSupportedFor { get; init; }
}

/// <summary>OCI's ConfigurationSummary of the MySQL API.</summary>
public sealed record ConfigurationSummary : IOciResource
{
    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>One of DEFAULT or CUSTOM.</summary>
    public string? Type { get; init; }

    /// <summary>One of ACTIVE or DELETED.</summary>
    public string LifecycleState { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? TimeUpdated { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>OCI's VersionSummary of the MySQL API.</summary>
public sealed record VersionSummary
{
    /// <summary>Name of the family, such as 8.4 - LTS.</summary>
    public string? VersionFamily { get; init; }

    /// <summary>Versions of the family.</summary>
    public IReadOnlyList<MySqlVersion>? Versions { get; init; }
}

/// <summary>OCI's MySqlVersion of the MySQL API.</summary>
public sealed record MySqlVersion
{
    /// <summary>Version, such as 8.4.3.</summary>
    public string Version { get; init; } = "";

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }
}

/// <summary>Which shapes to list; a member left null does not filter.</summary>
public sealed record ListShapesQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    public IReadOnlyList<string>? IsSupportedFor { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>Only those of this name.</summary>
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
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>OCID of a configuration of the same shape; default: the shape's.</summary>
    public string? ConfigurationId { get; init; }

    /// <summary>Only those in this state.</summary>
    public string? LifecycleState { get; init; }

    /// <summary>Only those of these kinds.</summary>
    public IReadOnlyList<string>? Type { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Name of the shape, such as MySQL.8.</summary>
    public string? ShapeName { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
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
