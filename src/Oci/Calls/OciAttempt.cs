using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci;

/// <summary>A call with its target and the key that signs it.</summary>
internal sealed record OciSignedCall(OciRequest Request, string Target, string RequestId, OciSigningKey Key);

/// <summary>One attempt of a call: signed with its own date, sent, and its answer read within the time.</summary>
internal sealed class OciAttempt(OciService service, OciClientOptions options, TimeProvider time, HttpClient http)
{
    private readonly Uri endpoint = options.EndpointOf(service);

    // Object storage has a name of its own for the id that the client gives.
    private readonly string requestIdName =
        service == OciService.ObjectStorage ? "opc-client-request-id" : "opc-request-id";

    public async Task<OciReply> SendAsync(OciSignedCall call, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(options.AttemptTimeout, time);
        OciReply reply;
        try
        {
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
            using HttpRequestMessage message = Sign(call, () => late.CancelAfter(options.AttemptTimeout));
            using HttpResponseMessage answer =
                await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            reply = await ReadAsync(call.Request, answer, either.Token);
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            throw NoAnswer(call, e);
        }

        return IsWanted(call.Request, reply.Status) ? reply : throw reply.ToException();
    }

    public async Task<OciOpenReply?> OpenAsync(OciSignedCall call, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(options.AttemptTimeout, time);
        HttpResponseMessage? answer = null;
        try
        {
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
            using HttpRequestMessage message = Sign(call, () => { });
            answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (OciAnswer.IsSuccess(answer.StatusCode))
            {
                OciReply reply = new(call.Request.Operation, answer.StatusCode, [], OciAnswer.HeadersOf(answer));
                Stream source = await answer.Content.ReadAsStreamAsync(either.Token);
                OciOpenReply open = new(reply, new OciAnswerStream(
                    answer, source, options.AttemptTimeout, time, e => NoAnswer(call, e)));
                answer = null;
                return open;
            }

            OciReply refusal = await ReadAsync(call.Request, answer, either.Token);
            return IsWanted(call.Request, refusal.Status) ? null : throw refusal.ToException();
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            throw NoAnswer(call, e);
        }
        finally
        {
            answer?.Dispose();
        }
    }

    private static bool IsWanted(OciRequest request, HttpStatusCode status) => OciAnswer.IsSuccess(status)
        || (status == HttpStatusCode.NotModified && request.IfNoneMatch is not null);

    private static bool IsNoAnswer(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async Task<OciReply> ReadAsync(
        OciRequest request, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        int cap = request.MaxAnswer ?? options.MaxAnswer;
        byte[]? body = await OciAnswer.ReadAsync(answer, cap, cancellationToken);
        OciReply reply = new(request.Operation, answer.StatusCode, body ?? [], OciAnswer.HeadersOf(answer));
        return body is not null ? reply : throw new OciException(request.Operation, reply.Status,
            OciErrorCodes.AnswerTooLong, $"{endpoint.Authority} answers more than {cap} bytes.", reply.RequestId,
            mayHaveActed: true);
    }

    private HttpRequestMessage Sign(OciSignedCall call, Action onProgress)
    {
        OciRequest request = call.Request;
        string host = endpoint.IsDefaultPort ? endpoint.IdnHost : $"{endpoint.IdnHost}:{endpoint.Port}";
        string date = time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        bool hasBody = request.Upload is null
            && (request.Method == HttpMethod.Post || request.Method == HttpMethod.Put);
        byte[]? body = hasBody ? request.Body ?? [] : null;

        // The target is signed as it is sent, so .NET must not tidy it up.
        Uri address = new($"{endpoint.Scheme}://{host}{call.Target}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        HttpRequestMessage message = new(request.Method, address);
        message.Headers.Host = host;
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            Add(message, "x-content-sha256", RequestSignature.Digest(body));
        }
        else if (request.Upload is not null)
        {
            message.Content = request.Upload.ToContent(onProgress);
            message.Headers.ExpectContinue = true;
        }

        Add(message, "date", date);
        Add(message, "accept", "application/json");
        Add(message, requestIdName, call.RequestId);
        Add(message, "opc-retry-token", request.RetryToken);
        Add(message, "if-match", request.IfMatch);
        Add(message, "if-none-match", request.IfNoneMatch);
        Add(message, RequestSignature.DelegationHeader, call.Key.DelegationToken);
        foreach ((string name, string? value) in request.Headers)
        {
            Add(message, name, value);
        }

        Add(message, "authorization", RequestSignature.Authorize(call.Key, RequestSignature.HeadersOf(
            request.Method, call.Target, host, date, body, call.Key.DelegationToken)));
        return message;
    }

    private static void Add(HttpRequestMessage message, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        // A line break would end the header and begin one of the value's own making.
        bool isText = value.All(c => c is not ('\r' or '\n' or '\0'));
        if (!isText || !(message.Headers.TryAddWithoutValidation(name, value)
            || message.Content?.Headers.TryAddWithoutValidation(name, value) == true))
        {
            throw new ArgumentException($"The header {name} cannot be sent: its value is not one line of text.");
        }
    }

    private OciException NoAnswer(OciSignedCall call, Exception cause)
    {
        bool unreachable = cause is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
        string reason = cause is OperationCanceledException
            ? $"{endpoint.Authority} did not answer within {options.AttemptTimeout.TotalSeconds:0} s."
            : $"{endpoint.Authority}: {cause.Message}";
        return new OciException(call.Request.Operation, 0,
            unreachable ? OciErrorCodes.Unreachable : OciErrorCodes.NoAnswer, reason, call.RequestId,
            mayHaveActed: !unreachable, cause);
    }
}
