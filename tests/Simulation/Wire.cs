using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Faults;
using MoodleNodeAgent.Oci.Signing;

namespace MoodleNodeAgent.Simulation;

/// <summary>The network between coordinator and cloud, below the signatures: a request becomes a call of the local cloud's
/// dispatcher. Each call is an event at which the coordinator may die, before the cloud hears of it or after it has acted.
/// </summary>
internal sealed class Wire(ApiDispatcher dispatcher, Mortality mortality) : HttpMessageHandler
{
    private const string Garbage = "<html><body><h1>502 Bad Gateway</h1></body></html>";

    /// <summary>Calls that may change something, by their operation; counted over all processes.</summary>
    public int Changes { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Send(request));
    }

    private HttpResponseMessage Send(HttpRequestMessage request)
    {
        if (mortality.DiesAt("call"))
        {
            throw new HttpRequestException("The process is dead.");
        }

        var isRead = request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
        Changes += isRead ? 0 : 1;
        var answer = dispatcher.Handle(ToCall(request));
        if (!isRead && mortality.DiesAt("answer"))
        {
            throw new HttpRequestException("The process is dead.");
        }

        return answer.Fault?.Kind is FaultKind.LoseRequest or FaultKind.LoseAnswer or FaultKind.Truncate or FaultKind.Slow
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was cut.")
            : ToResponse(request, answer);
    }

    private static ApiRequest ToCall(HttpRequestMessage request)
    {
        string? Header(string name) => request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
        using var body = request.Content?.ReadAsStream();
        using var reader = body is null ? null : new StreamReader(body, Encoding.UTF8);
        return new ApiRequest
        {
            Method = request.Method.Method,
            RawTarget = request.RequestUri!.PathAndQuery,
            Body = reader?.ReadToEnd() ?? "",
            TenancyId = World.Tenancy,
            RetryToken = Header("opc-retry-token"),
            IfMatch = Header("if-match"),
            IfNoneMatch = Header("if-none-match"),
            Header = Header,
        };
    }

    private static HttpResponseMessage ToResponse(HttpRequestMessage request, WireAnswer answer)
    {
        var text = answer.Fault?.Kind == FaultKind.Garbage ? Garbage : answer.Body ?? "";
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)),
        };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}

/// <summary>A small key, because nobody checks the signatures; each call takes its time to get there.</summary>
internal sealed class SimulatedKeys(TimeProvider time) : IOciKeySource
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(30);
    private static readonly Lazy<byte[]> Small = new(() =>
    {
        using var rsa = RSA.Create(512);
        return rsa.ExportRSAPrivateKey();
    });

    private readonly OciSigningKey key = Make();

    public bool CanRenew => false;

    public async ValueTask<OciSigningKey> GetKeyAsync(bool renew, CancellationToken cancellationToken)
    {
        await Task.Delay(Latency, time, cancellationToken);
        return key;
    }

    private static OciSigningKey Make()
    {
        var rsa = RSA.Create();
        rsa.ImportRSAPrivateKey(Small.Value, out _);
        return new OciSigningKey("simulation", rsa);
    }
}

/// <summary>Counts the events of a process, and ends it at one of them.</summary>
internal sealed class Mortality
{
    private int last = int.MaxValue;

    /// <summary>Events so far.</summary>
    public int Count { get; private set; }

    public bool IsDead { get; private set; }

    /// <summary>Whether it is allowed to commit: each commit is an event as well.</summary>
    public bool MayCommit() => !DiesAt("commit");

    /// <summary>Counts one event; true: the process does not live to do it.</summary>
    public bool DiesAt(string kind)
    {
        if (!IsDead && ++Count == last)
        {
            IsDead = true;
            Where = kind;
        }

        return IsDead;
    }

    /// <summary>What it was doing when it died.</summary>
    public string Where { get; private set; } = "";

    /// <summary>A new process, which dies at its nth event; 0: never.</summary>
    public void Begin(int dieAt)
    {
        Count = 0;
        IsDead = false;
        Where = "";
        last = dieAt == 0 ? int.MaxValue : dieAt;
    }
}
