using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.LocalCloud.Api.Signing;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

public sealed class SignatureVerifierTests : IDisposable
{
    private static readonly JsonObject Vectors = WireFile.Read("signatures.json").AsObject();
    private readonly RSA _key = RSA.Create();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 5, 21, 31, 40, TimeSpan.Zero));

    public SignatureVerifierTests()
    {
        _key.ImportFromPem((string)Vectors["publicKey"]!);
    }

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (JsonObject vector in Vectors["cases"]!.AsArray().Select(node => node!.AsObject()))
        {
            foreach (string form in (string[])["dotnet", "typescript", "dateForm"])
            {
                if (vector[form] is not null)
                {
                    data.Add((string)vector["name"]!, form);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_request_signed_by_an_official_client_is_accepted(string name, string form)
    {
        Assert.NotNull(Verify(Request(name, form), KeyId(name)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_request_with_another_target_is_refused(string name, string form)
    {
        SignedRequest request = Request(name, form);
        Assert.Null(Verify(request with { RawTarget = request.RawTarget + "x" }, KeyId(name)));
    }

    [Fact]
    public void The_fingerprint_is_the_one_of_the_configuration_file()
    {
        Assert.Equal((string)Vectors["fingerprint"]!, AccessKey.Fingerprint(_key));
    }

    [Fact]
    public void A_body_that_was_changed_is_refused()
    {
        SignedRequest request = Request("post-json", "dotnet");
        byte[] changed = [.. request.Body];
        changed[0] = (byte)' ';
        Assert.Null(Verify(request with { Body = changed }, KeyId("post-json")));
    }

    [Theory]
    [InlineData(-299, true)]
    [InlineData(-301, false)]
    [InlineData(299, true)]
    [InlineData(301, false)]
    public void A_clock_may_be_off_by_five_minutes(int seconds, bool isAccepted)
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 1, 5, 21, 31, 40, TimeSpan.Zero).AddSeconds(Math.Max(0, seconds)));
        SignedRequest request = Request("get-with-query", "typescript");
        if (seconds < 0)
        {
            var earlier = new FakeTimeProvider(
                new DateTimeOffset(2026, 1, 5, 21, 31, 40, TimeSpan.Zero).AddSeconds(seconds));
            Assert.Equal(isAccepted, Verify(request, KeyId("get-with-query"), earlier) is not null);
            return;
        }

        Assert.Equal(isAccepted, Verify(request, KeyId("get-with-query")) is not null);
    }

    [Fact]
    public void A_post_whose_body_headers_are_not_signed_is_refused()
    {
        SignedRequest get = Request("get-with-query", "dotnet");
        Assert.Null(Verify(get with { Method = "POST" }, KeyId("get-with-query")));
    }

    [Fact]
    public void A_request_without_signature_or_of_an_unknown_key_is_refused()
    {
        SignedRequest request = Request("get-with-query", "dotnet");
        Assert.Null(Verify(request with { Header = _ => null }, KeyId("get-with-query")));
        Assert.Null(Verify(request, "a/b/c"));
    }

    public void Dispose() => _key.Dispose();

    private AccessKey? Verify(SignedRequest request, string keyId, TimeProvider? clock = null) =>
        new SignatureVerifier([new AccessKey("tenancy", "user", _key) { KeyId = keyId }], clock ?? _clock)
            .Verify(request);

    private static string KeyId(string name) => (string)Vector(name)["keyId"]!;

    private static JsonObject Vector(string name) =>
        Vectors["cases"]!.AsArray().First(node => (string)node!["name"]! == name)!.AsObject();

    private static SignedRequest Request(string name, string form)
    {
        JsonObject vector = Vector(name);
        JsonObject signed = vector[form]!.AsObject();
        var headers = new Dictionary<string, string> { ["authorization"] = (string)signed["authorization"]! };
        // The later vectors list no headers: their signing string has them.
        foreach (string line in ((string)signed["signingString"]!).Split('\n'))
        {
            headers[line.Split(": ", 2)[0]] = line.Split(": ", 2)[1];
        }

        foreach ((string key, JsonNode? value) in signed["headersSet"]?.AsObject() ?? [])
        {
            headers[key] = (string)value!;
        }

        string url = (string)vector["url"]!;
        byte[] body = Encoding.UTF8.GetBytes((string?)vector["body"] ?? "");
        return new SignedRequest(
            (string)vector["method"]!, url[url.IndexOf('/', "https://".Length)..], headers.GetValueOrDefault, body);
    }
}
