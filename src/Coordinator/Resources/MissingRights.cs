using System.Net;
using MoodleNodeAgent.Coordinator.Deployment;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Identity;
using MoodleNodeAgent.Sites.Rights;

namespace MoodleNodeAgent.Coordinator.Resources;

/// <summary>Waits for rights that this account lacks: says once which policies they take, then asks again until the
/// administrator has made them. After a policy was made, a refusal counts as one that is still on its way.</summary>
internal sealed class MissingRights(CloudSite cloud)
{
    private const string Group = "GROUP";

    /// <summary>Makes the call until it is allowed.</summary>
    /// <exception cref="OciException">Refused for another reason.</exception>
    /// <exception cref="InvalidOperationException">Still not allowed after the patience; the policies are in the
    /// message.</exception>
    public async Task<T> WaitAsync<T>(
        StepContext context, Func<Task<T>> call, CancellationToken cancellation)
    {
        var began = context.Time.GetTimestamp();
        var started = context.Time.GetUtcNow();
        var asked = false;
        while (true)
        {
            try
            {
                return await call();
            }
            catch (OciException refusal) when (IsMissingRight(refusal))
            {
                var end = await EndAsync(context, started, cancellation);
                if (context.Time.GetUtcNow() >= end)
                {
                    throw asked || context.Limits.Rights > TimeSpan.Zero
                        ? new InvalidOperationException(Explain(refusal), refusal)
                        : refusal;
                }

                if (!asked)
                {
                    asked = true;
                    context.Report($"{Explain(refusal)} Waiting until {end:HH:mm} UTC.");
                }

                var waited = context.Time.GetElapsedTime(began);
                await Task.Delay(Polling.Pause(context.Limits, waited, TimeSpan.Zero), context.Time, cancellation);
            }
        }
    }

    /// <summary>The refusal with the policies that the administrator has to make.</summary>
    public string Explain(OciException refusal) =>
        $"{refusal.Message} If the right is missing, give these policies to the tenancy's administrator ({Group}: the "
        + "group of whoever applies):\n" + string.Join('\n', SitePolicies.ForOperators(
            cloud.Compartment, Group, cloud.Site.Database.Replicas).Select(policy => "  " + policy)) + "\n";

    /// <summary>Whether a call was refused because somebody may not do it; OCI does not tell it from "not there".
    /// </summary>
    public static bool IsMissingRight(OciException refusal) =>
        refusal is { Status: HttpStatusCode.NotFound, Code: OciErrorCodes.NotAuthorizedOrNotFound, MayHaveActed: false };

    private async Task<DateTimeOffset> EndAsync(
        StepContext context, DateTimeOffset started, CancellationToken cancellation)
    {
        var patient = started + context.Limits.Rights;
        if (context.Limits.Rights == TimeSpan.Zero)
        {
            return patient;
        }

        var propagated = await NewestPolicyAsync(cancellation) + context.Limits.PolicyPropagation;
        return propagated > patient ? propagated.Value : patient;
    }

    // Who may not read policies waits the plain patience.
    private async Task<DateTimeOffset?> NewestPolicyAsync(CancellationToken cancellation)
    {
        DateTimeOffset? newest = null;
        foreach (var place in new[] { cloud.Compartment, cloud.Clients.Tenancy }.Distinct())
        {
            try
            {
                await foreach (var policy in cloud.Clients.Identity.ListPoliciesAsync(
                    new ListPoliciesQuery { CompartmentId = place }, cancellation))
                {
                    newest = policy.TimeCreated > newest || newest is null ? policy.TimeCreated : newest;
                }
            }
            catch (OciException)
            {
                continue;
            }
        }

        return newest;
    }
}
