using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Identity;
using MoodleNodeAgent.Sites.Rights;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>What the control host may do: what the site takes, in the site's compartment.</summary>
internal sealed class ControlPolicyStep : CloudStep<CreatePolicyDetails, Policy>
{
    public ControlPolicyStep(CloudSite cloud, Output<bool> group)
        : base(cloud, ControlSteps.Policy)
    {
        Uses(group);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(2);

    protected override bool IsReplacedWhenBroken => true;

    protected override string Operation => "CreatePolicy";

    // The balancer of the replicas may come later, with a count that is raised on the control host.
    private IReadOnlyList<string> Statements => SitePolicies.ForControlHost(
        Cloud.Compartment, DynamicGroupStep.NameOf(Cloud), int.Max(1, Cloud.Site.Database.Replicas));

    protected override Task<CreatePolicyDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreatePolicyDetails
        {
            CompartmentId = Cloud.Compartment,
            Name = DynamicGroupStep.NameOf(Cloud),
            Statements = Statements,
            Description = $"Control host of the site {Cloud.Site.Name}",
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<Policy>> CreateAsync(
        CreatePolicyDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Identity.CreatePolicyAsync(details, token, cancellation);

    protected override Task<OciResponse<Policy>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Identity.GetPolicyAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<Policy>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Identity.ListPoliciesAsync(
            new ListPoliciesQuery { CompartmentId = Cloud.Compartment }, cancellation));

    protected override Condition ConditionOf(Policy resource) =>
        base.ConditionOf(resource) is Condition.Ready && !(resource.Statements ?? []).SequenceEqual(Statements)
            ? Condition.Broken
            : base.ConditionOf(resource);
}
