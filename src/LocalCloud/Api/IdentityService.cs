using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Identity: one tenancy with one compartment, three availability domains of three fault domains.</summary>
internal sealed class IdentityService(Cloud cloud)
{
    /// <summary>Name of the one compartment below the root.</summary>
    public const string CompartmentName = "sites";

    public void AddTo(Handlers handlers)
    {
        handlers.Add("ListAvailabilityDomains", call => Array(cloud.AvailabilityDomains.Select(name => new JsonObject
        {
            ["name"] = name,
            ["id"] = Ocid.Derive("availabilitydomain", "", name),
            ["compartmentId"] = call.QueryValue("compartmentId"),
        })));
        handlers.Add("ListFaultDomains", ListFaultDomains);
        handlers.Add("GetTenancy", call =>
        {
            CheckTenancy(call);
            return new ApiAnswer
            {
                Body = new JsonObject
                {
                    ["id"] = cloud.TenancyId, ["name"] = "local", ["description"] = "Local cloud",
                    ["homeRegionKey"] = "FRA", ["freeformTags"] = new JsonObject(), ["definedTags"] = new JsonObject(),
                },
            };
        });
        handlers.Add("ListRegionSubscriptions", call =>
        {
            CheckTenancy(call);
            return Array([new JsonObject
            {
                ["regionKey"] = "FRA", ["regionName"] = cloud.Options.Region, ["status"] = "READY",
                    ["isHomeRegion"] = true,
            }]);
        });
        handlers.Add("GetCompartment", call =>
        {
            JsonObject found = Compartments().FirstOrDefault(
                document => document.Text("id") == call.PathValue("compartmentId")) ?? throw ApiError.NotFound();
            return new ApiAnswer { Body = found, Headers = { ["etag"] = found.Text("id")[^32..] } };
        });
        handlers.Add("ListCompartments", call => call.List(
            Compartments().Where(document => document.TextOrNull("compartmentId") == call.QueryValue("compartmentId")),
            new Dictionary<string, string?> { ["accessLevel"] = null, ["compartmentIdInSubtree"] = null }));
    }

    private ApiAnswer ListFaultDomains(ApiCall call)
    {
        string domain = call.QueryValue("availabilityDomain")!;
        if (!cloud.AvailabilityDomains.Contains(domain))
        {
            throw ApiError.NotFound();
        }

        return Array(cloud.FaultDomains.Select(name => new JsonObject
        {
            ["name"] = name,
            ["id"] = Ocid.Derive("faultdomain", "", $"{domain}/{name}"),
            ["compartmentId"] = call.QueryValue("compartmentId"),
            ["availabilityDomain"] = domain,
        }));
    }

    private void CheckTenancy(ApiCall call)
    {
        if (call.PathValue("tenancyId") != cloud.TenancyId)
        {
            throw ApiError.NotFound();
        }
    }

    private IEnumerable<JsonObject> Compartments() =>
    [
        Compartment(cloud.TenancyId, null, "local", "The tenancy's root"),
        Compartment(cloud.CompartmentId, cloud.TenancyId, CompartmentName, "Sites of the local cloud"),
    ];

    private JsonObject Compartment(string id, string? parent, string name, string description) => new()
    {
        ["id"] = id, ["compartmentId"] = parent, ["name"] = name, ["description"] = description,
        ["timeCreated"] = cloud.TimeStarted.Stamp(), ["lifecycleState"] = "ACTIVE", ["isAccessible"] = true,
        ["freeformTags"] = new JsonObject(), ["definedTags"] = new JsonObject(),
    };

    private static ApiAnswer Array(IEnumerable<JsonObject> items) => new() { Body = new JsonArray([.. items]) };
}
