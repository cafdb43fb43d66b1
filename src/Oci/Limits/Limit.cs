namespace MoodleNodeAgent.Oci.Limits;

/// <summary>OCI's ServiceSummary of the limits API.</summary>
public sealed record ServiceSummary
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string>? SupportedSubscriptions { get; init; }
}

/// <summary>OCI's LimitValueSummary of the limits API.</summary>
public sealed record LimitValueSummary
{
    public string? Name { get; init; }

    /// <summary>One of GLOBAL, REGION or AD.</summary>
    public string? ScopeType { get; init; }

    public string? AvailabilityDomain { get; init; }

    public long? Value { get; init; }
}

/// <summary>OCI's ResourceAvailability of the limits API.</summary>
public sealed record ResourceAvailability
{
    public long? Used { get; init; }

    public long? Available { get; init; }

    public double? FractionalUsage { get; init; }

    public double? FractionalAvailability { get; init; }

    public double? EffectiveQuotaValue { get; init; }
}

/// <summary>Which services to list; a member left null does not filter.</summary>
public sealed record ListServicesQuery
{
    public required string CompartmentId { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    /// <summary>Entries per page, 1 to 1000; default: the service's.</summary>
    public int? Limit { get; init; }

    /// <summary>Page to begin with, as told by an earlier answer; default: the first.</summary>
    public string? Page { get; init; }

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
    public required string CompartmentId { get; init; }

    public required string ServiceName { get; init; }

    public string? SubscriptionId { get; init; }

    public string? ExternalLocation { get; init; }

    public string? ScopeType { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? Name { get; init; }

    public string? SortBy { get; init; }

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
    public required string CompartmentId { get; init; }

    public string? AvailabilityDomain { get; init; }

    public string? SubscriptionId { get; init; }

    public string? ExternalLocation { get; init; }

    internal OciQuery ToQuery() => new OciQuery()
        .Add("compartmentId", CompartmentId)
        .Add("availabilityDomain", AvailabilityDomain)
        .Add("subscriptionId", SubscriptionId)
        .Add("externalLocation", ExternalLocation);
}
