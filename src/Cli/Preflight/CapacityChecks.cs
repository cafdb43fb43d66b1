using System.Globalization;
using MoodleNodeAgent.Cli.Cloud;
using MoodleNodeAgent.Oci;
using MoodleNodeAgent.Oci.Compute;
using MoodleNodeAgent.Sites;

namespace MoodleNodeAgent.Cli.Preflight;

/// <summary>How many of the site's nodes the hardware has room for, per shape, availability and fault domain.</summary>
internal sealed class CapacityChecks(Site site, Account account, IReadOnlyList<string> domains)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var reports = await Task.WhenAll(domains.Select(domain => ReportAsync(domain, cancellation)));
        if (Array.Find(reports, report => report.Refusal is not null)?.Refusal is { } refusal)
        {
            return
            [
                new Finding(
                    "capacity", Verdict.Unknown, $"no capacity report: {refusal}",
                    "It needs: manage compute-capacity-reports in tenancy. Without it an apply tries every place."),
            ];
        }

        var found = new List<Finding>();
        var oneFits = site.Nodes.Shapes.Any(shape => Room(reports, shape) >= site.Nodes.Count);
        foreach (var shape in site.Nodes.Shapes)
        {
            var verdict = Room(reports, shape) >= site.Nodes.Count ? Verdict.Ok
                : oneFits ? Verdict.Warning
                : Verdict.Failed;
            found.AddRange(reports.Select(report => new Finding(
                "capacity", RoomIn(report, shape) > 0 ? Verdict.Ok : verdict == Verdict.Ok ? Verdict.Warning : verdict,
                $"{shape} in {report.Domain}: {Places(report, shape)}",
                RoomIn(report, shape) > 0 ? "" : oneFits
                    ? "An apply goes on to the next place or shape."
                    : "Add a shape to nodes.shapes, use less OCPUs, or try another day or region.")));
        }

        return found;
    }

    private async Task<Report> ReportAsync(string domain, CancellationToken cancellation)
    {
        try
        {
            var faults = await account.Identity.ListFaultDomainsAsync(
                site.Cloud.Compartment ?? account.Tenancy, domain, cancellation)
                .Select(fault => fault.Name).Order(StringComparer.Ordinal).ToListAsync(cancellation);
            var wanted = site.Nodes.Shapes.SelectMany(shape => faults.Select(fault =>
                new CreateCapacityReportShapeAvailabilityDetails
                {
                    InstanceShape = shape,
                    FaultDomain = fault,
                    InstanceShapeConfig = new CapacityReportInstanceShapeConfig
                    {
                        Ocpus = site.Nodes.Ocpus,
                        MemoryInGBs = site.Nodes.MemoryGb,
                    },
                })).ToList();
            var answer = await account.Compute.CreateComputeCapacityReportAsync(
                new CreateComputeCapacityReportDetails
                {
                    CompartmentId = account.Tenancy,
                    AvailabilityDomain = domain,
                    ShapeAvailabilities = wanted,
                },
                Guid.NewGuid().ToString("N"), cancellation);
            return new Report(domain, answer.Value.ShapeAvailabilities ?? [], null);
        }
        catch (OciException refusal) when (refusal.IsNotFound)
        {
            return new Report(domain, [], refusal.Code);
        }
    }

    private static long Room(IEnumerable<Report> reports, string shape) =>
        reports.Sum(report => Math.Min(RoomIn(report, shape), int.MaxValue));

    // A place that is AVAILABLE and tells no number has room for one at least.
    private static long RoomIn(Report report, string shape) =>
        report.Places.Where(place => place.InstanceShape == shape).Sum(CountOf);

    private static long CountOf(CapacityReportShapeAvailability place) =>
        place.AvailabilityStatus == "AVAILABLE" ? Math.Min(place.AvailableCount ?? 1, int.MaxValue) : 0;

    private static string Places(Report report, string shape) => string.Join(
        ", ",
        report.Places.Where(place => place.InstanceShape == shape).Select(place => string.Create(
            CultureInfo.InvariantCulture,
            $"{place.FaultDomain} {(place.AvailabilityStatus == "HARDWARE_NOT_SUPPORTED" ? "not offered" : CountOf(place))}")));

    private sealed record Report(
        string Domain, IReadOnlyList<CapacityReportShapeAvailability> Places, string? Refusal);
}
