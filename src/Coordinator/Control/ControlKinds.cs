using MoodleNodeAgent.Coordinator.Resources;
using MoodleNodeAgent.Oci.Identity;

namespace MoodleNodeAgent.Coordinator.Control;

/// <summary>The kinds of resources that only a control host brings along. Whoever launches it sees them; the control host
/// itself has no right to.</summary>
internal static class ControlKinds
{
    public static SiteKind Policy { get; } = new()
    {
        Name = "policy",
        Model = typeof(Policy),
        IsOfControl = true,
        List = (cloud, token) => cloud.Clients.Identity.ListPoliciesAsync(
            new ListPoliciesQuery { CompartmentId = cloud.Compartment }, token),
        GetAsync = async (cloud, id, token) => (await cloud.Clients.Identity.GetPolicyAsync(id, token)).Value,
        DeleteAsync = (cloud, id, token) => cloud.Clients.Identity.DeletePolicyAsync(id, null, token),
    };

    public static SiteKind DynamicGroup { get; } = new()
    {
        Name = "dynamic group",
        Model = typeof(DynamicGroup),
        IsOfControl = true,
        List = (cloud, token) => cloud.Clients.Identity.ListDynamicGroupsAsync(
            new ListDynamicGroupsQuery { CompartmentId = cloud.Clients.Tenancy }, token),
        GetAsync = async (cloud, id, token) => (await cloud.Clients.Identity.GetDynamicGroupAsync(id, token)).Value,
        DeleteAsync = (cloud, id, token) => cloud.Clients.Identity.DeleteDynamicGroupAsync(id, null, token),
        GoesAfter = ["policy"],
    };

    public static SiteKind Bucket { get; } = new()
    {
        Name = "bucket",
        Model = typeof(ControlBucketResource),
        IsOfControl = true,
        List = (cloud, token) => new ControlBucket(cloud).ListAsync(token),
        GetAsync = async (cloud, id, token) => await new ControlBucket(cloud).GetAsync(id, token),
        DeleteAsync = (cloud, id, token) => new ControlBucket(cloud).DeleteAsync(id, token),

        // The claim in it keeps another machine away until everything else is gone.
        GoesAfter = ["instance", "VCN", "policy", "dynamic group"],
    };
}
