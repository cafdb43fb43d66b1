namespace MoodleNodeAgent.Oci.Limits;

/// <summary>OCI's ServiceSummary of the limits API.</summary>
public sealed record ServiceSummary
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Text for people.</summary>
    public string? Description { get; init; }

    public IReadOnlyList<string>? SupportedSubscriptions { get; init; }
}

/// <summary>OCI's LimitValueSummary of the limits API.</summary>
public sealed record LimitValueSummary
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>One of GLOBAL, REGION or AD.</summary>
    public string? ScopeType { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>The limit.</summary>
    public long? Value { get; init; }
}

/// <summary>OCI's ResourceAvailability of the limits API.</summary>
public sealed record ResourceAvailability
{
    /// <summary>How much is used.</summary>
    public long? Used { get; init; }

    /// <summary>How much is left; may be negative.</summary>
    public long? Available { get; init; }

    /// <summary>How much is used, with its fraction.</summary>
    public double? FractionalUsage { get; init; }

    /// <summary>How much is left, with its fraction.</summary>
    public double? FractionalAvailability { get; init; }

    /// <summary>The quota policy's limit; null: none.</summary>
    public double? EffectiveQuotaValue { get; init; }
}

/// <summary>Which services to list; a member left null does not filter.</summary>
public sealed record ListServicesQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>What the list is sorted by.</summary>
    public string? SortBy { get; init; }

    /// <summary>ASC or DESC.</summary>
    public string? SortOrder { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

    /// <summary>OCID of the subscription; null: the tenancy's.</summary>
    public string? SubscriptionId { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("limit", Limit)
        .Add("page", Page)
        .Add("subscriptionId", SubscriptionId);
}

/// <summary>Which limit values to list; a member left null does not filter.</summary>
public sealed record ListLimitValuesQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name of the service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>OCID of the subscription; null: the tenancy's.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Place outside Oracle's own regions; null: none.</summary>
    public string? ExternalLocation { get; init; }

    /// <summary>One of GLOBAL, REGION or AD.</summary>
    public string? ScopeType { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>Only those of this name.</summary>
    public string? Name { get; init; }

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
        .Add("serviceName", ServiceName)
        .Add("subscriptionId", SubscriptionId)
        .Add("externalLocation", ExternalLocation)
        .Add("scopeType", ScopeType)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("name", Name)
        .Add("sortBy", SortBy)
        .Add("sortOrder", SortOrder)
        .Add("limit", Limit)
        .Add("page", Page);
}

/// <summary>Options of GetResourceAvailability.</summary>
public sealed record GetResourceAvailabilityQuery
{
    /// <summary>OCID of the compartment.</summary>
    public required string CompartmentId { get; init; }

    /// <summary>Name of the availability domain, such as Uocm:EU-FRANKFURT-1-AD-1.</summary>
    public string? AvailabilityDomain { get; init; }

    /// <summary>OCID of the subscription; null: the tenancy's.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Place outside Oracle's own regions; null: none.</summary>
    public string? ExternalLocation { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("subscriptionId", SubscriptionId)
        .Add("externalLocation", ExternalLocation);
}
