using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Faults;

/// <summary>A place without room for new instances.</summary>
/// <param name="Shape">Shape; null: every one.</param>
/// <param name="Domain">Availability domain; null: every one.</param>
/// <param name="FaultDomain">Fault domain; null: every one.</param>
/// <param name="IsLate">The launch is taken and fails when its latency is over.</param>
internal sealed record MissingCapacity(string? Shape, string? Domain, string? FaultDomain, bool IsLate)
{
    public bool Hits(string shape, string domain, string faultDomain) =>
        (Shape ?? shape) == shape && (Domain ?? domain) == domain && (FaultDomain ?? faultDomain) == faultDomain;
}

/// <summary>How many instances fit into each fault domain.</summary>
internal sealed class CapacityTable(Cloud cloud)
{
    /// <summary>What 500 InternalError and failed launches say.</summary>
    public const string Message = "Out of host capacity.";

    // Of each shape in each fault domain; more than the service limits allow.
    private const double Ocpus = 512;
    private const double MemoryGb = 8192;
    private readonly List<MissingCapacity> _missing = [];

    public IReadOnlyList<MissingCapacity> Missing => _missing;

    public void Set(MissingCapacity missing) => _missing.Add(missing);

    public void Clear() => _missing.Clear();

    public static MissingCapacity Parse(JsonObject document) => new(
        document.TextOrNull("shape"), document.TextOrNull("availabilityDomain"), document.TextOrNull("faultDomain"),
        document.TextOrNull("when") switch
        {
            null or "launch" => false,
            "later" => true,
            { } other => throw ApiError.InvalidParameter($"Invalid value for when: {other}. Use launch or later."),
        });

    public static JsonObject Tell(MissingCapacity missing) => new()
    {
        ["shape"] = missing.Shape, ["availabilityDomain"] = missing.Domain, ["faultDomain"] = missing.FaultDomain,
        ["when"] = missing.IsLate ? "later" : "launch",
    };

    /// <summary>How many new instances of this size fit; what fails late counts as room.</summary>
    public long Count(string shape, string domain, string faultDomain, double ocpus, double memoryGb)
    {
        if (_missing.Exists(missing => !missing.IsLate && missing.Hits(shape, domain, faultDomain)))
        {
            return 0;
        }

        double usedOcpus = 0;
        double usedMemory = 0;
        foreach (Resource instance in cloud.Live(Kinds.Instance).Where(instance =>
                     instance.Document.Text("shape") == shape && instance.Document.Text("availabilityDomain") == domain
                     && instance.Document.Text("faultDomain") == faultDomain))
        {
            usedOcpus += instance.Document.Part("shapeConfig")?.Real("ocpus") ?? 0;
            usedMemory += instance.Document.Part("shapeConfig")?.Real("memoryInGBs") ?? 0;
        }

        return (long)Math.Max(0, Math.Min((Ocpus - usedOcpus) / ocpus, (MemoryGb - usedMemory) / memoryGb));
    }

    /// <summary>Whether a launch into the fault domain is taken and fails later.</summary>
    public bool FailsLater(string shape, string domain, string faultDomain) =>
        _missing.Exists(missing => missing.IsLate && missing.Hits(shape, domain, faultDomain));
}
