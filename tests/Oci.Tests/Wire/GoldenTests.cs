using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace MoodleNodeAgent.Oci.Wire;

public sealed class GoldenTests
{
    // What changes from call to call or belongs to the transport.
    private static readonly string[] Volatile =
        ["authorization", "date", "host", "x-content-sha256", "content-length", "opc-request-id"];

    public static TheoryData<string> Operations() => [.. WireFile.Operations()];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_request_is_what_Oracles_SDKs_send(string file)
    {
        JsonElement golden = WireFile.Read(file);
        using FakeService service = Answering(golden);

        await CallAsync(golden, service);

        SeenRequest sent = Assert.Single(service.Requests);
        JsonElement dotnet = golden.GetProperty("dotnet");
        Assert.Equal(golden.GetProperty("method").GetString(), sent.Method);
        Assert.Equal(dotnet.GetProperty("path").GetString(), sent.Path);
        Assert.Equal(Pairs(golden.GetProperty("query")), Pairs(sent.Query));
        Assert.Equal(Pairs(dotnet.GetProperty("headers")), sent.Headers
            .Where(header => !Volatile.Contains(header.Key))
            .Select(header => $"{header.Key}={header.Value}").Order());
        Assert.Equal(dotnet.GetProperty("signedHeaders").GetString(), sent.Signed);
        Assert.Equal(JsonText.Of(golden.GetProperty("body")), JsonText.Of(sent.Body));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_answer_is_read_without_loss(string file)
    {
        JsonElement golden = WireFile.Read(file);
        using FakeService service = Answering(golden);

        GoldenResult read = await CallAsync(golden, service);

        JsonElement answer = golden.GetProperty("response");
        Assert.Equal(JsonText.Of(Body(answer)), JsonText.Of(read.Body));
        if (read.Response is { } response)
        {
            JsonElement headers = answer.GetProperty("headers");
            Assert.Equal(Header(headers, "etag"), response.Etag);
            Assert.Equal(Header(headers, "opc-work-request-id"), response.WorkRequestId);
            Assert.Equal(Header(headers, "opc-request-id"), response.RequestId);
            Assert.Equal(Header(headers, "retry-after"), response.RetryAfter?.TotalSeconds.ToString("0"));
        }
    }

    private static async Task<GoldenResult> CallAsync(JsonElement golden, FakeService service)
    {
        OciClientOptions options = new() { Region = "eu-frankfurt-1" };
        using OciConnection connection = new(options, new TestKey(), new FakeTimeProvider(), new Random(1), service);
        return await GoldenCall.RunAsync(golden, connection);
    }

    private static FakeService Answering(JsonElement golden)
    {
        JsonElement answer = golden.GetProperty("response");
        JsonElement body = Body(answer);
        return new FakeService().Answer(
            (HttpStatusCode)answer.GetProperty("status").GetInt32(),
            body.ValueKind == JsonValueKind.Undefined ? null : body.GetRawText(),
            [.. answer.GetProperty("headers").EnumerateObject().Select(h => (h.Name, h.Value.GetString()!))]);
    }

    private static JsonElement Body(JsonElement answer) =>
        answer.TryGetProperty("body", out JsonElement body) && body.ValueKind != JsonValueKind.Null ? body : default;

    private static string? Header(JsonElement headers, string name) =>
        headers.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static IEnumerable<string> Pairs(JsonElement map) => map.EnumerateObject()
        .SelectMany(pair => pair.Value.ValueKind == JsonValueKind.Array
            ? pair.Value.EnumerateArray().Select(value => $"{pair.Name}={value}")
            : [$"{pair.Name}={pair.Value}"])
        .Order();

    private static IEnumerable<string> Pairs(string query) => query
        .Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).Order();
}
