using System.Net;
using System.Text;

namespace MoodleNodeAgent.Oci;

/// <summary>A service that notes what it is asked and answers what the test says, in order.</summary>
internal sealed class FakeService : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> answers = new();

    public List<SeenRequest> Requests { get; } = [];

    /// <summary>What is done when a request arrives, before it is answered.</summary>
    public Action OnRequest { get; set; } = () => { };

    public FakeService Answer(HttpStatusCode status, string? body = null, params (string Name, string Value)[] headers)
    {
        answers.Enqueue(_ =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body ?? "");
            HttpResponseMessage answer = new(status) { Content = new ByteArrayContent(bytes) };
            foreach ((string name, string value) in headers)
            {
                if (!answer.Headers.TryAddWithoutValidation(name, value))
                {
                    answer.Content.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return Task.FromResult(answer);
        });
        return this;
    }

    public FakeService Fail(HttpStatusCode status, string code, string message = "example") =>
        Answer(status, $$"""{"code":"{{code}}","message":"{{message}}"}""", ("content-type", "application/json"));

    public FakeService Break(HttpRequestError error)
    {
        answers.Enqueue(_ => throw new HttpRequestException(error, "the connection ended"));
        return this;
    }

    /// <summary>A body without length that never ends.</summary>
    public FakeService Endless(HttpStatusCode status)
    {
        answers.Enqueue(_ => Task.FromResult(
            new HttpResponseMessage(status) { Content = new StreamContent(new EndlessStream()) }));
        return this;
    }

    /// <summary>Headers come at once, the body never.</summary>
    public FakeService HangInBody(Action meanwhile)
    {
        answers.Enqueue(_ => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream(meanwhile)) }));
        return this;
    }

    public FakeService Hang(Action meanwhile)
    {
        answers.Enqueue(async token =>
        {
            meanwhile();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Nobody gave up.");
        });
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[]? body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Requests.Add(SeenRequest.From(request, body));
        OnRequest();
        if (answers.Count == 0)
        {
            throw new InvalidOperationException("The test has no answer left for this request.");
        }

        return await answers.Dequeue()(cancellationToken);
    }
}

/// <summary>A request as it arrived.</summary>
internal sealed record SeenRequest(
    string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[]? Body)
{
    public string Signed => Headers["authorization"].Split("headers=\"")[1].Split('"')[0];

    public static SeenRequest From(HttpRequestMessage request, byte[]? body)
    {
        string[] target = request.RequestUri!.PathAndQuery.Split('?', 2);
        Dictionary<string, string> headers = request.Headers
            .Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value));
        return new SeenRequest(
            request.Method.Method, target[0], target.Length > 1 ? target[1] : "", headers, body);
    }
}
