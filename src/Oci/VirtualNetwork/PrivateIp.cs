using System.Text.Json;

namespace MoodleNodeAgent.Oci.VirtualNetwork;

/// <summary>OCI's PrivateIp of the virtual network API.</summary>
public sealed record PrivateIp
{
    public string? AvailabilityDomain { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string? HostnameLabel { get; init; }

    public string Id { get; init; } = "";

    public string? IpAddress { get; init; }

    public int? CidrPrefixLength { get; init; }

    public bool? IsPrimary { get; init; }

    public string? VlanId { get; init; }

    public string? SubnetId { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public string? VnicId { get; init; }

    /// <summary>One of ASSIGNED or AVAILABLE.</summary>
    public string? IpState { get; init; }

    /// <summary>One of EPHEMERAL or RESERVED.</summary>
    public string? Lifetime { get; init; }

    public string? RouteTableId { get; init; }

    public string? Ipv4SubnetCidrAtCreation { get; init; }

    public IReadOnlyDictionary<string, string>? FreeformTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? DefinedTags { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>>? SystemTags { get; init; }
}

/// <summary>Which private IPs to list; a member left null does not filter.</summary>
public sealed record ListPrivateIpsQuery
{
    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? IpAddress { get; init; }

    public string? SubnetId { get; init; }

    public string? VnicId { get; init; }

    public string? IpState { get; init; }

    public string? Lifetime { get; init; }

    public string? VlanId { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("ipAddress", IpAddress)
        .Add("subnetId", SubnetId)
        .Add("vnicId", VnicId)
        .Add("ipState", IpState)
        .Add("lifetime", Lifetime)
        .Add("vlanId", VlanId);
}
