using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MoodleNodeAgent.Oci.Calls;
using MoodleNodeAgent.Oci.Signing;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Oci.InstancePrincipals;

public sealed class InstancePrincipalTests : IDisposable
{
    private const string VcnJson = """{"id":"vcn-1","lifecycleState":"AVAILABLE"}""";
    private static readonly OciClientOptions Options = new() { Region = "eu-frankfurt-1" };

    private readonly JsonElement sample = WireFile.Read("instance-identity.json");
    private readonly HurriedTime time = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private readonly MetadataExchanges exchanges = new();
    private readonly FakeService service = new();
    private readonly InstanceMetadata metadata;
    private readonly InstancePrincipalKeys keys;
    private readonly OciConnection connection;

    public InstancePrincipalTests()
    {
        // The hurried clock jumps over what is shorter than a minute.
        InstanceMetadataOptions patient = new() { AttemptTimeout = TimeSpan.FromMinutes(1) };
        metadata = new InstanceMetadata(patient, time, exchanges);
        keys = new InstancePrincipalKeys(Options, metadata, time, new Random(7), service);
        connection = new OciConnection(Options, keys, time, new Random(7), service);
    }

    private VirtualNetworkClient Client => new(connection);

    [Fact]
    public async Task The_certificate_is_exchanged_for_a_token_and_the_session_key_signs_with_it()
    {
        service.Answer(HttpStatusCode.OK, Token(lifeMinutes: 60, out string token)).Answer(HttpStatusCode.OK, VcnJson);

        await Client.GetVcnAsync("v", CancellationToken.None);

        SeenRequest exchange = service.Requests[0], call = service.Requests[1];
        Assert.Equal(("POST", "/v1/x509", "auth.eu-frankfurt-1.oraclecloud.com"),
            (exchange.Method, exchange.Path, exchange.Headers["host"]));
        Assert.Equal(sample.GetProperty("fedKeyId").GetString(), KeyIdOf(exchange));
        Assert.Equal("date (request-target) host content-length content-type x-content-sha256", exchange.Signed);
        Assert.True(Verifies(exchange, LeafKey()));
        JsonElement body = JsonDocument.Parse(exchange.Body!).RootElement;
        Assert.Equal(Der("cert"), body.GetProperty("certificate").GetString());
        Assert.Equal(Der("intermediate"), body.GetProperty("intermediateCertificates")[0].GetString());
        Assert.Equal("DEFAULT", body.GetProperty("purpose").GetString());
        Assert.Equal("ST$" + token, KeyIdOf(call));
        using RSA session = RSA.Create();
        session.ImportSubjectPublicKeyInfo(body.GetProperty("publicKey").GetBytesFromBase64(), out _);
        Assert.Equal(2048, session.KeySize);
        Assert.True(Verifies(call, session));
    }

    [Fact]
    public async Task A_token_is_used_until_shortly_before_its_end()
    {
        service.Answer(HttpStatusCode.OK, Token(60, out string first)).Answer(HttpStatusCode.OK, VcnJson)
            .Answer(HttpStatusCode.OK, VcnJson)
            .Answer(HttpStatusCode.OK, Token(120, out string second)).Answer(HttpStatusCode.OK, VcnJson);

        await Client.GetVcnAsync("v", CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(54));
        await Client.GetVcnAsync("v", CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(2));
        await Client.GetVcnAsync("v", CancellationToken.None);

        Assert.Equal([first, first, second],
            service.Requests.Where(request => request.Method == "GET").Select(call => KeyIdOf(call)[3..]));
    }

    [Fact]
    public async Task When_the_token_is_refused_it_is_renewed_once_and_no_more()
    {
        service.Answer(HttpStatusCode.OK, Token(60, out _)).Fail(HttpStatusCode.Unauthorized, "NotAuthenticated")
            .Answer(HttpStatusCode.OK, Token(61, out string second))
            .Fail(HttpStatusCode.Unauthorized, "NotAuthenticated");

        OciException error = await Assert.ThrowsAsync<OciException>(
            () => Client.GetVcnAsync("v", CancellationToken.None));

        Assert.Equal(HttpStatusCode.Unauthorized, error.Status);
        Assert.Equal(4, service.Requests.Count);
        Assert.Equal("ST$" + second, KeyIdOf(service.Requests[3]));
        Assert.DoesNotContain(second, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_renewal_fails_before_the_end_the_old_token_still_signs()
    {
        service.Answer(HttpStatusCode.OK, Token(60, out string first)).Answer(HttpStatusCode.OK, VcnJson)
            .Fail(HttpStatusCode.Forbidden, "NotAuthorized").Answer(HttpStatusCode.OK, VcnJson);
        await Client.GetVcnAsync("v", CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(56));

        await Client.GetVcnAsync("v", CancellationToken.None);

        Assert.Equal("ST$" + first, KeyIdOf(service.Requests[3]));
    }

    [Theory]
    [InlineData("""{"token":"two words"}""")]
    [InlineData("""{"token":"quote\",keyId=\"other"}""")]
    [InlineData("""{"token":"line\r\nx: y"}""")]
    [InlineData("""{"token":null}""")]
    [InlineData("{}")]
    [InlineData("<html>")]
    public async Task When_the_answer_holds_no_usable_token_it_is_told_without_showing_it(string answer)
    {
        service.Answer(HttpStatusCode.OK, answer).Answer(HttpStatusCode.OK, answer).Answer(HttpStatusCode.OK, answer);

        OciException error = await Assert.ThrowsAsync<OciException>(
            () => Client.GetVcnAsync("v", CancellationToken.None));

        Assert.Equal(OciErrorCodes.UnreadableAnswer, error.Code);
        Assert.All(new[] { "two words", "quote", "line\r" },
            secret => Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_metadata_service_stumbles_it_is_asked_three_times()
    {
        exchanges.Failing = 2;

        Assert.Equal("eu-frankfurt-1", (await metadata.GetRegionAsync(CancellationToken.None)).Id);

        exchanges.Failing = 3;
        InstanceMetadataException error = await Assert.ThrowsAsync<InstanceMetadataException>(
            () => metadata.GetRegionAsync(CancellationToken.None));
        Assert.Contains("169.254.169.254", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_region_and_its_realms_domain_come_from_the_machine()
    {
        exchanges.Set("/opc/v2/instance/regionInfo/",
            """{"realmKey":"oc19","realmDomainComponent":"oraclecloud.eu","regionIdentifier":"eu-madrid-2"}""");
        InstanceRegion told = await metadata.GetRegionAsync(CancellationToken.None);
        exchanges.Set("/opc/v2/instance/regionInfo/", "{}");
        exchanges.Set("/opc/v2/instance/region", "phx");
        InstanceRegion shortKey = await metadata.GetRegionAsync(CancellationToken.None);

        Assert.Equal(("eu-madrid-2", "oraclecloud.eu"), (told.Id, told.SecondLevelDomain));
        Assert.Equal(("us-phoenix-1", "oraclecloud.com"), (shortKey.Id, shortKey.SecondLevelDomain));
    }

    [Theory]
    [InlineData("""{"regionIdentifier":"evil.example/","realmDomainComponent":"oraclecloud.com"}""")]
    [InlineData("""{"regionIdentifier":"eu-frankfurt-1","realmDomainComponent":"x@evil.example"}""")]
    [InlineData("not json")]
    public async Task When_the_region_is_no_part_of_a_host_name_nothing_is_sent_there(string told)
    {
        exchanges.Set("/opc/v2/instance/regionInfo/", told);

        await Assert.ThrowsAsync<InstanceMetadataException>(() => metadata.GetRegionAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("/opc/v2/identity/key.pem")]
    [InlineData("/opc/v2/identity/cert.pem")]
    [InlineData("/opc/v2/identity/intermediate.pem")]
    public async Task When_a_part_of_the_identity_is_garbage_the_error_does_not_quote_it(string path)
    {
        exchanges.Set(path, "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----");

        InstanceMetadataException error = await Assert.ThrowsAsync<InstanceMetadataException>(
            () => Client.GetVcnAsync("v", CancellationToken.None));

        Assert.DoesNotContain("c2VjcmV0", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task A_delegation_token_is_sent_and_signed()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "user.token.x\n");
        using InstancePrincipalKeys delegated = InstancePrincipalKeys.WithDelegation(
            Options, metadata, time, new Random(7), file, service);
        using OciConnection onBehalf = new(Options, delegated, time, new Random(7), service);
        service.Answer(HttpStatusCode.OK, Token(60, out _)).Answer(HttpStatusCode.OK, VcnJson);

        await new VirtualNetworkClient(onBehalf).GetVcnAsync("v", CancellationToken.None);

        File.Delete(file);
        Assert.Equal("user.token.x", service.Requests[1].Headers["opc-obo-token"]);
        Assert.EndsWith(" opc-obo-token", service.Requests[1].Signed, StringComparison.Ordinal);
        Assert.False(service.Requests[0].Headers.ContainsKey("opc-obo-token"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_roots_are_read_with_and_without_armour(bool armoured)
    {
        JsonElement answer = sample.GetProperty("rootCaAnswer");
        string der = answer.GetProperty("certificates")[0].GetString()!;
        string text = armoured
            ? $"-----BEGIN CERTIFICATE-----\n{der.Insert(64, "\n")}\n-----END CERTIFICATE-----\n"
            : der.Insert(64, "\r\n");
        InstancePrincipalRoots roots = new()
        {
            Certificates = [text],
            RefreshIn = answer.GetProperty("refreshIn").GetString(),
        };

        X509Certificate2 root = Assert.Single(roots.ReadCertificates());

        Assert.Contains("Example Identity Root", root.Subject, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 15, 30, TimeSpan.Zero), roots.RefreshAt(time.GetUtcNow()));
        Assert.Equal(time.GetUtcNow().AddMinutes(5), new InstancePrincipalRoots().RefreshAt(time.GetUtcNow()));
    }

    [Fact]
    public void The_metadata_service_is_never_asked_through_a_proxy()
    {
        using SocketsHttpHandler handler = InstanceMetadata.NewHandler();

        Assert.False(handler.UseProxy);
        Assert.False(handler.AllowAutoRedirect);
    }

    public void Dispose()
    {
        connection.Dispose();
        keys.Dispose();
        metadata.Dispose();
        service.Dispose();
        exchanges.Dispose();
    }

    private string Token(int lifeMinutes, out string token)
    {
        long end = time.GetUtcNow().AddMinutes(lifeMinutes).ToUnixTimeSeconds();
        string claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"sub":"i","exp":{{end}}}"""));
        token = $"eyJhbGciOiJSUzI1NiJ9.{claims}.c2ln";
        return $$"""{"token":"{{token}}"}""";
    }

    private string Der(string name) => string.Concat(sample.GetProperty("imds")
        .GetProperty($"GET /opc/v2/identity/{name}.pem").GetString()!
        .Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal)));

    private RSA LeafKey() =>
        X509CertificateLoader.LoadCertificate(Convert.FromBase64String(Der("cert"))).GetRSAPublicKey()!;

    private static string KeyIdOf(SeenRequest request) =>
        request.Headers["authorization"].Split("keyId=\"")[1].Split('"')[0];

    private static bool Verifies(SeenRequest request, RSA key)
    {
        string text = string.Join('\n', request.Signed.Split(' ').Select(name => name == "(request-target)"
            ? $"{name}: {request.Method.ToLowerInvariant()} {request.Path}"
            : $"{name}: {(name == "content-length" ? $"{request.Body!.Length}" : request.Headers[name])}"));
        string signature = request.Headers["authorization"].Split("signature=\"")[1].Split('"')[0];
        return key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(signature),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
