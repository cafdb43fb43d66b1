using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MoodleNodeAgent.LocalCloud.Api;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>A cloud with one resource of each kind, and the captures' identifiers translated to them.</summary>
internal sealed partial class GoldenWorld : IAsyncDisposable
{
    private const string CapturedLink =
        "Qm9x%2B3k%2Fx7Yw0Zb5qNcR8vGm2HsJ4eU6dKfQ1oXi0e4%3D%3Aconfig%2F2026-11-22%2Fweb%201.json";

    private readonly Dictionary<string, string> _ids = [];

    public TestCloud Cloud { get; } = new();

    public static async Task<GoldenWorld> CreateAsync(string operation)
    {
        var world = new GoldenWorld();
        await world.FillAsync(operation);
        return world;
    }

    public string Translate(string text)
    {
        string translated = Identifier().Replace(text, match =>
            _ids.TryGetValue(match.Groups[1].Value, out string? id) ? id : match.Value);
        translated = translated.Replace("frexamplens1", Cloud.Cloud.Buckets.Namespace, StringComparison.Ordinal)
            .Replace(CapturedLink, Uri.EscapeDataString(_ids.GetValueOrDefault("link", "")), StringComparison.Ordinal);
        return translated.Replace("Uocm", "Locl", StringComparison.Ordinal)
            .Replace("04ABEC", _ids.GetValueOrDefault("rule", "04ABEC"), StringComparison.Ordinal)
            .Replace("5F31B7", _ids.GetValueOrDefault("rule", "5F31B7"), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => Cloud.DisposeAsync();

    private async Task FillAsync(string operation)
    {
        _ids["tenancy"] = Cloud.Cloud.TenancyId;
        _ids["compartment"] = Cloud.Compartment;
        _ids["image"] = Cloud.ArmImage();
        await FillNetworkAsync(operation);
        string instance = await Cloud.CreateAsync("/20160918/instances", Cloud.Instance(_ids["subnet"]), 100);
        _ids["instance"] = instance;
        JsonNode attachment = Cloud.List(
            $"/20160918/vnicAttachments?compartmentId={Cloud.Compartment}&instanceId={instance}")[0]!;
        _ids["vnic"] = (string)attachment["vnicId"]!;
        _ids["privateip"] = (string)Cloud.List($"/20160918/privateIps?vnicId={_ids["vnic"]}")[0]!["id"]!;
        await FillStorageAsync(operation);
        await FillDatabaseAsync(operation);
        await FillBalancerAsync(operation);
        _ids["coreservicesworkrequest"] = Work(WorkService.Core);
        _ids["mysqlworkrequest"] = Work(WorkService.MySql);
        _ids["networkloadbalancerworkrequest"] = Work(WorkService.LoadBalancer);
        await SpareAsync(operation);
        await FillMoreAsync(operation);
    }

    private string Work(WorkService service) => Cloud.Cloud.WorkRequests.Last(request => request.Service == service).Id;

    private async Task FillNetworkAsync(string operation)
    {
        _ids["vcn"] = await Cloud.VcnAsync("10.0.0.0/16");
        JsonObject InVcn(params (string Name, JsonNode? Value)[] members)
        {
            var body = new JsonObject { ["compartmentId"] = Cloud.Compartment, ["vcnId"] = _ids["vcn"] };
            foreach ((string name, JsonNode? value) in members)
            {
                body[name] = value;
            }

            return body;
        }

        _ids["service"] = (string)Cloud.List("/20160918/services")[0]!["id"]!;
        _ids["internetgateway"] = await Cloud.CreateAsync("/20160918/internetGateways", InVcn(("isEnabled", true)));
        _ids["natgateway"] = await Cloud.CreateAsync("/20160918/natGateways", InVcn());
        _ids["servicegateway"] = await Cloud.CreateAsync("/20160918/serviceGateways", InVcn(
            ("services", new JsonArray(new JsonObject { ["serviceId"] = _ids["service"] }))));
        _ids["routetable"] = await Cloud.CreateAsync("/20160918/routeTables", InVcn(("routeRules", new JsonArray(
            operation.Contains("Gateway", StringComparison.Ordinal)
                ? []
                : [new JsonObject { ["destination"] = "0.0.0.0/0", ["networkEntityId"] = _ids["natgateway"] }]))));
        _ids["securitylist"] = await Cloud.CreateAsync("/20160918/securityLists", InVcn(
            ("ingressSecurityRules",
                new JsonArray(new JsonObject { ["source"] = "10.0.0.0/16", ["protocol"] = "all" })),
            ("egressSecurityRules", new JsonArray(
                new JsonObject { ["destination"] = "0.0.0.0/0", ["protocol"] = "all" }))));
        _ids["networksecuritygroup"] = await Cloud.CreateAsync("/20160918/networkSecurityGroups", InVcn());
        JsonObject rules = Cloud.Do(
            "POST", $"/20160918/networkSecurityGroups/{_ids["networksecuritygroup"]}/actions/addSecurityRules",
            new JsonObject
            {
                ["securityRules"] = new JsonArray(new JsonObject
                {
                    ["direction"] = "INGRESS", ["protocol"] = "all", ["source"] = "10.0.0.0/16",
                    ["sourceType"] = "CIDR_BLOCK", ["description"] = "all",
                }),
            });
        _ids["rule"] = (string)rules["securityRules"]![0]!["id"]!;
        _ids["publicip"] = await Cloud.CreateAsync("/20160918/publicIps", new JsonObject
        {
            ["compartmentId"] = Cloud.Compartment, ["lifetime"] = "RESERVED",
        });
        _ids["subnet"] = await Cloud.SubnetAsync(_ids["vcn"], "10.0.0.0/24", isPrivate: false, "all");
    }

    private async Task FillStorageAsync(string operation)
    {
        JsonObject InDomain() => new() { ["compartmentId"] = Cloud.Compartment, ["availabilityDomain"] = Cloud.Domain };
        JsonObject system = InDomain();
        system["displayName"] = "moodledata";
        _ids["filesystem"] = await Cloud.CreateAsync("/20171215/fileSystems", system);
        JsonObject target = InDomain();
        target["subnetId"] = _ids["subnet"];
        _ids["mounttarget"] = await Cloud.CreateAsync("/20171215/mountTargets", target);
        _ids["exportset"] = (string)Cloud.Get($"/20171215/mountTargets/{_ids["mounttarget"]}")["exportSetId"]!;
        if (operation is not ("CreateExport" or "DeleteFileSystem" or "DeleteMountTarget"))
        {
            _ids["export"] = await Cloud.CreateAsync("/20171215/exports", new JsonObject
            {
                ["exportSetId"] = _ids["exportset"], ["fileSystemId"] = _ids["filesystem"], ["path"] = "/moodledata",
            });
        }
    }

    private async Task FillDatabaseAsync(string operation)
    {
        JsonObject body = Cloud.DbSystem(_ids["subnet"], isHighlyAvailable: true);
        body["displayName"] = "moodle-db";
        body["readEndpoint"] = new JsonObject { ["isEnabled"] = true };
        _ids["mysqlconfiguration"] = (string)Cloud.List(
            $"/20190415/configurations?compartmentId={Cloud.Compartment}&shapeName=MySQL.8")[1]!["id"]!;
        if (operation != "CreateDbSystem")
        {
            _ids["mysqldbsystem"] = await Cloud.CreateAsync("/20190415/dbSystems", body);
            _ids["mysqlreplica"] = await Cloud.CreateAsync("/20190415/replicas", new JsonObject
            {
                ["dbSystemId"] = _ids["mysqldbsystem"],
            });
        }
        else
        {
            Cloud.DataPlane.Fail("CreateDbSystem", "only for its failed work request");
            await Cloud.CreateAsync("/20190415/dbSystems", body);
            Cloud.DataPlane.Fail("CreateDbSystem", "");
        }

        if (operation == "StartDbSystem")
        {
            Cloud.Do("POST", $"/20190415/dbSystems/{_ids["mysqldbsystem"]}/actions/stop",
                new JsonObject { ["shutdownType"] = "FAST" });
            await Cloud.PassAsync(1000);
        }

        if (operation == "ListWorkRequestErrors")
        {
            Cloud.DataPlane.Fail("CreateReplica", "no room");
            await Cloud.CreateAsync("/20190415/replicas", new JsonObject { ["dbSystemId"] = _ids["mysqldbsystem"] });
        }
    }

    private async Task FillBalancerAsync(string operation)
    {
        JsonObject body = Cloud.Balancer(_ids["subnet"]);
        body["displayName"] = "moodle-nlb";
        JsonObject set = body["backendSets"]!["web"]!.DeepClone().AsObject();
        set["backends"] = new JsonArray([.. new[] { "10.0.1.11", "10.0.1.12" }
            .Select(address => new JsonObject { ["ipAddress"] = address, ["port"] = 80 })]);
        body["backendSets"] = new JsonObject { ["moodle-web"] = set };
        body["listeners"]!["http"]!["defaultBackendSetName"] = "moodle-web";
        if (operation is "DeleteBackendSet" or "CreateBackendSet")
        {
            body["backendSets"] = operation == "CreateBackendSet" ? new JsonObject() : body["backendSets"]!.DeepClone();
            body["listeners"] = new JsonObject();
        }

        if (operation is "DeleteListener" or "UpdateListener")
        {
            JsonObject https = body["listeners"]!["http"]!.DeepClone().AsObject();
            https["name"] = "https";
            https["port"] = 443;
            body["listeners"]!["https"] = https;
        }

        Cloud.DataPlane.Health = [new HealthCheck(Cloud.Clock.GetUtcNow(), "CONNECT_FAILED")];
        _ids["networkloadbalancer"] = await Cloud.CreateAsync("/20200501/networkLoadBalancers", body);
        if (operation is "GetPublicIpByPrivateIpId")
        {
            _ids["privateip"] = (string)Cloud.List(
                $"/20160918/privateIps?subnetId={_ids["subnet"]}&ipAddress=10.0.0.{PrivateNumber()}")[0]!["id"]!;
        }

        if (operation == "ListWorkRequestErrors")
        {
            Cloud.DataPlane.Fail("ApplyLoadBalancer", "no room");
            Cloud.Do("PUT", $"/20200501/networkLoadBalancers/{_ids["networkloadbalancer"]}",
                new JsonObject { ["displayName"] = "other" });
            Cloud.DataPlane.Fail("LaunchInstance", "no room");
            JsonObject instance = Cloud.Instance(_ids["subnet"]);
            instance["createVnicDetails"]!["hostnameLabel"] = "web-2";
            await Cloud.CreateAsync("/20160918/instances", instance);
        }
    }

    private string PrivateNumber() => ((string)Cloud.Get(
            $"/20200501/networkLoadBalancers/{_ids["networkloadbalancer"]}")["ipAddresses"]![1]!["ipAddress"]!)
                .Split('.')[3];

    /// <summary>Deletes want something that nothing uses, and each VCN takes one gateway of a kind.</summary>
    private async Task SpareAsync(string operation)
    {
        if (operation is "DeleteVcn" or "CreateInternetGateway" or "CreateNatGateway" or "CreateServiceGateway")
        {
            _ids["vcn"] = await Cloud.VcnAsync("10.9.0.0/16");
        }
        else if (operation == "DeleteSubnet")
        {
            _ids["subnet"] = await Cloud.SubnetAsync(_ids["vcn"], "10.0.7.0/24");
        }
        else if (operation is "CreateMountTarget" or "ListPrivateIps")
        {
            _ids["subnet"] = await Cloud.SubnetAsync(_ids["vcn"], "10.0.3.0/24");
            if (operation == "ListPrivateIps")
            {
                await Cloud.CreateAsync("/20171215/mountTargets", new JsonObject
                {
                    ["compartmentId"] = Cloud.Compartment, ["availabilityDomain"] = Cloud.Domain,
                    ["subnetId"] = _ids["subnet"], ["ipAddress"] = "10.0.3.10",
                });
            }
        }
    }

    [GeneratedRegex(@"ocid1\.([a-z]+)\.oc1\.[a-z0-9_-]*\.[a-z0-9]+")]
    private static partial Regex Identifier();
}
