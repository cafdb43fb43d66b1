using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Faults;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>Rules common to all operations, and what is refused.</summary>
public sealed class RulesTests
{
    [Fact]
    public async Task A_retry_token_gives_the_first_answer_again_for_a_day()
    {
        await using var cloud = new TestCloud();
        JsonObject body = Vcn(cloud);
        WireAnswer first = cloud.Send("POST", "/20160918/vcns", body, "token");
        Assert.Equal(first.Body, cloud.Send("POST", "/20160918/vcns", body, "token").Body);
        JsonNode other = body.DeepClone();
        other["displayName"] = "other";
        WireAnswer refused = cloud.Send("POST", "/20160918/vcns", other, "token");
        Assert.Equal(409, refused.Status);
        Assert.Contains("InvalidatedRetryToken", refused.Body, StringComparison.Ordinal);
        await cloud.PassAsync(86400);
        Assert.NotEqual(first.Body, cloud.Send("POST", "/20160918/vcns", body, "token").Body);
    }

    [Fact]
    public async Task A_retry_token_is_spent_when_its_resource_is_deleted()
    {
        await using var cloud = new TestCloud();
        string id = (string)JsonNode.Parse(cloud.Send("POST", "/20160918/vcns", Vcn(cloud), "token").Body!)!["id"]!;
        await cloud.PassAsync(10);
        cloud.Do("DELETE", $"/20160918/vcns/{id}");
        await cloud.PassAsync(10);
        Assert.Contains("InvalidatedRetryToken", cloud.Send("POST", "/20160918/vcns", Vcn(cloud), "token").Body!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_etag_guards_changes_and_saves_answers()
    {
        await using var cloud = new TestCloud();
        string path = "/20160918/vcns/" + await cloud.VcnAsync();
        string etag = cloud.Send("GET", path).Headers["etag"];
        Assert.Equal(304, cloud.Send("GET", path, ifNoneMatch: etag).Status);
        var change = new JsonObject { ["displayName"] = "new" };
        Assert.Equal(412, cloud.Send("PUT", path, change, ifMatch: "old").Status);
        Assert.Equal(200, cloud.Send("PUT", path, change, ifMatch: etag).Status);
        Assert.Equal(412, cloud.Send("DELETE", path, ifMatch: etag).Status);
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        await using var cloud = new TestCloud();
        foreach (int number in Enumerable.Range(0, 3))
        {
            await cloud.VcnAsync($"10.{number}.0.0/16");
        }

        string list = $"/20160918/vcns?compartmentId={cloud.Compartment}&limit=2";
        WireAnswer first = cloud.Send("GET", list);
        Assert.Equal(2, JsonNode.Parse(first.Body!)!.AsArray().Count);
        WireAnswer second = cloud.Send("GET", $"{list}&page={first.Headers["opc-next-page"]}");
        Assert.Single(JsonNode.Parse(second.Body!)!.AsArray());
        Assert.DoesNotContain("opc-next-page", second.Headers.Keys);
        cloud.Refused(400, "InvalidParameter", "GET", list + "&page=nonsense");
        cloud.Refused(400, "InvalidParameter", "GET", list.Replace("limit=2", "limit=0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/20160918/nothing", 404, "NotFound")]
    [InlineData("PUT", "/20160918/vcns", 405, "MethodNotAllowed")]
    [InlineData("GET", "/20160918/instancePools", 501, "MethodNotImplemented")]
    [InlineData("POST", "/20160918/compartments", 501, "MethodNotImplemented")]
    [InlineData("GET", "/20160918/vcns", 400, "MissingParameter")]
    [InlineData("GET", "/20160918/vcns?compartmentId=ocid1.compartment.oc1..other", 404, "NotAuthorizedOrNotFound")]
    [InlineData("GET", "/20160918/vcns/ocid1.vcn.oc1.eu-frankfurt-1.x", 404, "NotAuthorizedOrNotFound")]
    [InlineData("GET", "/20190415/workRequests/ocid1.coreservicesworkrequest.x", 404, "NotAuthorizedOrNotFound")]
    public async Task What_is_not_there_is_refused_in_oracles_form(
        string method, string target, int status, string code)
    {
        await using var cloud = new TestCloud();
        cloud.Refused(status, code, method, target);
    }

    [Fact]
    public async Task A_trailing_slash_is_borne_and_unknown_members_are_kept_out()
    {
        await using var cloud = new TestCloud();
        JsonObject body = Vcn(cloud);
        body["lifecycleState"] = "AVAILABLE";
        body["colour"] = "red";
        JsonObject vcn = cloud.Do("POST", "/20160918/vcns/", body);
        Assert.Equal("PROVISIONING", (string)vcn["lifecycleState"]!);
        Assert.Null(vcn["colour"]);
    }

    [Fact]
    public async Task Bodies_are_checked_against_their_models()
    {
        await using var cloud = new TestCloud();
        Assert.Equal("compartmentId is required", cloud.Refused(
            400, "MissingParameter", "POST", "/20160918/vcns", new JsonObject { ["cidrBlocks"] = new JsonArray() }));
        JsonObject wrong = Vcn(cloud);
        wrong["cidrBlocks"] = "10.0.0.0/16";
        cloud.Refused(400, "InvalidParameter", "POST", "/20160918/vcns", wrong);
        JsonObject both = Vcn(cloud);
        both["cidrBlock"] = "10.0.0.0/16";
        cloud.Refused(400, "InvalidParameter", "POST", "/20160918/vcns", both);
        Assert.Equal(400, cloud.Send("POST", "/20160918/vcns", JsonValue.Create("text")).Status);
    }

    [Fact]
    public async Task Subnets_lie_in_their_vcn_and_apart_from_each_other()
    {
        await using var cloud = new TestCloud();
        string vcn = await cloud.VcnAsync();
        await cloud.SubnetAsync(vcn, "10.0.1.0/24");
        foreach (string cidr in (string[])["10.1.0.0/24", "10.0.1.128/25", "10.0.0.0/23", "10.0.2.1/24", "10.0.2.0/31"])
        {
            cloud.Refused(400, "InvalidParameter", "POST", "/20160918/subnets", new JsonObject
            {
                ["compartmentId"] = cloud.Compartment, ["vcnId"] = vcn, ["cidrBlock"] = cidr,
            });
        }
    }

    [Fact]
    public async Task A_launch_is_refused_for_what_does_not_fit()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        void Refuse(int status, string code, Action<JsonObject> change)
        {
            JsonObject body = cloud.Instance(subnet);
            change(body);
            cloud.Refused(status, code, "POST", "/20160918/instances", body);
        }

        Refuse(404, "NotAuthorizedOrNotFound", body => body["shape"] = "VM.Standard.Z9.Flex");
        Refuse(400, "InvalidParameter", body => body["shape"] = "VM.Standard.E5.Flex");
        Refuse(400, "InvalidParameter", body => body["shapeConfig"]!["ocpus"] = 200);
        Refuse(400, "MissingParameter", body => body.Remove("shapeConfig"));
        Refuse(400, "InvalidParameter", body => body["createVnicDetails"]!["assignPublicIp"] = true);
        Refuse(400, "InvalidParameter", body => body["metadata"]!["user_data"] = "not base64!");
        Refuse(400, "InvalidParameter", body => body["metadata"]!["key"] = new string('x', 32_000));
        Refuse(400, "RelatedResourceNotAuthorizedOrNotFound", body => body["createVnicDetails"]!["subnetId"] = "x");
        Refuse(400, "InvalidParameter", body => body["createVnicDetails"]!["privateIp"] = "10.0.1.1");
        Assert.Equal("RUNNING", (string)cloud.Get("/20160918/instances/"
            + await cloud.CreateAsync("/20160918/instances", cloud.Instance(subnet)))["lifecycleState"]!);
    }

    [Fact]
    public async Task Shapes_configurations_and_replicas_of_a_database_have_to_suit()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.2.0/24");
        JsonArray configurations = cloud.List(
            $"/20190415/configurations?compartmentId={cloud.Compartment}&shapeName=MySQL.4");
        JsonObject body = cloud.DbSystem(subnet, "MySQL.4", isHighlyAvailable: true);
        body["configurationId"] = (string)configurations[0]!["id"]!;
        cloud.Refused(400, "InvalidParameter", "POST", "/20190415/dbSystems", body);
        body["configurationId"] = (string)configurations[1]!["id"]!;
        body["readEndpoint"] = new JsonObject { ["isEnabled"] = true };
        cloud.Refused(400, "InvalidParameter", "POST", "/20190415/dbSystems", body);
        body.Remove("readEndpoint");
        body["adminPassword"] = "weak";
        Assert.DoesNotContain("weak", cloud.Refused(400, "InvalidParameter", "POST", "/20190415/dbSystems", body),
            StringComparison.Ordinal);
        body["adminPassword"] = "Th1s-is-a-t3st-only!";
        string id = await cloud.CreateAsync("/20190415/dbSystems", body);
        Assert.DoesNotContain("Th1s", cloud.Get($"/20190415/dbSystems/{id}").ToJsonString(), StringComparison.Ordinal);
        cloud.Refused(400, "InvalidParameter", "POST", "/20190415/replicas", new JsonObject { ["dbSystemId"] = id });
    }

    [Fact]
    public async Task No_more_than_18_replicas_are_made()
    {
        await using var cloud = new TestCloud(latencyFactor: 0);
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.2.0/24");
        string id = await cloud.CreateAsync("/20190415/dbSystems", cloud.DbSystem(subnet));
        var body = new JsonObject { ["dbSystemId"] = id };
        foreach (int _ in Enumerable.Range(1, 18))
        {
            await cloud.CreateAsync("/20190415/replicas", body, 0);
        }

        cloud.Refused(400, "LimitExceeded", "POST", "/20190415/replicas", body);
    }

    [Theory]
    [InlineData("/moodledata", "/moodledata/a", 409)]
    [InlineData("/moodledata", "/", 409)]
    [InlineData("/moodledata", "/moodledata2", 200)]
    [InlineData("/moodledata", "moodle", 400)]
    [InlineData("/moodledata", "/a/../b", 400)]
    [InlineData("/moodledata", "/a/", 400)]
    public async Task An_export_path_is_no_prefix_of_another(string first, string second, int status)
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        JsonObject In() => new() { ["compartmentId"] = cloud.Compartment, ["availabilityDomain"] = cloud.Domain };
        JsonObject target = In();
        target["subnetId"] = subnet;
        string set = (string)cloud.Get(
            "/20171215/mountTargets/" + await cloud.CreateAsync("/20171215/mountTargets", target))["exportSetId"]!;
        foreach ((string path, int wanted) in new[] { (first, 200), (second, status) })
        {
            string system = await cloud.CreateAsync("/20171215/fileSystems", In());
            Assert.Equal(wanted, cloud.Send("POST", "/20171215/exports", new JsonObject
            {
                ["exportSetId"] = set, ["fileSystemId"] = system, ["path"] = path,
            }).Status);
        }

        await cloud.PassAsync(5);
        ExportOptionSpec option = cloud.DataPlane.Last<MountTargetSpec>().Exports[0].Options[0];
        Assert.Equal(
            ("0.0.0.0/0", false, "NONE"), (option.Source, option.RequirePrivilegedSourcePort, option.IdentitySquash));
    }

    [Fact]
    public async Task A_listener_names_a_backend_set_that_is_there()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.0.0/24", isPrivate: false);
        JsonObject body = cloud.Balancer(subnet);
        body["listeners"]!["http"]!["defaultBackendSetName"] = "other";
        cloud.Refused(400, "InvalidParameter", "POST", "/20200501/networkLoadBalancers", body);
    }

    [Fact]
    public async Task When_a_fault_is_set_it_hits_only_the_calls_that_it_names()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        cloud.Faults.Set(Fault.Parse(JsonNode.Parse($$$"""
            {"operation":"LaunchInstance","times":2,"status":500,"code":"InternalError",
             "message":"Out of host capacity.","match":{"availabilityDomain":"{{{cloud.Domain}}}"}}
            """)!.AsObject()));
        JsonObject body = cloud.Instance(subnet);
        cloud.Refused(500, "InternalError", "POST", "/20160918/instances", body);
        body["availabilityDomain"] = cloud.Cloud.AvailabilityDomains[1];
        body["createVnicDetails"]!["hostnameLabel"] = "other";
        cloud.Do("POST", "/20160918/instances", body);
        cloud.Refused(500, "InternalError", "POST", "/20160918/instances", cloud.Instance(subnet));
        cloud.Do("POST", "/20160918/instances", cloud.Instance(subnet));
    }

    [Fact]
    public async Task When_an_answer_is_lost_the_work_is_done_and_the_token_finds_it()
    {
        await using var cloud = new TestCloud();
        cloud.Faults.Set(Fault.Parse(
            JsonNode.Parse("""{"operation":"CreateVcn","kind":"lose-answer"}""")!.AsObject()));
        WireAnswer lost = cloud.Send("POST", "/20160918/vcns", Vcn(cloud), "token");
        Assert.Equal(FaultKind.LoseAnswer, lost.Fault?.Kind);
        WireAnswer again = cloud.Send("POST", "/20160918/vcns", Vcn(cloud), "token");
        Assert.Equal((null, lost.Body), (again.Fault, again.Body));
        Assert.Single(cloud.List($"/20160918/vcns?compartmentId={cloud.Compartment}"));
    }

    [Fact]
    public async Task When_a_change_is_to_fail_later_its_work_request_fails()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        cloud.Faults.Set(Fault.Parse(JsonNode.Parse(
            """{"operation":"LaunchInstance","kind":"fail-later","message":"Out of host capacity."}""")!.AsObject()));
        string id = await cloud.CreateAsync("/20160918/instances", cloud.Instance(subnet));
        Assert.Equal("TERMINATED", (string)cloud.Get($"/20160918/instances/{id}")["lifecycleState"]!);
        Assert.DoesNotContain("LaunchInstance", cloud.DataPlane.Calls);
    }

    private static JsonObject Vcn(TestCloud cloud) => new()
    {
        ["compartmentId"] = cloud.Compartment, ["cidrBlocks"] = new JsonArray("10.0.0.0/16"), ["displayName"] = "vcn",
    };
}
