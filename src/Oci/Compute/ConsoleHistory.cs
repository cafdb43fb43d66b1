using System.Text.Json;

namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's CaptureConsoleHistoryDetails of the compute API.</summary>
public sealed record CaptureConsoleHistoryDetails
{
    public string? DisplayName { get; init; }

    public required string InstanceId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}

/// <summary>OCI's ConsoleHistory of the compute API.</summary>
public sealed record ConsoleHistory : IOciResource
{
    public string? AvailabilityDomain { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    public string? InstanceId { get; init; }

    /// <summary>One of REQUESTED, GETTING-HISTORY, SUCCEEDED or FAILED.</summary>
    public string LifecycleState { get; init; } = "";

    public DateTimeOffset? TimeCreated { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}
