using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>Security lists, which the data plane filters by, and network security groups, which are only
/// kept.</summary>
internal sealed class SecurityService(Cloud cloud, NetworkPicture network)
{
    public void AddTo(Handlers handlers)
    {
        handlers.Add("CreateSecurityList", CreateList);
        handlers.AddReads("GetSecurityList", "ListSecurityLists", Kinds.SecurityList);
        handlers.Add("UpdateSecurityList", UpdateList);
        handlers.Add("DeleteSecurityList", DeleteList);
        handlers.Add("CreateNetworkSecurityGroup", CreateGroup);
        handlers.AddReads("GetNetworkSecurityGroup", "ListNetworkSecurityGroups", Kinds.SecurityGroup);
        handlers.Add("DeleteNetworkSecurityGroup", DeleteGroup);
        handlers.Add("AddNetworkSecurityGroupSecurityRules", AddRules);
        handlers.Add("ListNetworkSecurityGroupSecurityRules", call =>
            call.List(call.Target(Kinds.SecurityGroup).Inside.Parts("rules")));
        handlers.Add("RemoveNetworkSecurityGroupSecurityRules", RemoveRules);
        handlers.Add("UpdateNetworkSecurityGroupSecurityRules", UpdateRules);
    }

    private ApiAnswer CreateList(ApiCall call)
    {
        Resource vcn = SubnetService.ReadyVcn(cloud, call.Body.Text("vcnId"));
        var members = new JsonObject { ["vcnId"] = vcn.Id };
        TakeRules(members, call.Body);
        Resource list = cloud.Add(
            Kinds.SecurityList, call.Body.Text("compartmentId"), "securitylist", call.Body, members);
        list.State = list.Kind.Ready;
        return ApiAnswer.Of(list);
    }

    private ApiAnswer UpdateList(ApiCall call)
    {
        Resource list = call.Target(Kinds.SecurityList, "AVAILABLE");
        TakeRules(list.Document, call.Body);
        list.Document.Take(call.Body, "displayName", "freeformTags", "definedTags");
        Resource vcn = cloud.Get(Kinds.Vcn, list.Document.Text("vcnId"));
        cloud.Start(new Change
        {
            Resource = list, During = "AVAILABLE", After = "AVAILABLE", IfFailed = "AVAILABLE", Takes = TimeSpan.Zero,
            Queue = vcn, Work = token => network.ApplyAsync(vcn, token),
        });
        return ApiAnswer.Of(list);
    }

    private ApiAnswer DeleteList(ApiCall call)
    {
        Resource list = call.Target(Kinds.SecurityList, "AVAILABLE");
        if (cloud.Live(Kinds.Vcn).Any(vcn => vcn.Document.Text("defaultSecurityListId") == list.Id))
        {
            throw ApiError.Conflict($"{list.Id} is the default security list of its VCN and goes with it.");
        }

        Resource? user = cloud.All(Kinds.Subnet).FirstOrDefault(
            subnet => subnet.Document.Texts("securityListIds").Contains(list.Id));
        if (user is not null)
        {
            throw ApiError.Conflict($"{list.Id} is in use by subnet {user.Id}.");
        }

        cloud.End(list);
        return ApiAnswer.Empty;
    }

    private static void TakeRules(JsonObject document, JsonObject body)
    {
        foreach (string name in (string[])["ingressSecurityRules", "egressSecurityRules"])
        {
            if (body[name] is null)
            {
                continue;
            }

            string peer = name[0] == 'i' ? "source" : "destination";
            var rules = new JsonArray();
            foreach (JsonObject given in body.Parts(name))
            {
                JsonObject rule = given.DeepClone().AsObject();
                rule[$"{peer}Type"] ??= "CIDR_BLOCK";
                rule["isStateless"] ??= false;
                CheckRule(rule, peer, name);
                rules.Add((JsonNode)rule);
            }

            document[name] = rules;
        }
    }

    private static void CheckRule(JsonObject rule, string peer, string where)
    {
        string protocol = rule.Text("protocol");
        bool isNumber = byte.TryParse(protocol, out _);
        if (protocol != "all" && !isNumber)
        {
            throw ApiError.InvalidParameter($"Invalid value for parameter {where}.protocol: {protocol}");
        }

        if (rule.Text($"{peer}Type") == "CIDR_BLOCK")
        {
            SubnetAddresses.ParseCidr($"{where}.{peer}", rule.Text(peer));
        }

        bool hasTcp = rule["tcpOptions"] is not null;
        bool hasUdp = rule["udpOptions"] is not null;
        if ((hasTcp && protocol != "6") || (hasUdp && protocol != "17")
            || (rule["icmpOptions"] is not null && protocol is not ("1" or "58")))
        {
            throw ApiError.InvalidParameter($"{where}: the options do not belong to protocol {protocol}.");
        }

        foreach (JsonObject? range in new[] { "destinationPortRange", "sourcePortRange" }
                     .Select(name => (rule.Part("tcpOptions") ?? rule.Part("udpOptions"))?.Part(name)))
        {
            if (range is not null && (range.Whole("min", 0) is < 1 or > 65535
                    || range.Whole("max", 0) > 65535 || range.Whole("max", 0) < range.Whole("min", 0)))
            {
                throw ApiError.InvalidParameter($"{where}: {range.ToJsonString()} is not a range of ports.");
            }
        }
    }

    private ApiAnswer CreateGroup(ApiCall call)
    {
        Resource vcn = SubnetService.ReadyVcn(cloud, call.Body.Text("vcnId"));
        Resource group = cloud.Add(
            Kinds.SecurityGroup, call.Body.Text("compartmentId"), "networksecuritygroup", call.Body,
            new JsonObject { ["vcnId"] = vcn.Id });
        group.Inside["rules"] = new JsonArray();
        cloud.Start(Change.Create(group, cloud.Latencies.SecurityGroup));
        return ApiAnswer.Of(group);
    }

    private ApiAnswer DeleteGroup(ApiCall call)
    {
        Resource group = call.Target(Kinds.SecurityGroup, "AVAILABLE");
        Resource? user = cloud.Resources.FirstOrDefault(resource => resource.TimeEnded is null
            && (resource.Document.Texts("nsgIds").Contains(group.Id)
                || resource.Document.Texts("networkSecurityGroupIds").Contains(group.Id)));
        if (user is not null)
        {
            throw ApiError.Conflict($"{group.Id} is in use by {user.Id}.");
        }

        cloud.Start(Change.Delete(group, cloud.Latencies.SecurityGroup));
        return ApiAnswer.Empty;
    }

    private ApiAnswer AddRules(ApiCall call)
    {
        Resource group = call.Target(Kinds.SecurityGroup, "AVAILABLE");
        List<JsonObject> rules = [.. CheckedRules(call)];
        foreach (JsonObject rule in rules)
        {
            rule["id"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(3));
            group.Inside["rules"]!.AsArray().Add((JsonNode)rule);
        }

        group.Touch();
        return Answer(rules);
    }

    private ApiAnswer RemoveRules(ApiCall call)
    {
        Resource group = call.Target(Kinds.SecurityGroup, "AVAILABLE");
        foreach (string id in call.Body.Texts("securityRuleIds"))
        {
            group.Inside["rules"]!.AsArray().Remove(Rule(group, id));
        }

        group.Touch();
        return ApiAnswer.Empty;
    }

    private ApiAnswer UpdateRules(ApiCall call)
    {
        Resource group = call.Target(Kinds.SecurityGroup, "AVAILABLE");
        List<JsonObject> rules = [.. CheckedRules(call)];
        foreach (JsonObject rule in rules)
        {
            JsonArray all = group.Inside["rules"]!.AsArray();
            all[all.IndexOf(Rule(group, rule.Text("id")))] = rule;
        }

        group.Touch();
        return Answer(rules);
    }

    private static JsonObject Rule(Resource group, string id) =>
        group.Inside.Parts("rules").FirstOrDefault(rule => rule.Text("id") == id)
        ?? throw ApiError.InvalidParameter($"{group.Id} has no security rule {id}.");

    private IEnumerable<JsonObject> CheckedRules(ApiCall call)
    {
        IReadOnlyList<JsonObject> given = call.Body.Parts("securityRules");
        if (given.Count is < 1 or > 25)
        {
            throw ApiError.InvalidParameter("1 to 25 security rules are allowed in a call.");
        }

        foreach (JsonObject original in given)
        {
            JsonObject rule = original.DeepClone().AsObject();
            string peer = rule.Text("direction") == "INGRESS" ? "source" : "destination";
            CheckRule(rule, peer, "securityRules");
            if (rule.Text($"{peer}Type") == "NETWORK_SECURITY_GROUP")
            {
                cloud.Related(Kinds.SecurityGroup, rule.Text(peer));
            }

            rule["isStateless"] ??= false;
            rule["isValid"] = true;
            rule["timeCreated"] = cloud.Now.Stamp();
            yield return rule;
        }
    }

    private static ApiAnswer Answer(IEnumerable<JsonObject> rules) => new()
    {
        Body = new JsonObject { ["securityRules"] = new JsonArray([.. rules.Select(rule => rule.DeepClone())]) },
    };
}
