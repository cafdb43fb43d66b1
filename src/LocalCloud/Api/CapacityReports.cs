using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Reports of the capacity for new instances: a read in the shape of a create.</summary>
internal sealed class CapacityReports(Cloud cloud, ComputeCatalog catalog)
{
    public void AddTo(Handlers handlers) => handlers.Add("CreateComputeCapacityReport", Create);

    private ApiAnswer Create(ApiCall call)
    {
        if (call.Body.Text("compartmentId") != cloud.TenancyId)
        {
            throw ApiError.InvalidParameter("compartmentId has to be the tenancy's OCID.");
        }

        string domain = call.Body.Text("availabilityDomain");
        if (!cloud.AvailabilityDomains.Contains(domain))
        {
            throw ApiError.NotFound();
        }

        return new ApiAnswer
        {
            Body = new JsonObject
            {
                ["compartmentId"] = cloud.TenancyId, ["availabilityDomain"] = domain,
                ["shapeAvailabilities"] = new JsonArray(
                    [.. call.Body.Parts("shapeAvailabilities").Select(wanted => Tell(domain, wanted))]),
                ["timeCreated"] = cloud.Now.Stamp(),
            },
        };
    }

    private JsonObject Tell(string domain, JsonObject wanted)
    {
        string shape = wanted.Text("instanceShape");
        bool isKnown = catalog.Shapes.Any(known => known.Name == shape);
        JsonObject config = isKnown ? catalog.Configure(shape, wanted.Part("instanceShapeConfig")) : [];
        string? faultDomain = wanted.TextOrNull("faultDomain");
        long count = !isKnown
            ? 0
            : (faultDomain is null ? cloud.FaultDomains : [faultDomain]).Sum(fault => cloud.Capacity.Count(
                shape, domain, fault, config.Real("ocpus") ?? 1, config.Real("memoryInGBs") ?? 1));
        var told = new JsonObject();
        if (faultDomain is not null)
        {
            told["faultDomain"] = faultDomain;
        }

        told["instanceShape"] = shape;
        told["instanceShapeConfig"] = wanted["instanceShapeConfig"]?.DeepClone();
        told["availableCount"] = count;
        told["availabilityStatus"] = (isKnown, count) switch
        {
            (false, _) => "HARDWARE_NOT_SUPPORTED", (_, 0) => "OUT_OF_HOST_CAPACITY", _ => "AVAILABLE",
        };
        return told;
    }
}
