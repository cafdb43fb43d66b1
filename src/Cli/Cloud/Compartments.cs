using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Identity;

namespace MoodleNodeAgent.Cli.Cloud;

/// <summary>A compartment with its path below the tenancy's root, such as "teaching/moodle".</summary>
internal sealed record FoundCompartment(string Id, string Path);

/// <summary>Finds compartments by name, path or OCID.</summary>
internal static class Compartments
{
    /// <summary>All compartments that the profile may see, by path; the root is not among them.</summary>
    public static async Task<IReadOnlyList<FoundCompartment>> ListAsync(
        Account account, CancellationToken cancellation)
    {
        List<Compartment> all;
        try
        {
            all = await account.Identity.ListCompartmentsAsync(
                new ListCompartmentsQuery
                {
                    CompartmentId = account.Tenancy,
                    CompartmentIdInSubtree = true,
                    AccessLevel = "ACCESSIBLE",
                },
                cancellation).ToListAsync(cancellation);
        }
        catch (OciException refusal)
        {
            throw new CommandFailure(
                ExitCode.Failed,
                await Refusals.ExplainAsync(account, refusal, $"the tenancy {account.Tenancy}", cancellation));
        }

        var byId = all.ToDictionary(compartment => compartment.Id);
        return
        [
            .. all.Where(compartment => compartment.LifecycleState == LifecycleState.Active)
                .Select(compartment => new FoundCompartment(compartment.Id, PathOf(compartment, byId)))
                .OrderBy(found => found.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>The compartment that the operator means.</summary>
    /// <exception cref="CommandFailure">None or several fit, or it is another tenancy's.</exception>
    public static async Task<FoundCompartment> FindAsync(
        Account account, string wanted, CancellationToken cancellation)
    {
        if (wanted.StartsWith("ocid1.", StringComparison.Ordinal))
        {
            return await ByIdAsync(account, wanted, cancellation);
        }

        var all = await ListAsync(account, cancellation);
        var fitting = all.Where(found => found.Path == wanted).ToList();
        if (fitting.Count == 0)
        {
            fitting = [.. all.Where(found => found.Path.Split('/')[^1] == wanted)];
        }

        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw new CommandFailure(
                ExitCode.Usage,
                $"There is no compartment \"{wanted}\" that profile {account.Profile} may see in the tenancy "
                + $"{account.Tenancy}. {Known(all)}"),
            _ => throw new CommandFailure(
                ExitCode.Usage,
                $"Several compartments are called \"{wanted}\". Give one of: "
                + string.Join(", ", fitting.Select(found => found.Path))),
        };
    }

    private static async Task<FoundCompartment> ByIdAsync(
        Account account, string id, CancellationToken cancellation)
    {
        if (id == account.Tenancy)
        {
            return new FoundCompartment(id, "the tenancy's root");
        }

        if (id.StartsWith("ocid1.tenancy.", StringComparison.Ordinal))
        {
            throw OfAnotherTenancy(account, id, id);
        }

        try
        {
            var compartment = (await account.Identity.GetCompartmentAsync(id, cancellation)).Value;
            var root = await RootOfAsync(account, compartment, cancellation);
            return root is null || root == account.Tenancy
                ? new FoundCompartment(id, compartment.Name ?? id)
                : throw OfAnotherTenancy(account, id, root);
        }
        catch (OciException refusal) when (refusal.IsNotFound)
        {
            throw new CommandFailure(
                ExitCode.Usage,
                $"The compartment {id} is not in the tenancy {account.Tenancy} of profile {account.Profile}, or the "
                + "profile may not see it. Is it another tenancy's? Give another profile with --profile, or ask the "
                + "administrator for: inspect compartments in tenancy.");
        }
        catch (OciException refusal)
        {
            throw new CommandFailure(
                ExitCode.Failed, await Refusals.ExplainAsync(account, refusal, id, cancellation));
        }
    }

    // The root; null when a parent cannot be seen, which is no error of the operator's.
    private static async Task<string?> RootOfAsync(
        Account account, Compartment compartment, CancellationToken cancellation)
    {
        var parent = compartment.CompartmentId;
        while (parent is not null && !parent.StartsWith("ocid1.tenancy.", StringComparison.Ordinal))
        {
            try
            {
                parent = (await account.Identity.GetCompartmentAsync(parent, cancellation)).Value.CompartmentId;
            }
            catch (OciException refusal) when (refusal.IsNotFound)
            {
                return null;
            }
        }

        return parent;
    }

    private static CommandFailure OfAnotherTenancy(Account account, string id, string tenancy) => new(
        ExitCode.Usage,
        $"{id} belongs to another tenancy ({tenancy}); profile {account.Profile} is of {account.Tenancy}. Give a profile "
        + "of that tenancy with --profile.");

    private static string Known(IReadOnlyList<FoundCompartment> all) => all.Count == 0
        ? "It sees none at all: make one in the console (Identity > Compartments), or ask for the right to inspect them."
        : "It sees: " + string.Join(", ", all.Select(found => found.Path));

    private static string PathOf(Compartment compartment, Dictionary<string, Compartment> byId)
    {
        var path = compartment.Name ?? compartment.Id;
        for (var parent = compartment.CompartmentId;
            parent is not null && byId.TryGetValue(parent, out var above);
            parent = above.CompartmentId)
        {
            path = $"{above.Name}/{path}";
        }

        return path;
    }
}
