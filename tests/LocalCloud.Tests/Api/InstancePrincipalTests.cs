using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Api.Identity;
using MoodleNodeAgent.LocalCloud.Api.Signing;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

public sealed class InstancePrincipalTests
{
    private const string Wanted = "/20160918/instances/";

    [Fact]
    public async Task A_fresh_policy_works_for_an_instance_only_after_its_time()
    {
        await using var cloud = new TestCloud();
        string instance = await InstanceAsync(cloud);
        cloud.Do("POST", "/20160918/dynamicGroups", new JsonObject
        {
            ["compartmentId"] = cloud.Cloud.TenancyId, ["name"] = "web", ["description"] = "",
            ["matchingRule"] = $"ALL {{instance.compartment.id = '{cloud.Compartment}', instance.id = '{instance}'}}",
        });
        await cloud.PassAsync(60);
        Assert.Equal(404, As(cloud, instance, "GET", Wanted + instance));
        cloud.Do("POST", "/20160918/policies", Policy(cloud, "read", "instance-family"));
        await cloud.PassAsync(9);
        Assert.Equal(404, As(cloud, instance, "GET", Wanted + instance));
        Assert.Equal(200, cloud.Send("GET", Wanted + instance).Status);
        await cloud.PassAsync(1);
        Assert.Equal(200, As(cloud, instance, "GET", Wanted + instance));
        Assert.Equal(404, As(cloud, instance, "DELETE", Wanted + instance));
        Assert.Equal(404, As(cloud, instance, "GET", $"/20160918/vcns?compartmentId={cloud.Compartment}"));
    }

    [Theory]
    [InlineData("Permit dynamic-group web to read instances in tenancy")]
    [InlineData("Allow dynamic-group web to own instances in tenancy")]
    [InlineData("Allow dynamic-group web to read instances in tenancy")]
    public async Task A_statement_that_cannot_be_is_refused(string statement)
    {
        await using var cloud = new TestCloud();
        JsonObject body = Policy(cloud, "read", "instances");
        body["statements"] = new JsonArray(statement);
        cloud.Refused(400, "InvalidParameter", "POST", "/20160918/policies", body);
    }

    [Theory]
    [InlineData("ANY {instance.id = 'a', tag.moodle.role.value = 'web'}", true)]
    [InlineData("ALL {instance.id = 'a', tag.moodle.role.value = 'web'}", false)]
    [InlineData("tag.moodle.role.value", true)]
    [InlineData("tag.moodle.other.value", false)]
    [InlineData("instance.id != 'a'", true)]
    public void A_matching_rule_is_read_as_oracle_does(string rule, bool isMember)
    {
        var instance = new Resource
        {
            Id = "i", Kind = Kinds.Instance, CompartmentId = "c", TimeCreated = default,
            Document = new JsonObject { ["definedTags"] = JsonNode.Parse("""{"moodle":{"role":"web"}}""") },
            State = "RUNNING",
        };
        Assert.Equal(isMember, MatchingRule.Parse(rule).Matches(instance));
    }

    [Fact]
    public async Task A_certificate_gives_a_token_and_the_tokens_key_signs_until_it_is_over()
    {
        await using var cloud = new TestCloud();
        string instance = await InstanceAsync(cloud);
        InstancePrincipals principals = cloud.Cloud.Principals;
        var verifier = new SignatureVerifier([], cloud.Clock, principals.Find);
        InstanceIdentity identity = principals.Certificates.Issue(
            cloud.Cloud.Get(Kinds.Instance, instance), cloud.Cloud.TenancyId);
        using X509Certificate2 leaf = X509Certificate2.CreateFromPem(identity.Certificate, identity.Key);
        using RSA leafKey = leaf.GetRSAPrivateKey()!;
        using RSA session = RSA.Create(2048);
        string body = new JsonObject
        {
            ["certificate"] = Convert.ToBase64String(leaf.RawData), ["intermediateCertificates"] = new JsonArray(),
            ["publicKey"] = Convert.ToBase64String(session.ExportSubjectPublicKeyInfo()), ["purpose"] = "DEFAULT",
        }.ToJsonString();
        string keyId = $"{cloud.Cloud.TenancyId}/fed-x509/{InstanceCertificates.Fingerprint(leaf)}";
        AccessKey? key = verifier.Verify(Sign(cloud, leafKey, keyId, "POST", "/v1/x509", body));
        Assert.Equal(instance, key?.InstanceId);
        Assert.Null(verifier.Verify(Sign(cloud, session, keyId, "POST", "/v1/x509", body)));
        WireAnswer answer = cloud.Handle(new ApiRequest
        {
            Method = "POST", RawTarget = "/v1/x509", Body = body, TenancyId = cloud.Cloud.TenancyId,
                InstanceId = instance,
        });
        string token = "ST$" + (string)JsonNode.Parse(answer.Body!)!["token"]!;
        Assert.Equal(instance, verifier.Verify(Sign(cloud, session, token, "GET", "/n", null))?.InstanceId);
        Assert.Null(verifier.Verify(Sign(cloud, leafKey, token, "GET", "/n", null)));
        cloud.Clock.Advance(TimeSpan.FromMinutes(21));
        Assert.Null(verifier.Verify(Sign(cloud, session, token, "GET", "/n", null)));
        cloud.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(verifier.Verify(Sign(cloud, leafKey, keyId, "POST", "/v1/x509", body)));
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_trusted()
    {
        await using var cloud = new TestCloud();
        string instance = await InstanceAsync(cloud);
        using var other = new InstanceCertificates(cloud.Clock);
        InstanceIdentity identity = other.Issue(cloud.Cloud.Get(Kinds.Instance, instance), cloud.Cloud.TenancyId);
        using X509Certificate2 leaf = X509Certificate2.CreateFromPem(identity.Certificate);
        string body = new JsonObject { ["certificate"] = Convert.ToBase64String(leaf.RawData) }.ToJsonString();
        string keyId = $"{cloud.Cloud.TenancyId}/fed-x509/{InstanceCertificates.Fingerprint(leaf)}";
        Assert.Null(cloud.Cloud.Principals.Find(keyId, Encoding.UTF8.GetBytes(body)));
        Assert.Null(cloud.Cloud.Principals.Find(keyId, "nonsense"u8.ToArray()));
        Assert.Null(cloud.Cloud.Principals.Find("ST$nonsense", []));
    }

    private static async Task<string> InstanceAsync(TestCloud cloud)
    {
        string subnet = await cloud.SubnetAsync(await cloud.VcnAsync(), "10.0.1.0/24");
        return await cloud.CreateAsync("/20160918/instances", cloud.Instance(subnet));
    }

    private static JsonObject Policy(TestCloud cloud, string verb, string resources) => new()
    {
        ["compartmentId"] = cloud.Compartment, ["name"] = "web-policy", ["description"] = "",
        ["statements"] = new JsonArray(
            $"Allow dynamic-group 'Default'/'web' to {verb} {resources} in compartment id {cloud.Compartment}"),
    };

    private static int As(TestCloud cloud, string instance, string method, string target) => cloud.Handle(new ApiRequest
    {
        Method = method, RawTarget = target, Body = "", TenancyId = cloud.Cloud.TenancyId, InstanceId = instance,
    }).Status;

    private static SignedRequest Sign(
        TestCloud cloud, RSA key, string keyId, string method, string target, string? body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body ?? "");
        var headers = new Dictionary<string, string>
        {
            ["date"] = cloud.Clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture),
            ["(request-target)"] = $"{method.ToLowerInvariant()} {target}", ["host"] = "auth",
        };
        if (body is not null)
        {
            headers["content-length"] = $"{bytes.Length}";
            headers["content-type"] = "application/json";
            headers["x-content-sha256"] = Convert.ToBase64String(SHA256.HashData(bytes));
        }

        string text = string.Join('\n', headers.Select(pair => $"{pair.Key}: {pair.Value}"));
        string signature = Convert.ToBase64String(
            key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        headers["authorization"] = $"Signature version=\"1\",headers=\"{string.Join(' ', headers.Keys)}\","
            + $"keyId=\"{keyId}\",algorithm=\"rsa-sha256\",signature=\"{signature}\"";
        return new SignedRequest(method, target, headers.GetValueOrDefault, bytes);
    }
}
