using System.Security.Cryptography;
using System.Text;
using MoodleNodeAgent.LocalCloud.Api.Objects;
using MoodleNodeAgent.LocalCloud.Api.Signing;
using MoodleNodeAgent.LocalCloud.Faults;
using Microsoft.AspNetCore.Http.Features;

namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>The HTTP side of the API: body, signature, request id, and the control endpoint under /_local.</summary>
internal sealed class ApiServer(
    Cloud cloud, ApiDispatcher dispatcher, LocalEndpoint local, SignatureVerifier verifier)
{
    /// <summary>Bodies above this are refused, but for objects. LaunchInstance with its metadata stays well
    /// below.</summary>
    private const int MaximumBodyBytes = 1024 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        SetRequestId(context);
        string rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        WireAnswer answer;
        try
        {
            answer = await AnswerAsync(context, rawTarget);
        }
        catch (ApiError error)
        {
            answer = ApiDispatcher.Tell(error);
        }
        catch (BadHttpRequestException)
        {
            answer = ApiDispatcher.Tell(ApiError.CannotParse("The body ended before it was complete."));
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            // No trace of the inside on the wire; the cause belongs on the console.
            await Console.Error.WriteLineAsync($"{context.Request.Method} {rawTarget.Split('?')[0]}: {exception}");
            answer = ApiDispatcher.Tell(new ApiError(500, "InternalServerError", "Internal error occurred"));
        }

        await AnswerWriter.WriteAsync(context, answer, cloud.RealClock);
    }

    private async Task<WireAnswer> AnswerAsync(HttpContext context, string rawTarget)
    {
        bool isLink = rawTarget.StartsWith("/p/", StringComparison.Ordinal);
        bool isUpload = context.Request.Method == "PUT"
            && (isLink || rawTarget.StartsWith("/n/", StringComparison.Ordinal));
        byte[] body = isUpload ? [] : await ReadBodyAsync(context);
        if (rawTarget.StartsWith("/_local/", StringComparison.Ordinal))
        {
            return local.Handle(context.Request.Method, rawTarget, Encoding.UTF8.GetString(body));
        }

        string? Header(string name) =>
            context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
        // The SDKs sign an upload without its body; where its digest is signed it is checked by MD5 only.
        AccessKey? key = isLink
            ? null
            : verifier.Verify(new SignedRequest(context.Request.Method, rawTarget, Header, body));
        if (key is null && !isLink)
        {
            return ApiDispatcher.Tell(ApiError.NotAuthenticated());
        }

        StoredContent? content = isUpload ? await ReceiveAsync(context) : null;
        return dispatcher.Handle(new ApiRequest
        {
            Method = context.Request.Method,
            RawTarget = rawTarget,
            Body = Encoding.UTF8.GetString(body),
            TenancyId = key?.TenancyId ?? "",
            InstanceId = key?.InstanceId,
            IsLink = isLink,
            RetryToken = Header("opc-retry-token"),
            IfMatch = Header("if-match"),
            IfNoneMatch = Header("if-none-match"),
            Header = Header,
            HeaderNames = [.. context.Request.Headers.Keys],
            Content = content,
        });
    }

    private async Task<StoredContent> ReceiveAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null)
        {
            throw new ApiError(411, "ContentLengthRequired", "The header content-length is needed.");
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        return await cloud.Buckets.Store.ReceiveAsync(context.Request.Body, context.RequestAborted);
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0 or null && !context.Request.Headers.ContainsKey("transfer-encoding"))
        {
            return [];
        }

        using var buffer = new MemoryStream();
        byte[] part = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(part, context.RequestAborted)) > 0)
        {
            if (buffer.Length + count > MaximumBodyBytes)
            {
                throw new ApiError(413, "RequestEntityTooLarge", $"The body has more than {MaximumBodyBytes} bytes.");
            }

            buffer.Write(part, 0, count);
        }

        return buffer.ToArray();
    }

    // Sample: client-id/32 hex/32 hex
    private static void SetRequestId(HttpContext context)
    {
        string? sent = context.Request.Headers["opc-request-id"];
        string own = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)).Insert(32, "/");
        bool isUsable = sent is { Length: > 0 and <= 128 }
            && sent.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
        context.Response.Headers["opc-request-id"] =
            $"{(isUsable ? sent : Convert.ToHexString(RandomNumberGenerator.GetBytes(16)))}/{own}";
        string? client = context.Request.Headers["opc-client-request-id"];
        if (client is { Length: > 0 and <= 128 } && client.All(letter => letter is > ' ' and < (char)127))
        {
            context.Response.Headers["opc-client-request-id"] = client;
        }
    }
}
