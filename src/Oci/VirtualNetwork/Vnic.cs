using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>OCI's Vnic of the virtual network API.</summary>
public sealed record Vnic : IOciResource
{
    public string? AvailabilityDomain { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string? HostnameLabel { get; init; }

    public string Id { get; init; } = "";

    public bool? IsPrimary { get; init; }

    /// <summary>One of PROVISIONING, AVAILABLE, TERMINATING or TERMINATED.</summary>
    public string LifecycleState { get; init; } = "";

    public string? MacAddress { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public string? VlanId { get; init; }

    public string? PrivateIp { get; init; }

    public string? PublicIp { get; init; }

    public bool? SkipSourceDestCheck { get; init; }

    public string? SubnetId { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public IReadOnlyList<string>? Ipv6Addresses { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>What to change of a VNIC; members left null stay as they are.</summary>
public sealed record UpdateVnicDetails
{
    public string? DisplayName { get; init; }

    public string? HostnameLabel { get; init; }

    public IReadOnlyList<string>? NsgIds { get; init; }

    public bool? SkipSourceDestCheck { get; init; }

    public string? RouteTableId { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }
}
