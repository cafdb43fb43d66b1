namespace MoodleNodeAgent.Oci.Identity;

/// <summary>OCI's AvailabilityDomain of the identity API.</summary>
public sealed record AvailabilityDomain
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }
}

/// <summary>OCI's FaultDomain of the identity API.</summary>
public sealed record FaultDomain
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }
}
