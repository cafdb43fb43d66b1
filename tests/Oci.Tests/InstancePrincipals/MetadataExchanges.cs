using System.Net;
using System.Text;
using System.Text.Json;

namespace MoodleNodeAgent.Oci.InstancePrincipals;

/// <summary>The metadata service of the samples: answers by path, and refuses what the real one refuses.</summary>
internal sealed class MetadataExchanges : HttpMessageHandler
{
    private readonly Dictionary<string, (HttpStatusCode Status, string Body)> answers = WireFile.Read("imds.json")
        .GetProperty("exchanges").EnumerateArray().ToDictionary(
            exchange => exchange.GetProperty("path").GetString()!,
            exchange => ((HttpStatusCode)exchange.GetProperty("response").GetProperty("status").GetInt32(),
                TextOf(exchange.GetProperty("response").GetProperty("body"))));

    /// <summary>How many requests fail before one is answered.</summary>
    public int Failing { get; set; }

    public List<string> Paths { get; } = [];

    public void Set(string path, string body) => answers[path] = (HttpStatusCode.OK, body);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        Paths.Add(path);
        bool refused = !request.Headers.TryGetValues("authorization", out IEnumerable<string>? values)
            || values.Single() != "Bearer Oracle";
        (HttpStatusCode status, string body) = refused ? (HttpStatusCode.Unauthorized, "")
            : Failing-- > 0 ? (HttpStatusCode.ServiceUnavailable, "")
            : answers.GetValueOrDefault(path, (HttpStatusCode.NotFound, ""));
        return Task.FromResult(new HttpResponseMessage(status)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        });
    }

    private static string TextOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();
}
