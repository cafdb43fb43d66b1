namespace MoodleNodeAgent.Oci.Identity;

/// <summary>The identity operations that this project uses, named as OCI names them.</summary>
public interface IIdentityClient
{
    /// <summary>Lists availability domains, reading page after page.</summary>
    IAsyncEnumerable<AvailabilityDomain> ListAvailabilityDomainsAsync(
        string compartmentId, CancellationToken cancellationToken);

    /// <summary>Lists fault domains, reading page after page.</summary>
    IAsyncEnumerable<FaultDomain> ListFaultDomainsAsync(
        string compartmentId, string availabilityDomain, CancellationToken cancellationToken);

    /// <summary>Reads one compartment.</summary>
    Task<OciResponse<Compartment>> GetCompartmentAsync(
        string compartmentId, CancellationToken cancellationToken);

    /// <summary>Lists compartments, reading page after page.</summary>
    IAsyncEnumerable<Compartment> ListCompartmentsAsync(
        ListCompartmentsQuery query, CancellationToken cancellationToken);

    /// <summary>Lists region subscriptions, reading page after page.</summary>
    IAsyncEnumerable<RegionSubscription> ListRegionSubscriptionsAsync(
        string tenancyId, CancellationToken cancellationToken);

    /// <summary>Reads one tenancy.</summary>
    Task<OciResponse<Tenancy>> GetTenancyAsync(string tenancyId, CancellationToken cancellationToken);

    /// <summary>Creates a dynamic group.</summary>
    Task<OciResponse<DynamicGroup>> CreateDynamicGroupAsync(
        CreateDynamicGroupDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one dynamic group.</summary>
    Task<OciResponse<DynamicGroup>> GetDynamicGroupAsync(
        string dynamicGroupId, CancellationToken cancellationToken);

    /// <summary>Lists dynamic groups, reading page after page.</summary>
    IAsyncEnumerable<DynamicGroup> ListDynamicGroupsAsync(
        ListDynamicGroupsQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a dynamic group.</summary>
    Task<OciResponse> DeleteDynamicGroupAsync(
        string dynamicGroupId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates a policy.</summary>
    Task<OciResponse<Policy>> CreatePolicyAsync(
        CreatePolicyDetails details, string retryToken, CancellationToken cancellationToken);

    /// <summary>Reads one policy.</summary>
    Task<OciResponse<Policy>> GetPolicyAsync(string policyId, CancellationToken cancellationToken);

    /// <summary>Lists policies, reading page after page.</summary>
    IAsyncEnumerable<Policy> ListPoliciesAsync(ListPoliciesQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes a policy.</summary>
    Task<OciResponse> DeletePolicyAsync(
        string policyId, string? ifMatch, CancellationToken cancellationToken);
}
