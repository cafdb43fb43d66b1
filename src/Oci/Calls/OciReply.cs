using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MoodleNodeAgent.Oci;

/// <summary>An answer, read whole.</summary>
internal sealed record OciReply(
    string Operation, HttpStatusCode Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? NextPage => Header("opc-next-page");

    public string? RequestId => Header("opc-request-id");

    public TimeSpan? RetryAfter =>
        int.TryParse(Header("retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public OciResponse WithoutValue() => new()
    {
        Etag = Header("etag"),
        WorkRequestId = Header("opc-work-request-id"),
        RequestId = RequestId,
        RetryAfter = RetryAfter,
    };

    public OciResponse<T> With<T>(JsonTypeInfo<T> type) => new()
    {
        Value = Read(type),
        Etag = Header("etag"),
        WorkRequestId = Header("opc-work-request-id"),
        RequestId = RequestId,
        RetryAfter = RetryAfter,
    };

    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type)
                ?? throw Unreadable("The body is null.", null);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Unreadable(e.Message, e);
        }
    }

    public OciException ToException()
    {
        (string code, string message) = ReadError();
        int status = (int)Status;
        bool capacity = message.Contains("out of host capacity", StringComparison.OrdinalIgnoreCase);
        bool mayHaveActed = status >= 500 && status != 501 && !capacity;
        return new OciException(Operation, Status, code, message, RequestId, mayHaveActed);
    }

    private OciException Unreadable(string reason, Exception? inner) =>
        new(Operation, Status, OciErrorCodes.UnreadableAnswer, reason, RequestId, mayHaveActed: true, inner);

    private (string Code, string Message) ReadError()
    {
        try
        {
            OciErrorBody? error = Body.Length == 0
                ? null
                : JsonSerializer.Deserialize(Body, OciErrorJson.Default.OciErrorBody);
            return (error?.Code ?? OciErrorCodes.UnreadableAnswer, error?.Message ?? "The answer has no message.");
        }
        catch (JsonException)
        {
            // A proxy's page, not OCI's answer; its text would only blur the message.
            return (OciErrorCodes.UnreadableAnswer, "The answer is not of OCI's form; a proxy may have sent it.");
        }
    }
}
