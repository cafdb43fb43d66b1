using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using MoodleNodeAgent.Oci.Compute;

namespace MoodleNodeAgent.Oci.Wire;

public sealed class GoldenTests
{
    // What changes from call to call or belongs to the transport.
    // Accept is told apart: .NET offers a JSON stream besides on two lists, which we cannot read.
    private static readonly string[] Volatile =
        ["authorization", "date", "host", "x-content-sha256", "content-length", "opc-request-id", "accept",
        "opc-client-request-id"];

    // Besides what is volatile: the noise of node's fetch, in the one capture that .NET did not make.
    private static readonly string[] Ignored =
        ["accept", "opc-client-request-id", "accept-language", "sec-fetch-mode"];

    public static TheoryData<string> Operations() => [.. WireFile.Operations()];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_request_is_what_Oracles_SDKs_send(string file)
    {
        JsonElement golden = WireFile.Read(file);
        using FakeService service = Answering(golden);

        await CallAsync(golden, service);

        SeenRequest sent = service.Requests[0];
        Assert.Equal(HasNextPage(golden) ? 2 : 1, service.Requests.Count);
        JsonElement dotnet = golden.TryGetProperty("dotnet", out JsonElement own) ? own : golden;
        Assert.Equal(golden.GetProperty("method").GetString(), sent.Method);
        Assert.Equal(dotnet.GetProperty("path").GetString(), sent.Path);
        Assert.Equal(Pairs(golden.GetProperty("query")), Pairs(sent.Query));
        Assert.Equal("application/json", sent.Headers["accept"]);
        Assert.Equal(Pairs(dotnet.GetProperty("headers"))
            .Where(pair => !Ignored.Contains(pair.Split('=')[0])), sent.Headers
            .Where(header => !Volatile.Contains(header.Key))
            .Select(header => $"{header.Key}={header.Value}").Order());
        Assert.Equal(dotnet.GetProperty("signedHeaders").GetString()!.Replace("x-date", "date"), sent.Signed);
        Assert.Equal(Text(golden, golden.GetProperty("body")), Text(golden, sent.Body));
        Assert.Equal(golden.GetProperty("service").GetString() == "objectstorage",
            sent.Headers.ContainsKey("opc-client-request-id"));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_answer_is_read_without_loss(string file)
    {
        JsonElement golden = WireFile.Read(file);
        using FakeService service = Answering(golden);

        GoldenResult read = await CallAsync(golden, service);

        JsonElement answer = golden.GetProperty("response");
        Assert.Equal(Text(answer, Body(answer)),
            read.Response is ConsoleHistoryContent && !IsText(answer)
                ? JsonSerializer.Serialize(Encoding.UTF8.GetString(read.Body!))
                : Text(answer, read.Body));
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
        string? text = body.ValueKind == JsonValueKind.Undefined ? null
            : IsText(answer) ? body.GetString()
            : body.GetRawText();
        FakeService service = new FakeService().Answer(
            (HttpStatusCode)answer.GetProperty("status").GetInt32(),
            text,
            [.. answer.GetProperty("headers").EnumerateObject().Select(h => (h.Name, h.Value.GetString()!))]);
        return HasNextPage(golden) ? service.Answer(HttpStatusCode.OK, "[]") : service;
    }

    private static bool IsText(JsonElement message) => message.TryGetProperty("bodyEncoding", out _);

    private static string Text(JsonElement message, JsonElement body) =>
        IsText(message) ? body.GetString()! : JsonText.Of(body);

    private static string Text(JsonElement message, byte[]? body) =>
        IsText(message) ? Encoding.UTF8.GetString(body!) : JsonText.Of(body);

    private static bool HasNextPage(JsonElement golden) =>
        golden.GetProperty("response").GetProperty("headers").TryGetProperty("opc-next-page", out _);

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
