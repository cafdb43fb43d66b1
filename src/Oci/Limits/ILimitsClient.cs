namespace MoodleNodeAgent.Oci.Limits;

/// <summary>The limits operations that this project uses, named as OCI names them.</summary>
public interface ILimitsClient
{
    /// <summary>Lists services, reading page after page.</summary>
    IAsyncEnumerable<ServiceSummary> ListServicesAsync(
        ListServicesQuery query, CancellationToken cancellationToken);

    /// <summary>Lists limit values, reading page after page.</summary>
    IAsyncEnumerable<LimitValueSummary> ListLimitValuesAsync(
        ListLimitValuesQuery query, CancellationToken cancellationToken);

    /// <summary>Reads one resource availability.</summary>
    Task<OciResponse<ResourceAvailability>> GetResourceAvailabilityAsync(
        string serviceName, string limitName, GetResourceAvailabilityQuery query,
        CancellationToken cancellationToken);
}
