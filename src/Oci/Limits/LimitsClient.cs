namespace MoodleNodeAgent.Oci.Limits;

/// <summary>The limits service over signed REST.</summary>
public sealed class LimitsClient(OciConnection connection) : ILimitsClient
{
    private readonly OciCore core = connection.Open(OciService.Limits);

    private static LimitsJson Json => LimitsJson.Default;

    /// <inheritdoc/>
    public IAsyncEnumerable<ServiceSummary> ListServicesAsync(
        ListServicesQuery query, CancellationToken cancellationToken) =>
        core.Get("ListServices", "services").Query(query.ToQuery())
            .ListAsync(Json.ListServiceSummary, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LimitValueSummary> ListLimitValuesAsync(
        ListLimitValuesQuery query, CancellationToken cancellationToken) =>
        core.Get("ListLimitValues", "limitValues").Query(query.ToQuery())
            .ListAsync(Json.ListLimitValueSummary, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<ResourceAvailability>> GetResourceAvailabilityAsync(
        string serviceName, string limitName, GetResourceAvailabilityQuery query,
        CancellationToken cancellationToken) =>
        core.Get("GetResourceAvailability", "services", serviceName, "limits", limitName, "resourceAvailability")
            .Query(query.ToQuery())
            .SendAsync(Json.ResourceAvailability, cancellationToken);
}
