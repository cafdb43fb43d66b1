using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Faults;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>The API in process, on a clock that stands still until it is turned.</summary>
internal sealed class TestCloud : IAsyncDisposable
{
    private readonly ApiDispatcher _dispatcher;

    public TestCloud(double latencyFactor = 1, bool hasHosts = false)
    {
        Cloud = new Cloud(
            new CloudOptions
            {
                TenancyId = Ocid.Derive("tenancy", "", "test"), LatencyFactor = latencyFactor, HasHosts = hasHosts,
            },
            DataPlane, Clock, Clock);
        _dispatcher = new ApiDispatcher(Cloud);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 15, 30, TimeSpan.Zero));
    public RecordingDataPlane DataPlane { get; } = new();
    public Cloud Cloud { get; }
    public FaultTable Faults => _dispatcher.Faults;
    public IEnumerable<(Operation Operation, bool IsThere)> Operations => _dispatcher.Operations;
    public string Compartment => Cloud.CompartmentId;
    public string Domain => Cloud.AvailabilityDomains[0];

    public WireAnswer Send(
        string method, string target, JsonNode? body = null, string? token = null, string? ifMatch = null,
        string? ifNoneMatch = null) => Handle(new ApiRequest
        {
            Method = method, RawTarget = target, Body = body?.ToJsonString() ?? "", TenancyId = Cloud.TenancyId,
            RetryToken = token, IfMatch = ifMatch, IfNoneMatch = ifNoneMatch,
        });

    public WireAnswer Handle(ApiRequest request) => _dispatcher.Handle(request);

    /// <summary>Sends an object.</summary>
    public async Task<WireAnswer> PutAsync(
        string target, byte[] bytes, IReadOnlyDictionary<string, string>? headers = null, bool isLink = false)
    {
        using var stream = new MemoryStream(bytes);
        headers ??= new Dictionary<string, string>();
        return Handle(new ApiRequest
        {
            Method = "PUT", RawTarget = target, Body = "", TenancyId = Cloud.TenancyId, IsLink = isLink,
            Header = headers.GetValueOrDefault, HeaderNames = [.. headers.Keys],
            IfMatch = headers.GetValueOrDefault("if-match"), IfNoneMatch = headers.GetValueOrDefault("if-none-match"),
            Content = await Cloud.Buckets.Store.ReceiveAsync(stream, CancellationToken.None),
        });
    }

    /// <summary>Sends and wants a success.</summary>
    public JsonObject Do(string method, string target, JsonNode? body = null)
    {
        WireAnswer answer = Send(method, target, body);
        Assert.True(answer.Status < 300, $"{method} {target}: {answer.Status} {answer.Body}");
        return answer.Body is null ? [] : JsonNode.Parse(answer.Body)!.AsObject();
    }

    public JsonObject Get(string target) => Do("GET", target);

    public JsonArray List(string target) => JsonNode.Parse(Send("GET", target).Body!)!.AsArray();

    /// <summary>Sends and wants this error.</summary>
    public string Refused(int status, string code, string method, string target, JsonNode? body = null)
    {
        WireAnswer answer = Send(method, target, body);
        JsonNode error = JsonNode.Parse(answer.Body ?? "{}")!;
        Assert.Equal(
            $"{status} {code}", $"{answer.Status} {error["code"]} {(answer.Status < 300 ? answer.Body : "")}".Trim());
        return (string)error["message"]!;
    }

    /// <summary>Lets time pass, after the data plane has done what it was told.</summary>
    public async Task PassAsync(double seconds)
    {
        await Cloud.WaitForDataPlaneAsync(CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        Get("/20160918/tenancies/" + Cloud.TenancyId);
        await Cloud.WaitForDataPlaneAsync(CancellationToken.None);
    }

    public async Task<string> CreateAsync(string path, JsonObject body, double seconds = 2000)
    {
        string id = (string)Do("POST", path, body)["id"]!;
        await PassAsync(seconds);
        return id;
    }

    public Task<string> VcnAsync(string cidr = "10.0.0.0/16") => CreateAsync("/20160918/vcns", new JsonObject
    {
        ["compartmentId"] = Compartment, ["cidrBlocks"] = new JsonArray(cidr), ["dnsLabel"] = "moodle",
        ["displayName"] = "moodle-vcn",
    });

    public Task<string> SubnetAsync(string vcn, string cidr, bool isPrivate = true, string? label = null) =>
        CreateAsync("/20160918/subnets", new JsonObject
        {
            ["compartmentId"] = Compartment, ["vcnId"] = vcn, ["cidrBlock"] = cidr, ["dnsLabel"] = label,
            ["prohibitPublicIpOnVnic"] = isPrivate,
        });

    public JsonObject Instance(string subnet) => new()
    {
        ["compartmentId"] = Compartment, ["availabilityDomain"] = Domain, ["displayName"] = "moodle-web-1",
        ["shape"] = "VM.Standard.A1.Flex", ["shapeConfig"] = new JsonObject { ["ocpus"] = 2, ["memoryInGBs"] = 12 },
        ["sourceDetails"] = new JsonObject { ["sourceType"] = "image", ["imageId"] = ArmImage() },
        ["createVnicDetails"] = new JsonObject { ["subnetId"] = subnet, ["hostnameLabel"] = "web-1" },
        ["metadata"] = new JsonObject { ["user_data"] = "I2Nsb3VkLWNvbmZpZwo=" },
    };

    public JsonObject DbSystem(string subnet, string shape = "MySQL.8", bool isHighlyAvailable = false) => new()
    {
        ["compartmentId"] = Compartment, ["shapeName"] = shape, ["subnetId"] = subnet, ["displayName"] = "db",
        ["adminUsername"] = "dbadmin", ["adminPassword"] = "Th1s-is-a-t3st-only!", ["hostnameLabel"] = "db",
        ["isHighlyAvailable"] = isHighlyAvailable,
    };

    public JsonObject Balancer(string subnet) => new()
    {
        ["compartmentId"] = Compartment, ["displayName"] = "lb", ["isPrivate"] = false, ["subnetId"] = subnet,
        ["listeners"] = new JsonObject
        {
            ["http"] = new JsonObject
            {
                ["name"] = "http", ["defaultBackendSetName"] = "web", ["port"] = 80, ["protocol"] = "TCP",
            },
        },
        ["backendSets"] = new JsonObject
        {
            ["web"] = new JsonObject
            {
                ["healthChecker"] = new JsonObject { ["protocol"] = "HTTP", ["urlPath"] = "/", ["returnCode"] = 303 },
                ["backends"] = new JsonArray(new JsonObject { ["ipAddress"] = "10.0.1.2", ["port"] = 80 }),
            },
        },
    };

    public string ArmImage() => (string)List(
        $"/20160918/images?compartmentId={Compartment}&operatingSystem=Oracle%20Linux&operatingSystemVersion=9"
        + "&shape=VM.Standard.A1.Flex&sortBy=TIMECREATED&sortOrder=DESC")[0]!["id"]!;

    public ValueTask DisposeAsync() => Cloud.DisposeAsync();
}
