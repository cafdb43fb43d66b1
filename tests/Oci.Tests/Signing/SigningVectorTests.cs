using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MoodleNodeAgent.Oci.Signing;

public sealed class SigningVectorTests
{
    public static TheoryData<string> Cases() => [.. Vectors("signing-vectors.json"), .. Vectors("signing-vectors-more.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_vector_is_signed_byte_for_byte(string name)
    {
        (JsonElement vector, JsonElement expected) = Find(name);
        Uri url = new(vector.GetProperty("url").GetString()!,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        HttpMethod method = new(vector.GetProperty("method").GetString()!);
        // Oracle's .NET SDK signs the host without its port; we sign what we send.
        string host = url.Host;
        OciSigningKey key = await new TestKey(vector.GetProperty("keyId").GetString())
            .GetKeyAsync(renew: false, CancellationToken.None);

        IReadOnlyList<(string Name, string Value)> headers = RequestSignature.HeadersOf(
            method, url.PathAndQuery, host, vector.GetProperty("date").GetString()!, BodyOf(vector, method));

        Assert.Equal(expected.GetProperty("signingString").GetString(),
            string.Join('\n', headers.Select(header => $"{header.Name}: {header.Value}")));
        Assert.Equal(
            expected.GetProperty("authorization").GetString(), RequestSignature.Authorize(key, headers));
    }

    [Fact]
    public void A_date_is_written_as_the_vectors_have_it()
    {
        DateTimeOffset time = new(2026, 1, 5, 21, 31, 40, TimeSpan.Zero);

        Assert.Equal("Mon, 05 Jan 2026 21:31:40 GMT", time.ToString("r", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("privateKeyPkcs1")]
    [InlineData("privateKeyPkcs8")]
    [InlineData("privateKeyPkcs1Encrypted")]
    [InlineData("privateKeyPkcs8Encrypted")]
    public void Every_key_format_gives_the_same_key_also_with_a_line_behind_it(string format)
    {
        JsonElement key = WireFile.Read("signing-vectors.json").GetProperty("key");
        string pem = key.GetProperty(format).GetString() + "\nOCI_API_KEY\n";

        using RSA rsa = OciKeyFile.Parse(pem, key.GetProperty("passPhrase").GetString());

        Assert.Equal(key.GetProperty("fingerprint").GetString(), OciKeyFile.FingerprintOf(rsa));
    }

    private static IEnumerable<string> Vectors(string file) => WireFile.Read(file).GetProperty("cases")
        .EnumerateArray().Select(vector => $"{file}/{vector.GetProperty("name").GetString()}");

    private static (JsonElement Vector, JsonElement Expected) Find(string name)
    {
        string[] parts = name.Split('/');
        JsonElement vector = WireFile.Read(parts[0]).GetProperty("cases").EnumerateArray()
            .Single(candidate => candidate.GetProperty("name").GetString() == parts[1]);
        return (vector, vector.TryGetProperty("dotnet", out JsonElement dotnet)
            ? dotnet
            : vector.GetProperty("dateForm"));
    }

    private static byte[]? BodyOf(JsonElement vector, HttpMethod method)
    {
        bool leftOut = method == HttpMethod.Get || method == HttpMethod.Delete
            || vector.TryGetProperty("unsignedHeaders", out _);
        return leftOut ? null : Encoding.UTF8.GetBytes(vector.GetProperty("body").GetString() ?? "");
    }
}
