namespace MoodleNodeAgent.Oci.Identity;

/// <summary>The identity service over signed REST.</summary>
public sealed class IdentityClient(OciConnection connection) : IIdentityClient
{
    private readonly OciCore core = connection.Open(OciService.Identity);

    private static IdentityJson Json => IdentityJson.Default;

    /// <inheritdoc/>
    public IAsyncEnumerable<AvailabilityDomain> ListAvailabilityDomainsAsync(
        string compartmentId, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListAvailabilityDomains", HttpMethod.Get, ["availabilityDomains"])
            { Query = new OciQuery().Add("compartmentId", compartmentId) }, Json.ListAvailabilityDomain, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<FaultDomain> ListFaultDomainsAsync(
        string compartmentId, string availabilityDomain, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListFaultDomains", HttpMethod.Get, ["faultDomains"])
            { Query = new OciQuery().Add("compartmentId", compartmentId).Add("availabilityDomain", availabilityDomain) }, Json.ListFaultDomain, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Compartment>> GetCompartmentAsync(
        string compartmentId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetCompartment", HttpMethod.Get, ["compartments", compartmentId]), Json.Compartment, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Compartment> ListCompartmentsAsync(
        ListCompartmentsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListCompartments", HttpMethod.Get, ["compartments"])
            { Query = query.ToQuery() }, Json.ListCompartment, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RegionSubscription> ListRegionSubscriptionsAsync(
        string tenancyId, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListRegionSubscriptions", HttpMethod.Get, ["tenancies", tenancyId, "regionSubscriptions"]), Json.ListRegionSubscription, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Tenancy>> GetTenancyAsync(string tenancyId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetTenancy", HttpMethod.Get, ["tenancies", tenancyId]), Json.Tenancy, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<DynamicGroup>> CreateDynamicGroupAsync(
        CreateDynamicGroupDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreateDynamicGroup", HttpMethod.Post, ["dynamicGroups"])
            {
                Body = OciBody.From(details, Json.CreateDynamicGroupDetails),
                RetryToken = retryToken,
            }, Json.DynamicGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<DynamicGroup>> GetDynamicGroupAsync(
        string dynamicGroupId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetDynamicGroup", HttpMethod.Get, ["dynamicGroups", dynamicGroupId]), Json.DynamicGroup, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<DynamicGroup> ListDynamicGroupsAsync(
        ListDynamicGroupsQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListDynamicGroups", HttpMethod.Get, ["dynamicGroups"])
            { Query = query.ToQuery() }, Json.ListDynamicGroup, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeleteDynamicGroupAsync(
        string dynamicGroupId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeleteDynamicGroup", HttpMethod.Delete, ["dynamicGroups", dynamicGroupId])
            { IfMatch = ifMatch }, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Policy>> CreatePolicyAsync(
        CreatePolicyDetails details, string retryToken, CancellationToken cancellationToken) =>
        core.SendAsync(new("CreatePolicy", HttpMethod.Post, ["policies"])
            {
                Body = OciBody.From(details, Json.CreatePolicyDetails),
                RetryToken = retryToken,
            }, Json.Policy, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse<Policy>> GetPolicyAsync(string policyId, CancellationToken cancellationToken) =>
        core.SendAsync(new("GetPolicy", HttpMethod.Get, ["policies", policyId]), Json.Policy, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Policy> ListPoliciesAsync(ListPoliciesQuery query, CancellationToken cancellationToken) =>
        core.ListAsync(new("ListPolicies", HttpMethod.Get, ["policies"])
            { Query = query.ToQuery() }, Json.ListPolicy, cancellationToken);

    /// <inheritdoc/>
    public Task<OciResponse> DeletePolicyAsync(
        string policyId, string? ifMatch, CancellationToken cancellationToken) =>
        core.SendAsync(new("DeletePolicy", HttpMethod.Delete, ["policies", policyId])
            { IfMatch = ifMatch }, cancellationToken);
}
