using System.Security.Cryptography;
using System.Text;
using MoodleNodeAgent.LocalCloud.Api.Signing;
using MoodleNodeAgent.LocalCloud.Faults;
using Microsoft.AspNetCore.Http.Features;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The HTTP side of the API: body, signature, request id, and the control endpoint under /_local.</summary>
internal sealed class ApiServer(ApiDispatcher dispatcher, LocalEndpoint local, SignatureVerifier verifier)
{
    /// <summary>Bodies above this are refused. LaunchInstance with its metadata stays well below.</summary>
    private const int MaximumBodyBytes = 1024 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["opc-request-id"] = RequestId(context.Request.Headers["opc-request-id"]);
        string rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        byte[]? body = await ReadBodyAsync(context);
        WireAnswer answer = body is null
            ? ApiDispatcher.Tell(new ApiError(413, "PayloadTooLarge", $"More than {MaximumBodyBytes} bytes."))
            : rawTarget.StartsWith("/_local/", StringComparison.Ordinal)
                ? local.Handle(context.Request.Method, rawTarget, Encoding.UTF8.GetString(body))
                : Handle(context, rawTarget, body);
        if (answer.IsLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach ((string name, string value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Body is not null)
        {
            context.Response.ContentType = "application/json";
            byte[] bytes = Encoding.UTF8.GetBytes(answer.Body);
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private WireAnswer Handle(HttpContext context, string rawTarget, byte[] body)
    {
        string? Header(string name) =>
            context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
        AccessKey? key = verifier.Verify(new SignedRequest(context.Request.Method, rawTarget, Header, body));
        if (key is null)
        {
            return ApiDispatcher.Tell(ApiError.NotAuthenticated());
        }

        return dispatcher.Handle(new ApiRequest
        {
            Method = context.Request.Method,
            RawTarget = rawTarget,
            Body = Encoding.UTF8.GetString(body),
            TenancyId = key.TenancyId,
            RetryToken = Header("opc-retry-token"),
            IfMatch = Header("if-match"),
            IfNoneMatch = Header("if-none-match"),
        });
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        byte[] part = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(part, context.RequestAborted)) > 0)
        {
            if (buffer.Length + count > MaximumBodyBytes)
            {
                return null;
            }

            buffer.Write(part, 0, count);
        }

        return buffer.ToArray();
    }

    // Sample: client-id/32 hex/32 hex
    private static string RequestId(string? sent)
    {
        string own = $"{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}/"
            + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        bool isUsable = sent is { Length: > 0 and <= 128 }
            && sent.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
        return isUsable ? $"{sent}/{own}" : $"{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}/{own}";
    }
}
