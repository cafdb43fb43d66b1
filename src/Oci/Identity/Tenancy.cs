using System.Text.Json;

namespace MoodleNodeAgent.Oci.Identity;

/// <summary>OCI's RegionSubscription of the identity API.</summary>
public sealed record RegionSubscription
{
    public string? RegionKey { get; init; }

    public string? RegionName { get; init; }

    /// <summary>One of READY or IN_PROGRESS.</summary>
    public string? Status { get; init; }

    public bool? IsHomeRegion { get; init; }
}

/// <summary>OCI's Tenancy of the identity API.</summary>
public sealed record Tenancy
{
    public string Id { get; init; } = "";

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? HomeRegionKey { get; init; }

    public string? UpiIdcsCompatibilityLayerEndpoint { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}
