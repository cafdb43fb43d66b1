using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Identity;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>The group that the control host alone is in, by its OCID. With another host it makes room for another group.
/// </summary>
internal sealed class DynamicGroupStep : CloudStep<CreateDynamicGroupDetails, DynamicGroup>
{
    private readonly Input<string> host;

    public DynamicGroupStep(CloudSite cloud, Output<string> host)
        : base(cloud, ControlSteps.DynamicGroup)
    {
        this.host = Uses(host);
    }

    public override TimeSpan Expected => TimeSpan.FromSeconds(2);

    protected override bool IsReplacedWhenBroken => true;

    protected override string Operation => "CreateDynamicGroup";

    private string Rule => $"instance.id = '{host.Value}'";

    /// <summary>Name of the site's group.</summary>
    public static string NameOf(CloudSite cloud) => new ControlBucket(cloud).Name;

    protected override Task<CreateDynamicGroupDetails> DescribeAsync(CancellationToken cancellation) =>
        Task.FromResult(new CreateDynamicGroupDetails
        {
            // Groups live in the tenancy, whichever compartment the site is in.
            CompartmentId = Cloud.Clients.Tenancy,
            Name = NameOf(Cloud),
            MatchingRule = Rule,
            Description = $"Control host of the site {Cloud.Site.Name}",
            FreeformTags = Tags,
        });

    protected override Task<OciResponse<DynamicGroup>> CreateAsync(
        CreateDynamicGroupDetails details, string token, CancellationToken cancellation) =>
        Cloud.Clients.Identity.CreateDynamicGroupAsync(details, token, cancellation);

    protected override Task<OciResponse<DynamicGroup>> GetAsync(string resource, CancellationToken cancellation) =>
        Cloud.Clients.Identity.GetDynamicGroupAsync(resource, cancellation);

    protected override Task<IAsyncEnumerable<DynamicGroup>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult(Cloud.Clients.Identity.ListDynamicGroupsAsync(
            new ListDynamicGroupsQuery { CompartmentId = Cloud.Clients.Tenancy, Name = NameOf(Cloud) }, cancellation));

    protected override Condition ConditionOf(DynamicGroup resource) =>
        base.ConditionOf(resource) is Condition.Ready && resource.MatchingRule != Rule
            ? Condition.Broken
            : base.ConditionOf(resource);
}
