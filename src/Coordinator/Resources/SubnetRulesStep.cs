using System.Net;
using System.Text.Json;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>The site's security list on a subnet that was there before, beside the lists that it has.</summary>
internal sealed class SubnetRulesStep : Step
{
    private readonly CloudSite cloud;
    private readonly Input<string> subnet;
    private readonly Input<string> list;

    public SubnetRulesStep(CloudSite cloud, string id, SubnetStep subnet, SecurityListStep list)
        : base(id)
    {
        this.cloud = cloud;
        this.subnet = Uses(subnet.ResourceId);
        this.list = Uses(list.ResourceId);
        SerialKey = cloud.AdoptedFor(subnet.Id);
        Subnet = Produces<string>("subnet");
    }

    /// <summary>OCID of the subnet, for those who need its rules.</summary>
    public Output<string> Subnet { get; }

    public override TimeSpan Expected => TimeSpan.FromSeconds(2);

    public override string? SerialKey { get; }

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        var lists = SubnetRules.Of((await cloud.Clients.Network.GetSubnetAsync(subnet.Value, cancellation)).Value);
        Subnet.Set(subnet.Value);
        return lists.Contains(list.Value)
            ? Observation.Nothing
            : Observation.Of([SubnetRules.Difference(lists, [.. lists, list.Value])]);
    }

    internal override async Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation)
    {
        await SubnetRules.ChangeAsync(
            cloud, context, Id, subnet.Value, lists => lists.Contains(list.Value) ? lists : [.. lists, list.Value], cancellation);
        Subnet.Set(subnet.Value);
    }

    internal override void Settle(StepContext context) => SubnetRules.Settle(context, Id);
}

/// <summary>Takes security lists that are to be deleted off a subnet that was there before.</summary>
internal sealed class SubnetRulesRemovalStep(CloudSite cloud, string id, string subnet, IReadOnlyList<string> going) : Step(id)
{
    public override TimeSpan Expected => TimeSpan.FromSeconds(2);

    public override string? SerialKey => subnet;

    internal override bool IsRemoval => true;

    internal override async Task<Observation> ObserveAsync(StepContext context, CancellationToken cancellation)
    {
        try
        {
            var lists = SubnetRules.Of((await cloud.Clients.Network.GetSubnetAsync(subnet, cancellation)).Value);
            return lists.Intersect(going).Any()
                ? Observation.Of([SubnetRules.Difference(lists, [.. lists.Except(going)])])
                : Observation.Nothing;
        }
        catch (OciException failure) when (failure.IsNotFound)
        {
            // Its owner deleted it.
            return Observation.Nothing;
        }
    }

    internal override Task ActAsync(
        StepContext context, Observation observation, CancellationToken cancellation) =>
        SubnetRules.ChangeAsync(cloud, context, Id, subnet, lists => [.. lists.Except(going)], cancellation);

    internal override void Settle(StepContext context) => SubnetRules.Settle(context, Id);
}

/// <summary>Reads and changes the security lists of a subnet, whoever else changes it.</summary>
internal static class SubnetRules
{
    // OCI's limit.
    private const int MostLists = 5;
    private const int MostTries = 5;

    public static IReadOnlyList<string> Of(Subnet subnet) => subnet.SecurityListIds ?? [];

    public static Difference Difference(IReadOnlyList<string> now, IReadOnlyList<string> wanted) => new(
        "securityListIds", string.Join(", ", now), string.Join(", ", wanted), wanted.Count <= MostLists
            ? null
            : $"a subnet takes {MostLists} security lists. Take one off this subnet, or name another subnet.");

    /// <summary>Changes the lists; begins again when somebody else changed the subnet meanwhile.</summary>
    public static async Task ChangeAsync(
        CloudSite cloud, StepContext context, string step, string subnet,
        Func<IReadOnlyList<string>, IReadOnlyList<string>> change, CancellationToken cancellation)
    {
        for (var number = 1; ; number++)
        {
            var now = await cloud.Clients.Network.GetSubnetAsync(subnet, cancellation);
            var lists = Of(now.Value);
            var wanted = change(lists);
            if (wanted.SequenceEqual(lists))
            {
                Settle(context, step);
                return;
            }

            var details = new UpdateSubnetDetails { SecurityListIds = [.. wanted] };
            Settle(context, step);
            var intent = context.Journal.Begin(
                step, "UpdateSubnet", JsonSerializer.SerializeToUtf8Bytes(details), context.Epoch);
            try
            {
                await cloud.Clients.Network.UpdateSubnetAsync(subnet, details, now.Etag, cancellation);
                context.Journal.Succeed(intent, null);
                return;
            }
            catch (OciException refusal) when (!refusal.MayHaveActed)
            {
                context.Journal.Fail(intent, refusal.Message);
                if (refusal.Status != HttpStatusCode.PreconditionFailed || number == MostTries)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>A put is safe to repeat: what a killed apply left is seen in the subnet.</summary>
    public static void Settle(StepContext context, string step)
    {
        if (context.Journal.FindUnanswered(step) is { } intent)
        {
            context.Journal.Succeed(intent, null);
        }
    }
}
