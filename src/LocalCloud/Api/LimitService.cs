using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The limits service.</summary>
internal sealed class LimitService(Cloud cloud)
{
    public void AddTo(Handlers handlers)
    {
        var aliases = new Dictionary<string, string?>
        {
            ["compartmentId"] = null, ["subscriptionId"] = null, ["serviceName"] = null, ["externalLocation"] = null,
        };
        handlers.Add("limits:ListServices", call => CheckTenancy(call).List(
            cloud.Limits.Services.Select(service => new JsonObject
            {
                ["name"] = service.Name, ["description"] = service.Description,
                ["supportedSubscriptions"] = new JsonArray(),
            }),
            aliases));
        handlers.Add("ListLimitValues", call => CheckTenancy(call).List(
            cloud.Limits.Limits.Where(limit => limit.Service == call.QueryValue("serviceName")).SelectMany(Values),
            aliases));
        handlers.Add("GetResourceAvailability", Availability);
    }

    private ApiCall CheckTenancy(ApiCall call) => call.QueryValue("compartmentId") == cloud.TenancyId
        ? call
        : throw ApiError.InvalidParameter("compartmentId has to be the tenancy's OCID.");

    private IEnumerable<JsonObject> Values(Limit limit)
    {
        string?[] domains = limit.IsPerDomain ? [.. cloud.AvailabilityDomains] : [null];
        return domains.Select(domain => new JsonObject
        {
            ["name"] = limit.Name, ["scopeType"] = limit.IsPerDomain ? "AD" : "REGION",
            ["availabilityDomain"] = domain, ["value"] = cloud.Limits.Value(limit, domain),
        });
    }

    private ApiAnswer Availability(ApiCall call)
    {
        string? domain = call.QueryValue("availabilityDomain");
        Limit limit = cloud.Limits.Limits.FirstOrDefault(limit => limit.Service == call.PathValue("serviceName")
            && limit.Name == call.PathValue("limitName")) ?? throw ApiError.NotFound();
        if (limit.IsPerDomain != domain is not null
            || (domain is not null && !cloud.AvailabilityDomains.Contains(domain)))
        {
            throw ApiError.InvalidParameter(limit.IsPerDomain
                ? $"Invalid value for parameter availabilityDomain: {limit.Name} needs one"
                : $"Invalid value for parameter availabilityDomain: {limit.Name} is regional");
        }

        double used = limit.Used(domain);
        double left = cloud.Limits.Value(limit, domain) - used;
        return new ApiAnswer
        {
            Body = new JsonObject
            {
                ["used"] = (long)Math.Ceiling(used), ["available"] = (long)Math.Floor(left),
                ["fractionalUsage"] = used, ["fractionalAvailability"] = left, ["effectiveQuotaValue"] = null,
            },
        };
    }
}
