namespace MoodleNodeAgent.Oci.Identity;

/// <summary>OCI's AvailabilityDomain of the identity API.</summary>
public sealed record AvailabilityDomain
{
    public string Name { get; init; } = "";

    public string Id { get; init; } = "";

    public string? CompartmentId { get; init; }
}

/// <summary>OCI's FaultDomain of the identity API.</summary>
public sealed record FaultDomain
{
    public string Name { get; init; } = "";

    public string Id { get; init; } = "";

    public string? CompartmentId { get; init; }

    public string? AvailabilityDomain { get; init; }
}
