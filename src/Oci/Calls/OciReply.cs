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

    /// <summary>A header that holds a time in RFC 7231's form; null when it is missing or something else.</summary>
    public DateTimeOffset? Time(string name) => DateTimeOffset.TryParseExact(Header(name), "r",
        CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
        ? time
        : null;

    public bool IsNotModified => Status == HttpStatusCode.NotModified;

    /// <summary>The same response with what every answer's headers tell.</summary>
    public T Fill<T>(T response)
        where T : OciResponse => (T)(response with
        {
            Etag = Header("etag"),
            WorkRequestId = Header("opc-work-request-id"),
            RequestId = RequestId,
            RetryAfter = RetryAfter,
        });

    public OciResponse<T> With<T>(JsonTypeInfo<T> type) => Fill(new OciResponse<T> { Value = Read(type) });

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
        return new OciException(Operation, Status, code, message, RequestId, mayHaveActed)
        {
            RetryAfter = RetryAfter,
        };
    }

    public OciException Unreadable(string reason, Exception? inner) =>
        new(Operation, Status, OciErrorCodes.UnreadableAnswer, reason, RequestId, mayHaveActed: true, inner);

    private (string Code, string Message) ReadError()
    {
        try
        {
            if (Body.Length == 0)
            {
                // The answer to a HEAD never has a body, so its status is all there is.
                return (Status == HttpStatusCode.NotFound ? OciErrorCodes.NotFound : OciErrorCodes.UnreadableAnswer,
                    "The answer has no body.");
            }

            OciErrorBody? error = JsonSerializer.Deserialize(Body, OciErrorJson.Default.OciErrorBody);
            return (error?.Code ?? OciErrorCodes.UnreadableAnswer, error?.Message ?? "The answer has no message.");
        }
        catch (JsonException)
        {
            // A proxy's page, not OCI's answer; its text would only blur the message.
            return (OciErrorCodes.UnreadableAnswer, "The answer is not of OCI's form; a proxy may have sent it.");
        }
    }
}
