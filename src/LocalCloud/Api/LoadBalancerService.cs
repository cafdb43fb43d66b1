using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Network load balancers: their own lifecycle. One change at a time; others get 409 IncorrectState.</summary>
internal sealed class LoadBalancerService(Cloud cloud, AddressService addresses, LoadBalancerDocument parts)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateNetworkLoadBalancer", Create);
        handlers.AddReads("GetNetworkLoadBalancer", "ListNetworkLoadBalancers", Kinds.LoadBalancer);
        handlers.Add("UpdateNetworkLoadBalancer", call => Change(
            call, "UPDATE_NETWORK_LOAD_BALANCER", document => document.Take(
                call.Body, "displayName", "isPreserveSourceDestination", "isSymmetricHashEnabled", "freeformTags",
                "definedTags")));
        handlers.Add("DeleteNetworkLoadBalancer", Delete);
    }

    /// <summary>Changes a copy of the document; it takes the place of the present one when the data plane has
    /// it.</summary>
    public ApiAnswer Change(ApiCall call, string operation, Action<JsonObject> edit)
    {
        Resource balancer = call.Target(Kinds.LoadBalancer, "ACTIVE");
        JsonObject next = balancer.Document.DeepClone().AsObject();
        edit(next);
        LoadBalancerDocument.CheckListeners(next);
        next["timeUpdated"] = cloud.Now.Stamp();
        LoadBalancerSpec spec = parts.Spec(balancer, next);
        WorkRequest request = Request(operation, balancer, "UPDATED", cloud.Latencies.LoadBalancerChange);
        cloud.Start(Api.Change.Update(balancer, cloud.Latencies.LoadBalancerChange) with
        {
            Work = token => cloud.DataPlane.ApplyLoadBalancerAsync(spec, token),
            Then = () => balancer.Document = next,
            Request = request,
        });
        ApiAnswer answer = ApiAnswer.Accepted(request);
        answer.Headers["etag"] = balancer.ETag;
        return answer;
    }

    private ApiAnswer Create(ApiCall call)
    {
        JsonObject body = call.Body;
        Resource subnet = SubnetService.ReadySubnet(cloud, body.Text("subnetId"));
        SubnetService.CheckGroups(cloud, body.Texts("networkSecurityGroupIds"), subnet);
        bool isPrivate = body.Flag("isPrivate", true);
        Resource? reserved = ReservedIp(body, isPrivate);
        if (!isPrivate && subnet.Document.Flag("prohibitPublicIpOnVnic"))
        {
            throw ApiError.InvalidParameter(
                $"A public balancer cannot be in subnet {subnet.Id}: it prohibits public IPs.");
        }

        var members = new JsonObject
        {
            ["nlbIpVersion"] = body.TextOrNull("nlbIpVersion") ?? "IPV4", ["timeUpdated"] = cloud.Now.Stamp(),
            ["ipAddresses"] = new JsonArray(), ["isPrivate"] = isPrivate,
            ["isPreserveSourceDestination"] = body.Flag("isPreserveSourceDestination"),
            ["isSymmetricHashEnabled"] = body.Flag("isSymmetricHashEnabled"), ["subnetId"] = subnet.Id,
            ["networkSecurityGroupIds"] = body["networkSecurityGroupIds"]?.DeepClone() ?? new JsonArray(),
            ["listeners"] = Listeners(body), ["backendSets"] = BackendSets(body),
            ["systemTags"] = new JsonObject(), ["securityAttributes"] = new JsonObject(),
        };
        LoadBalancerDocument.CheckListeners(members);
        Resource ip = addresses.AddPrivateIp(subnet, body.TextOrNull("assignedPrivateIpv4"), null, null);
        Resource balancer = cloud.Add(Kinds.LoadBalancer, body.Text("compartmentId"), "nlb", body, members);
        TakeAddresses(balancer, subnet, ip, isPrivate, reserved);
        LoadBalancerSpec spec = parts.Spec(balancer, balancer.Document);
        WorkRequest request = Request(
            "CREATE_NETWORK_LOAD_BALANCER", balancer, "CREATED", cloud.Latencies.LoadBalancerCreate);
        cloud.Start(Api.Change.Create(balancer, cloud.Latencies.LoadBalancerCreate) with
        {
            Work = token => cloud.DataPlane.ApplyLoadBalancerAsync(spec, token),
            Then = () => balancer.Document["ipAddresses"] = balancer.Inside["ipAddresses"]!.DeepClone(),
            Request = request,
        });
        return ApiAnswer.Of(balancer, request);
    }

    private Resource? ReservedIp(JsonObject body, bool isPrivate)
    {
        if (body.Parts("reservedIps") is not [var first, ..])
        {
            return null;
        }

        Resource reserved = cloud.Related(Kinds.PublicIp, first.Text("id"));
        if (isPrivate)
        {
            throw ApiError.InvalidParameter("A private balancer takes no reserved public IP.");
        }

        return reserved.State == "AVAILABLE"
            ? reserved
            : throw ApiError.IncorrectState($"The public IP {reserved.Id} is in state {reserved.State}.");
    }

    private static JsonObject Listeners(JsonObject body)
    {
        var listeners = new JsonObject();
        foreach ((string name, JsonNode? value) in body.Part("listeners") ?? [])
        {
            listeners[name] = LoadBalancerDocument.Listener(value!.AsObject());
        }

        return listeners;
    }

    private JsonObject BackendSets(JsonObject body)
    {
        var sets = new JsonObject();
        foreach ((string name, JsonNode? value) in body.Part("backendSets") ?? [])
        {
            sets[name] = parts.BackendSet(name, value!.AsObject());
        }

        return sets;
    }

    private void TakeAddresses(Resource balancer, Resource subnet, Resource ip, bool isPrivate, Resource? reserved)
    {
        balancer.Inside["vcnId"] = subnet.Document.Text("vcnId");
        balancer.Inside["privateIpId"] = ip.Id;
        balancer.Inside["privateAddress"] = ip.Document.Text("ipAddress");
        var told = new JsonArray();
        if (!isPrivate)
        {
            Resource publicIp = reserved ?? addresses.AddEphemeral(ip);
            AddressService.Assign(publicIp, ip);
            balancer.Inside["publicAddress"] = publicIp.Document.Text("ipAddress");
            var entry = new JsonObject
            {
                ["ipAddress"] = publicIp.Document.Text("ipAddress"), ["isPublic"] = true, ["ipVersion"] = "IPV4",
            };
            if (reserved is not null)
            {
                entry["reservedIp"] = new JsonObject { ["id"] = reserved.Id };
            }

            told.Add((JsonNode)entry);
        }

        told.Add((JsonNode)new JsonObject
        {
            ["ipAddress"] = ip.Document.Text("ipAddress"), ["isPublic"] = false, ["ipVersion"] = "IPV4",
        });
        balancer.Inside["ipAddresses"] = told;
    }

    private ApiAnswer Delete(ApiCall call)
    {
        Resource balancer = call.Target(Kinds.LoadBalancer, "ACTIVE", "FAILED");
        WorkRequest request = Request(
            "DELETE_NETWORK_LOAD_BALANCER", balancer, "DELETED", cloud.Latencies.LoadBalancerChange);
        cloud.Start(Api.Change.Delete(balancer, cloud.Latencies.LoadBalancerChange) with
        {
            Work = token => cloud.DataPlane.DeleteLoadBalancerAsync(balancer.Id, token),
            Released = () => addresses.End(cloud.Get(Kinds.PrivateIp, balancer.Inside.Text("privateIpId"))),
            Request = request,
        });
        return ApiAnswer.Accepted(request);
    }

    private WorkRequest Request(string operation, Resource balancer, string action, TimeSpan takes) =>
        cloud.AddWorkRequest(
            WorkService.LoadBalancer, operation, balancer, "NetworkLoadBalancer", action,
            $"/networkLoadBalancers/{balancer.Id}", takes);
}
