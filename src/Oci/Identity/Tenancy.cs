using System.Text.Json;

namespace MoodleNodeAgent.Oci.Identity;

/// <summary>OCI's RegionSubscription of the identity API.</summary>
public sealed record RegionSubscription
{
    /// <summary>Short key such as FRA.</summary>
    public string? RegionKey { get; init; }

    /// <summary>Id such as eu-frankfurt-1.</summary>
    public string? RegionName { get; init; }

    /// <summary>One of READY or IN_PROGRESS.</summary>
    public string? Status { get; init; }

    /// <summary>True for the one region that takes changes of identity.</summary>
    public bool? IsHomeRegion { get; init; }
}

/// <summary>OCI's Tenancy of the identity API.</summary>
public sealed record Tenancy
{
    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    /// <summary>Short key of the home region, such as FRA.</summary>
    public string? HomeRegionKey { get; init; }

    public string? UpiIdcsCompatibilityLayerEndpoint { get; init; }

    /// <summary>Tags without a namespace.</summary>
    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    /// <summary>Tags by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    /// <summary>Tags that OCI sets, by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}
