using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Route tables: checked and kept; on this machine the VCN's router reaches everything.</summary>
internal sealed class RouteTableService(Cloud cloud)
{
    private static readonly ResourceKind[] Entities =
        [Kinds.InternetGateway, Kinds.NatGateway, Kinds.ServiceGateway, Kinds.PrivateIp];

    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateRouteTable", Create);
        handlers.AddReads("GetRouteTable", "ListRouteTables", Kinds.RouteTable);
        handlers.Add("UpdateRouteTable", Update);
        handlers.Add("DeleteRouteTable", Delete);
    }

    private ApiAnswer Create(ApiCall call)
    {
        Resource vcn = SubnetService.ReadyVcn(cloud, call.Body.Text("vcnId"));
        Resource table = cloud.Add(
            Kinds.RouteTable, call.Body.Text("compartmentId"), "routetable", call.Body,
            new JsonObject { ["vcnId"] = vcn.Id, ["routeRules"] = Rules(call.Body, vcn.Id) });
        table.State = table.Kind.Ready;
        return ApiAnswer.Of(table);
    }

    private ApiAnswer Update(ApiCall call)
    {
        Resource table = call.Target(Kinds.RouteTable, "AVAILABLE");
        if (call.Body["routeRules"] is not null)
        {
            table.Document["routeRules"] = Rules(call.Body, table.Document.Text("vcnId"));
        }

        table.Document.Take(call.Body, "displayName", "freeformTags", "definedTags");
        table.Touch();
        return ApiAnswer.Of(table);
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource table = call.Target(Kinds.RouteTable, "AVAILABLE");
        if (cloud.Live(Kinds.Vcn).Any(vcn => vcn.Document.Text("defaultRouteTableId") == table.Id))
        {
            throw ApiError.Conflict($"{table.Id} is the default route table of its VCN and goes with it.");
        }

        Resource? user = cloud.All(Kinds.Subnet)
            .FirstOrDefault(subnet => subnet.Document.Text("routeTableId") == table.Id);
        if (user is not null)
        {
            throw ApiError.Conflict($"{table.Id} is in use by subnet {user.Id}.");
        }

        cloud.End(table);
        return ApiAnswer.Empty;
    }

    private JsonArray Rules(JsonObject body, string vcnId)
    {
        var rules = new JsonArray();
        foreach (JsonObject given in body.Parts("routeRules"))
        {
            string destination = given.TextOrNull("destination") ?? given.TextOrNull("cidrBlock")
                ?? throw ApiError.MissingParameter("routeRules.destination");
            string type = given.TextOrNull("destinationType") ?? "CIDR_BLOCK";
            if (type == "CIDR_BLOCK")
            {
                SubnetAddresses.ParseCidr("routeRules.destination", destination);
            }

            string entity = given.Text("networkEntityId");
            Resource target = cloud.Resources.FirstOrDefault(
                resource => resource.Id == entity && Entities.Contains(resource.Kind) && resource.IsLive)
                ?? throw ApiError.RelatedNotFound(entity);
            if (target.Document.TextOrNull("vcnId") is { } other && other != vcnId)
            {
                throw ApiError.InvalidParameter($"The network entity {entity} is in another VCN.");
            }

            if (type == "SERVICE_CIDR_BLOCK" != (target.Kind == Kinds.ServiceGateway))
            {
                throw ApiError.InvalidParameter($"A rule to {entity} cannot have the destination type {type}.");
            }

            JsonObject rule = given.DeepClone().AsObject();
            rule.Remove("cidrBlock");
            rule["destination"] = destination;
            rule["destinationType"] = type;
            rule["routeType"] = "STATIC";
            rules.Add((JsonNode)rule);
        }

        return rules;
    }
}
