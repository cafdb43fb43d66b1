using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci.MySql;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>Whether the region offers the DB system's version and shape.</summary>
internal sealed class DatabaseChecks(Site site, Account account)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var compartment = site.Cloud.Compartment ?? account.Tenancy;
        var versions = account.MySql.ListVersionsAsync(compartment, cancellation)
            .ToListAsync(cancellation).AsTask();
        var shapes = account.MySql.ListShapesAsync(
            new ListShapesQuery { CompartmentId = compartment, IsSupportedFor = ["DBSYSTEM"] }, cancellation)
            .ToListAsync(cancellation).AsTask();
        await Task.WhenAll(versions, shapes);
        return [Version(await versions), Shape(await shapes)];
    }

    // Sample of a family: "8.4 - LTS"
    private Finding Version(IReadOnlyList<VersionSummary> families)
    {
        var wanted = site.Database.Version;
        var family = families.FirstOrDefault(known => known.VersionFamily is { } name
            && (name == wanted || name.StartsWith(wanted + " ", StringComparison.Ordinal)));
        return family is null
            ? new Finding(
                "database", Verdict.Failed, $"MySQL {wanted} is not offered in {account.Region}",
                $"Set database.version to one of: {string.Join(", ", families.Select(known => known.VersionFamily))}.")
            : new Finding(
                "database", Verdict.Ok, $"MySQL {wanted}: {(family.Versions is [.., var newest] ? newest.Version : "offered")}");
    }

    private Finding Shape(IReadOnlyList<ShapeSummary> shapes)
    {
        var wanted = site.Database;
        var shape = shapes.FirstOrDefault(known => known.Name == wanted.Shape);
        var members = wanted.HighAvailability ? "three members" : "one member";
        return shape is null
            ? new Finding(
                "database", Verdict.Failed, $"the shape {wanted.Shape} is not offered in {account.Region}",
                $"Set database.shape to one of: {string.Join(", ", shapes.Select(known => known.Name))}.")
            : new Finding(
                "database", Verdict.Ok,
                $"{wanted.Shape}, {shape.CpuCoreCount} OCPU, {shape.MemorySizeInGBs} GB: {members}, {wanted.Replicas} read "
                + "replicas (they need 4 OCPU)");
    }
}
