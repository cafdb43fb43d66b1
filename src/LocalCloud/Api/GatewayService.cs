using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Internet, NAT and service gateways: kept by the API; on this machine the VCN's router reaches
/// everything.</summary>
internal sealed class GatewayService(Cloud cloud)
{
    private readonly List<JsonObject> _services =
    [
        Service(cloud, "all-fra-services-in-oracle-services-network", "All FRA Services In Oracle Services Network"),
        Service(cloud, "oci-fra-objectstorage", "OCI FRA Object Storage"),
    ];

    public void AddTo(Handlers handlers)
    {
        handlers.Add("ListServices", call => call.List(_services));
        handlers.Add("CreateInternetGateway", call => Create(
            call, Kinds.InternetGateway, "internetgateway",
                new JsonObject { ["isEnabled"] = call.Body.Flag("isEnabled") }));
        handlers.AddReads("GetInternetGateway", "ListInternetGateways", Kinds.InternetGateway);
        handlers.Add("DeleteInternetGateway", call => Delete(call, Kinds.InternetGateway));
        handlers.Add("CreateNatGateway", CreateNat);
        handlers.AddReads("GetNatGateway", "ListNatGateways", Kinds.NatGateway);
        handlers.Add("DeleteNatGateway", call => Delete(call, Kinds.NatGateway));
        handlers.Add("CreateServiceGateway", CreateServiceGateway);
        handlers.AddReads("GetServiceGateway", "ListServiceGateways", Kinds.ServiceGateway);
        handlers.Add("DeleteServiceGateway", call => Delete(call, Kinds.ServiceGateway));
    }

    private static JsonObject Service(Cloud cloud, string label, string name) => new()
    {
        ["cidrBlock"] = label, ["description"] = name, ["id"] = Ocid.Derive("service", cloud.Options.Region, label),
        ["name"] = name,
    };

    private ApiAnswer CreateNat(ApiCall call)
    {
        string? reserved = call.Body.TextOrNull("publicIpId");
        Resource? publicIp = reserved is null ? null : cloud.Related(Kinds.PublicIp, reserved);
        var members =
            new JsonObject { ["blockTraffic"] = call.Body.Flag("blockTraffic"), ["publicIpId"] = publicIp?.Id };
        ApiAnswer answer = Create(call, Kinds.NatGateway, "natgateway", members);
        Resource gateway = cloud.Get(Kinds.NatGateway, answer.ResourceId!);
        gateway.Document["natIp"] = publicIp?.Document.Text("ipAddress") ?? cloud.PublicAddresses.Take();
        gateway.Inside["ownsAddress"] = publicIp is null;
        return answer;
    }

    private ApiAnswer CreateServiceGateway(ApiCall call)
    {
        var services = new JsonArray();
        foreach (string id in call.Body.Parts("services").Select(service => service.Text("serviceId")))
        {
            JsonObject service = _services.Find(known => known.Text("id") == id) ?? throw ApiError.RelatedNotFound(id);
            services.Add((JsonNode)new JsonObject { ["serviceId"] = id, ["serviceName"] = service.Text("name") });
        }

        return Create(call, Kinds.ServiceGateway, "servicegateway", new JsonObject
        {
            ["blockTraffic"] = false, ["services"] = services,
        });
    }

    private ApiAnswer Create(ApiCall call, ResourceKind kind, string name, JsonObject members)
    {
        Resource vcn = SubnetService.ReadyVcn(cloud, call.Body.Text("vcnId"));
        if (cloud.All(kind).Any(other => other.Document.Text("vcnId") == vcn.Id))
        {
            throw ApiError.LimitExceeded($"The VCN {vcn.Id} has a {kind.OcidType} already: the limit is one.");
        }

        if (call.Body.TextOrNull("routeTableId") is { } table)
        {
            cloud.Related(Kinds.RouteTable, table);
            members["routeTableId"] = table;
        }

        members["vcnId"] = vcn.Id;
        Resource gateway = cloud.Add(kind, call.Body.Text("compartmentId"), name, call.Body, members);
        cloud.Start(Change.Create(gateway, cloud.Latencies.Gateway));
        return ApiAnswer.Of(gateway);
    }

    private ApiAnswer Delete(ApiCall call, ResourceKind kind)
    {
        Resource gateway = call.Target(kind, "AVAILABLE");
        Resource? user = cloud.Live(Kinds.RouteTable).FirstOrDefault(table => table.Document.Parts("routeRules")
            .Any(rule => rule.Text("networkEntityId") == gateway.Id));
        if (user is not null)
        {
            throw ApiError.Conflict($"{gateway.Id} is in use: a route rule of {user.Id} names it.");
        }

        cloud.Start(Change.Delete(gateway, cloud.Latencies.Gateway) with
        {
            Released = () =>
            {
                if (gateway.Inside.Flag("ownsAddress"))
                {
                    cloud.PublicAddresses.Release(gateway.Document.Text("natIp"));
                }
            },
        });
        return ApiAnswer.Empty;
    }
}
