using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Faults;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>Faults as the control endpoint sets them.</summary>
public sealed class FaultTests
{
    public static TheoryData<string> OperationsThatAreThere()
    {
        var handlers = new TestCloud();
        return new TheoryData<string>(handlers.Operations.Where(pair => pair.IsThere)
            .Select(pair => pair.Operation.Name).Distinct());
    }

    [Theory]
    [MemberData(nameof(OperationsThatAreThere))]
    public async Task When_an_operation_is_to_fail_it_fails_at_that_call_and_at_no_other(string operation)
    {
        await using var cloud = new TestCloud();
        Local(cloud, "POST", "/_local/faults", $$"""
            {"operation":"{{operation}}","call":2,"status":418,"code":"Teapot","message":"short"}
            """);
        Operation known = cloud.Operations.First(pair => pair.Operation.Name == operation).Operation;
        string target = string.Join('/', known.Path.Select(part => part.StartsWith('{') ? "x" : part));
        WireAnswer Call() => cloud.Send(known.Method, target, known.Body is null ? null : new JsonObject());
        Assert.NotEqual(418, Call().Status);
        WireAnswer hit = Call();
        Assert.Equal((418, """{"code":"Teapot","message":"short"}"""), (hit.Status, hit.Body));
        Assert.NotEqual(418, Call().Status);
    }

    [Theory]
    [InlineData("throttle", 429, "TooManyRequests")]
    [InlineData("answer", 500, "InternalServerError")]
    public async Task When_every_call_is_to_fail_the_given_count_does(string kind, int status, string code)
    {
        await using var cloud = new TestCloud();
        Local(cloud, "POST", "/_local/faults", $$"""{"operation":"*","kind":"{{kind}}","times":2}""");
        string target = $"/20160918/vcns?compartmentId={cloud.Compartment}";
        cloud.Refused(status, code, "GET", target);
        cloud.Refused(status, code, "GET", "/20160918/services");
        Assert.Empty(cloud.List(target));
    }

    [Fact]
    public async Task When_a_request_is_lost_nothing_is_done()
    {
        await using var cloud = new TestCloud();
        Local(cloud, "POST", "/_local/faults", """{"operation":"CreateVcn","kind":"lose-request"}""");
        WireAnswer lost = cloud.Send("POST", "/20160918/vcns", new JsonObject
        {
            ["compartmentId"] = cloud.Compartment, ["cidrBlocks"] = new JsonArray("10.0.0.0/16"),
        });
        Assert.Equal(FaultKind.LoseRequest, lost.Fault!.Kind);
        Assert.Empty(cloud.List($"/20160918/vcns?compartmentId={cloud.Compartment}"));
    }

    [Fact]
    public async Task When_a_fault_domain_has_no_room_others_are_taken_until_the_whole_domain_is_full()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        Local(cloud, "POST", "/_local/capacity", """{"faultDomain":"FAULT-DOMAIN-1"}""");
        JsonObject body = cloud.Instance(subnet);
        body["faultDomain"] = "FAULT-DOMAIN-1";
        Assert.Equal("Out of host capacity.", cloud.Refused(500, "InternalError", "POST", "/20160918/instances", body));
        JsonObject anywhere = cloud.Do("POST", "/20160918/instances", cloud.Instance(subnet));
        Assert.Equal("FAULT-DOMAIN-2", (string)anywhere["faultDomain"]!);
        Assert.Equal(("OUT_OF_HOST_CAPACITY", "AVAILABLE"), (Report(cloud, "FAULT-DOMAIN-1"), Report(cloud, null)));
        Local(cloud, "POST", "/_local/capacity", $$"""{"availabilityDomain":"{{cloud.Domain}}"}""");
        Assert.Equal("OUT_OF_HOST_CAPACITY", Report(cloud, null));
        body.Remove("faultDomain");
        cloud.Refused(500, "InternalError", "POST", "/20160918/instances", body);
        Local(cloud, "DELETE", "/_local/capacity", "");
        Assert.Equal("AVAILABLE", Report(cloud, "FAULT-DOMAIN-1"));
    }

    [Fact]
    public async Task When_room_is_missing_later_the_launch_fails_minutes_after_it_was_taken()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        Local(cloud, "POST", "/_local/capacity", """{"shape":"VM.Standard.A1.Flex","when":"later"}""");
        WireAnswer launched = cloud.Send("POST", "/20160918/instances", cloud.Instance(subnet));
        string id = (string)JsonNode.Parse(launched.Body!)!["id"]!;
        await cloud.PassAsync(44);
        Assert.Equal("PROVISIONING", (string)cloud.Get($"/20160918/instances/{id}")["lifecycleState"]!);
        await cloud.PassAsync(1);
        Assert.Equal("TERMINATED", (string)cloud.Get($"/20160918/instances/{id}")["lifecycleState"]!);
        string work = $"/20160918/workRequests/{launched.Headers["opc-work-request-id"]}";
        Assert.Equal("FAILED", (string)cloud.Get(work)["status"]!);
        Assert.Equal("Out of host capacity.", (string)cloud.List(work + "/errors")[0]!["message"]!);
    }

    [Fact]
    public async Task When_a_resource_is_changed_or_deleted_behind_our_back_the_api_tells_so()
    {
        await using var cloud = new TestCloud();
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        string id = await cloud.CreateAsync("/20160918/instances", cloud.Instance(subnet));
        string path = $"/20160918/instances/{id}";
        string etag = cloud.Send("GET", path).Headers["etag"];
        Local(cloud, "POST", $"/_local/resources/{id}", """{"lifecycleState":"STOPPED","displayName":"other"}""");
        Assert.Equal(("STOPPED", "other"),
            ((string)cloud.Get(path)["lifecycleState"]!, (string)cloud.Get(path)["displayName"]!));
        Assert.Equal(412, cloud.Send("DELETE", path, ifMatch: etag).Status);
        Local(cloud, "DELETE", $"/_local/resources/{id}", "");
        Assert.Equal("TERMINATED", (string)cloud.Get(path)["lifecycleState"]!);
        await cloud.PassAsync(1);
        Assert.Contains("TerminateInstance", cloud.DataPlane.Calls);
        cloud.Do("DELETE", $"/20160918/subnets/{subnet}");
    }

    [Theory]
    [InlineData("POST", "/_local/faults", """{"operation":"X","kind":"strange"}""", 400)]
    [InlineData("POST", "/_local/faults", "[1]", 400)]
    [InlineData("POST", "/_local/faults", "nonsense", 400)]
    [InlineData("POST", "/_local/limits", """{"name":"no-such","value":1}""", 400)]
    [InlineData("POST", "/_local/clock", """{"seconds":1}""", 409)]
    [InlineData("GET", "/_local/nothing", "", 404)]
    [InlineData("DELETE", "/_local/resources/x", "", 404)]
    public async Task The_control_endpoint_says_what_is_wrong(string method, string target, string body, int status)
    {
        await using var cloud = new TestCloud();
        WireAnswer answer = new LocalEndpoint(cloud.Cloud, cloud.Faults, new RequestLog()).Handle(method, target, body);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty((string)JsonNode.Parse(answer.Body!)!["message"]!);
    }

    private static string Report(TestCloud cloud, string? faultDomain) => (string)cloud.Do(
        "POST", "/20160918/computeCapacityReports", new JsonObject
        {
            ["compartmentId"] = cloud.Cloud.TenancyId, ["availabilityDomain"] = cloud.Domain,
            ["shapeAvailabilities"] = new JsonArray(new JsonObject
            {
                ["faultDomain"] = faultDomain, ["instanceShape"] = "VM.Standard.A1.Flex",
                ["instanceShapeConfig"] = new JsonObject { ["ocpus"] = 2, ["memoryInGBs"] = 12 },
            }),
        })["shapeAvailabilities"]![0]!["availabilityStatus"]!;

    private static void Local(TestCloud cloud, string method, string target, string body) => Assert.Equal(
        200, new LocalEndpoint(cloud.Cloud, cloud.Faults, new RequestLog()).Handle(method, target, body).Status);
}
