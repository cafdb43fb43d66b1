using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Oci.FileStorage;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>Reads one list of each service: who may not read them may not make anything either. That the profile may
/// create cannot be seen without creating; the policies say what it takes.</summary>
internal sealed class RightsChecks(Site site, Account account, IReadOnlyList<string> domains)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var compartment = site.Cloud.Compartment ?? account.Tenancy;
        (string Family, Func<Task> Read)[] reads =
        [
            ("instance-family", () => AnyAsync(account.Compute.ListInstancesAsync(
                new ListInstancesQuery { CompartmentId = compartment }, cancellation), cancellation)),
            ("mysql-family", () => AnyAsync(account.MySql.ListDbSystemsAsync(
                new ListDbSystemsQuery { CompartmentId = compartment }, cancellation), cancellation)),
            ("network-load-balancers", () => AnyAsync(account.Balancers.ListNetworkLoadBalancersAsync(
                new ListNetworkLoadBalancersQuery { CompartmentId = compartment }, cancellation), cancellation)),
            .. domains.Take(1).Select(domain => ("file-family", (Func<Task>)(() => AnyAsync(
                account.FileStorage.ListFileSystemsAsync(
                    new ListFileSystemsQuery { CompartmentId = compartment, AvailabilityDomain = domain }, cancellation),
                cancellation)))),
        ];
        var missing = await Task.WhenAll(reads.Select(async read =>
        {
            try
            {
                await read.Read();
                return null;
            }
            catch (OciException refusal) when (refusal.IsNotFound)
            {
                return read.Family;
            }
        }));
        string[] denied = [.. missing.OfType<string>()];
        return denied.Length == 0
            ? [new Finding("rights", Verdict.Ok, "every service answers; making things takes the policies below")]
            :
            [
                new Finding(
                    "rights", Verdict.Failed, $"profile {account.Profile} may not read {string.Join(", ", denied)}",
                    "Give the policies below to the tenancy's administrator. New ones work after some seconds, sometimes "
                    + "minutes."),
            ];
    }

    private static async Task AnyAsync<T>(IAsyncEnumerable<T> list, CancellationToken cancellation) =>
        await list.AnyAsync(cancellation);
}
