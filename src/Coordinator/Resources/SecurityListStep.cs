using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>A security list with exactly these rules.</summary>
internal sealed class SecurityListStep : CloudStep<CreateSecurityListDetails, SecurityList>
{
    private readonly Input<string> vcn;
    private readonly SecurityRules rules;

    public SecurityListStep(CloudSite cloud, string id, Output<string> vcn, SecurityRules rules)
        : base(cloud, id)
    {
        this.vcn = Uses(vcn);
        this.rules = rules;
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(2);

    protected override string Operation => "CreateSecurityList";

    protected override Task<CreateSecurityListDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateSecurityListDetails
        {
            CompartmentId = Cloud.Compartment,
            VcnId = vcn.Value,
            DisplayName = DisplayName,
            IngressSecurityRules = rules.Ingress,
            EgressSecurityRules = rules.Egress,
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<SecurityList>> CreateAsync(
        CreateSecurityListDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Network.CreateSecurityListAsync(details, token, cancellation);

    protected override Task<OciResponse<SecurityList>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Network.GetSecurityListAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<SecurityList>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Network.ListSecurityListsAsync(
            new ListSecurityListsQuery { CompartmentId = Cloud.Compartment, VcnId = vcn.Value }, cancellation));

    protected override IEnumerable<Difference> Compare(SecurityList actual)
    {
        var now = new SecurityRules(actual.IngressSecurityRules ?? [], actual.EgressSecurityRules ?? []);
        if (now.IngressText != rules.IngressText)
        {
            yield return new Difference("ingressSecurityRules", now.IngressText, rules.IngressText);
        }

        if (now.EgressText != rules.EgressText)
        {
            yield return new Difference("egressSecurityRules", now.EgressText, rules.EgressText);
        }
    }

    protected override Task UpdateAsync(SecurityList actual, CancellationToken cancellation) =>
        Cloud.Clients.Network.UpdateSecurityListAsync(
            actual.Id,
            new UpdateSecurityListDetails
            {
                IngressSecurityRules = rules.Ingress,
                EgressSecurityRules = rules.Egress,
            },
            null,
            cancellation);
}
