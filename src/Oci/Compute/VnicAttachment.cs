namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's VnicAttachment of the compute API.</summary>
public sealed record VnicAttachment
{
    public string? AvailabilityDomain { get; init; }

    public string? CompartmentId { get; init; }

    public string? DisplayName { get; init; }

    public string Id { get; init; } = "";

    public string? InstanceId { get; init; }

    /// <summary>One of ATTACHING, ATTACHED, DETACHING or DETACHED.</summary>
    public string LifecycleState { get; init; } = "";

    public int? NicIndex { get; init; }

    public string? SubnetId { get; init; }

    public string? VlanId { get; init; }

    public DateTimeOffset? TimeCreated { get; init; }

    public int? VlanTag { get; init; }

    public string? VnicId { get; init; }
}

/// <summary>Which VNIC attachments to list; a member left null does not filter.</summary>
public sealed record ListVnicAttachmentsQuery
{
    public required string CompartmentId { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? InstanceId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    public string? VnicId { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("instanceId", InstanceId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("vnicId", VnicId);
}
