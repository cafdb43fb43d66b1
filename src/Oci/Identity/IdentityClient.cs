namespace MoodleNodeAgent.Oci.Identity;

/// <summary>The identity service over signed REST.</summary>
public sealed class IdentityClient(OciConnection connection) : IIdentityClient
{
    private readonly OciCore core = connection.Open(OciService.Identity);

    private static IdentityJson Json => IdentityJson.Default;

    /// <inheritdoc/>
    public IAsyncEnumerable<AvailabilityDomain> ListAvailabilityDomainsAsync(
        string compartmentId, CancellationToken cancellationToken) =>
        core.Get("ListAvailabilityDomains", "availabilityDomains")
            .Query(new OciQuery().Add("compartmentId", compartmentId))
            .ListAsync(Json.ListAvailabilityDomain, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<FaultDomain> ListFaultDomainsAsync(
        string compartmentId, string availabilityDomain, CancellationToken cancellationToken) =>
        core.Get("ListFaultDomains", "faultDomains")
            .Query(new OciQuery().Add("compartmentId", compartmentId).Add("availabilityDomain", availabilityDomain))
            .ListAsync(Json.ListFaultDomain, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Compartment>> GetCompartmentAsync(
        string compartmentId, CancellationToken cancellationToken) =>
        core.Get("GetCompartment", "compartments", compartmentId).SendAsync(Json.Compartment, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Compartment> ListCompartmentsAsync(
        ListCompartmentsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListCompartments", "compartments").Query(query.ToQuery())
            .ListAsync(Json.ListCompartment, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RegionSubscription> ListRegionSubscriptionsAsync(
        string tenancyId, CancellationToken cancellationToken) =>
        core.Get("ListRegionSubscriptions", "tenancies", tenancyId, "regionSubscriptions")
            .ListAsync(Json.ListRegionSubscription, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Tenancy>> GetTenancyAsync(string tenancyId, CancellationToken cancellationToken) =>
        core.Get("GetTenancy", "tenancies", tenancyId).SendAsync(Json.Tenancy, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<DynamicGroup>> CreateDynamicGroupAsync(
        CreateDynamicGroupDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreateDynamicGroup", "dynamicGroups").Body(details, Json.CreateDynamicGroupDetails)
            .RetryToken(retryToken)
            .SendAsync(Json.DynamicGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<DynamicGroup>> GetDynamicGroupAsync(
        string dynamicGroupId, CancellationToken cancellationToken) =>
        core.Get("GetDynamicGroup", "dynamicGroups", dynamicGroupId).SendAsync(Json.DynamicGroup, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<DynamicGroup> ListDynamicGroupsAsync(
        ListDynamicGroupsQuery query, CancellationToken cancellationToken) =>
        core.Get("ListDynamicGroups", "dynamicGroups").Query(query.ToQuery())
            .ListAsync(Json.ListDynamicGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteDynamicGroupAsync(
        string dynamicGroupId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeleteDynamicGroup", "dynamicGroups", dynamicGroupId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Policy>> CreatePolicyAsync(
        CreatePolicyDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.Post("CreatePolicy", "policies").Body(details, Json.CreatePolicyDetails).RetryToken(retryToken)
            .SendAsync(Json.Policy, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Policy>> GetPolicyAsync(string policyId, CancellationToken cancellationToken) =>
        core.Get("GetPolicy", "policies", policyId).SendAsync(Json.Policy, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Policy> ListPoliciesAsync(ListPoliciesQuery query, CancellationToken cancellationToken) =>
        core.Get("ListPolicies", "policies").Query(query.ToQuery())
            .ListAsync(Json.ListPolicy, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeletePolicyAsync(
        string policyId, string? ifMatch, CancellationToken cancellationToken) =>
        core.Delete("DeletePolicy", "policies", policyId).IfMatch(ifMatch)
            .SendAsync(cancellationToken);
}
