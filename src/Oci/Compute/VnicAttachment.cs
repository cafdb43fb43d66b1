namespace MoodleNodeAgent.Oci.Compute;

/// <summary>OCI's VnicAttachment of the compute API.</summary>
public sealed record VnicAttachment
{
    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>OCID of the compartment; null for what Oracle provides.</summary>
    public string? CompartmentId { get; init; }

    /// <summary>Name for people; not unique.</summary>
    public string? DisplayName { get; init; }

    /// <summary>OCID, or a short id where OCI gives one.</summary>
    public string Id { get; init; } = "";

    /// <summary>OCID of the instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>One of ATTACHING, ATTACHED, DETACHING or DETACHED.</summary>
    public string LifecycleState { get; init; } = "";

    public int? NicIndex { get; init; }

    /// <summary>OCID of the subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>OCID of the VLAN; null in a subnet.</summary>
    public string? VlanId { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    public int? VlanTag { get; init; }

    /// <summary>OCID of the VNIC; null until attached.</summary>
    public string? VnicId { get; init; }
}

/// <summary>Which VNIC attachments to list; a member left null does not filter.</summary>
public sealed record ListVnicAttachmentsQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>OCID of the instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>OCID of the VNIC; null until attached.</summary>
    public string? VnicId { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("instanceId", InstanceId)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("vnicId", VnicId);
}
