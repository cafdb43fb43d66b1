using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Oci;

/// <summary>Signs, sends and repeats the calls of one service, and reads its pages.</summary>
internal sealed class OciCore(OciService service, OciClientOptions options, IOciKeySource keys, TimeProvider time,
    HttpClient http, OciBackOff backOff)
{
    private readonly Uri endpoint = options.EndpointOf(service);
    private readonly string version = OciClientOptions.VersionOf(service);

    public OciCall Get(string operation, params string[] path) => new(this, new(operation, HttpMethod.Get, path));

    public OciCall Post(string operation, params string[] path) => new(this, new(operation, HttpMethod.Post, path));

    public OciCall Put(string operation, params string[] path) => new(this, new(operation, HttpMethod.Put, path));

    public OciCall Delete(string operation, params string[] path) =>
        new(this, new(operation, HttpMethod.Delete, path));

    public async Task<OciResponse> SendAsync(OciRequest request, CancellationToken cancellationToken) =>
        (await RunAsync(request, null, cancellationToken)).WithoutValue();

    public async Task<OciResponse<T>> SendAsync<T>(
        OciRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        (await RunAsync(request, null, cancellationToken)).With(type);

    public IAsyncEnumerable<T> ListAsync<T>(
        OciRequest request, JsonTypeInfo<List<T>> type, CancellationToken cancellationToken) =>
        PagesAsync(request, reply => reply.Read(type), cancellationToken);

    public IAsyncEnumerable<T> ListAsync<T>(
        OciRequest request, JsonTypeInfo<OciItems<T>> type, CancellationToken cancellationToken) =>
        PagesAsync(request, reply => reply.Read(type).Items ?? [], cancellationToken);

    private async IAsyncEnumerable<T> PagesAsync<T>(
        OciRequest request, Func<OciReply, List<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? page = null;
        do
        {
            OciReply reply = await RunAsync(request, page, cancellationToken);
            foreach (T item in read(reply))
            {
                yield return item;
            }

            // A page may be short or empty and others still follow: only a missing token is the end.
            if (reply.NextPage is not null && reply.NextPage == page)
            {
                throw new OciException(request.Operation, reply.Status, OciErrorCodes.UnreadableAnswer,
                    "The service names the same page as its next one again.", reply.RequestId, mayHaveActed: false);
            }

            page = reply.NextPage;
        }
        while (page is not null);
    }

    private async Task<OciReply> RunAsync(OciRequest request, string? page, CancellationToken cancellationToken)
    {
        string target = request.Target(version, page);
        string requestId = Guid.NewGuid().ToString("N");
        long began = time.GetTimestamp();
        bool renew = false;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                OciSigningKey key = await keys.GetKeyAsync(renew, cancellationToken);
                return await TryAsync(request, target, requestId, key, cancellationToken);
            }
            catch (OciException e) when (e.Status == HttpStatusCode.Unauthorized && keys.CanRenew && !renew)
            {
                renew = true;
            }
            catch (OciException e) when (IsWorthRepeating(e) && (request.IsRepeatable || !e.MayHaveActed)
                && !backOff.IsOver(attempt, time.GetElapsedTime(began)))
            {
                renew = false;
                await Task.Delay(backOff.Pause(attempt), time, cancellationToken);
            }
        }
    }

    private static bool IsWorthRepeating(OciException failure) => (int)failure.Status switch
    {
        0 or 429 or 502 or 503 or 504 => true,
        409 => failure.Code is OciErrorCodes.IncorrectState or OciErrorCodes.ExternalServerIncorrectState,
        500 => !failure.IsOutOfHostCapacity,
        _ => false,
    };

    private async Task<OciReply> TryAsync(OciRequest request, string target, string requestId, OciSigningKey key,
        CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = Sign(request, target, requestId, key);
        using CancellationTokenSource late = new(options.AttemptTimeout, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        OciReply reply;
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(message, either.Token);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(either.Token);
            reply = new OciReply(request.Operation, answer.StatusCode, body, Flatten(answer));
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw NoAnswer(request.Operation, requestId, e);
        }

        return (int)reply.Status is >= 200 and < 300 ? reply : throw reply.ToException();
    }

    private HttpRequestMessage Sign(OciRequest request, string target, string requestId, OciSigningKey key)
    {
        string host = endpoint.IsDefaultPort ? endpoint.IdnHost : $"{endpoint.IdnHost}:{endpoint.Port}";
        string date = time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        bool hasBody = request.Method == HttpMethod.Post || request.Method == HttpMethod.Put;
        byte[]? body = hasBody ? request.Body ?? [] : null;

        // The target is signed as it is sent, so .NET must not tidy it up.
        Uri address = new($"{endpoint.Scheme}://{host}{target}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        HttpRequestMessage message = new(request.Method, address);
        message.Headers.Host = host;
        Add(message, "date", date);
        Add(message, "accept", "application/json");
        Add(message, "opc-request-id", requestId);
        Add(message, "opc-retry-token", request.RetryToken);
        Add(message, "if-match", request.IfMatch);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            Add(message, "x-content-sha256", RequestSignature.Digest(body));
        }

        Add(message, "authorization",
            RequestSignature.Authorize(key, RequestSignature.HeadersOf(request.Method, target, host, date, body)));
        return message;
    }

    private static void Add(HttpRequestMessage message, string name, string? value)
    {
        if (value is not null && !message.Headers.TryAddWithoutValidation(name, value))
        {
            throw new InvalidOperationException($"The header {name} cannot be sent.");
        }
    }

    private static Dictionary<string, string> Flatten(HttpResponseMessage answer) => answer.Headers
        .Concat(answer.Content.Headers)
        .ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);

    private OciException NoAnswer(string operation, string requestId, Exception cause)
    {
        bool unreachable = cause is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
        string reason = cause is OperationCanceledException
            ? $"{endpoint.Authority} did not answer within {options.AttemptTimeout.TotalSeconds:0} s."
            : $"{endpoint.Authority}: {cause.Message}";
        return new OciException(operation, 0, unreachable ? OciErrorCodes.Unreachable : OciErrorCodes.NoAnswer,
            reason, requestId, mayHaveActed: !unreachable, cause);
    }
}
