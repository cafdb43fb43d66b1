using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MoodleNodeAgent.Oci.NetworkLoadBalancing;
using MoodleNodeAgent.Oci.ObjectStorage;
using MoodleNodeAgent.Oci.VirtualNetwork;

namespace MoodleNodeAgent.Oci.Calls;

/// <summary>What really leaves the socket, seen by a server that knows nothing of our code.</summary>
public sealed class LoopbackTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly OciConnection connection;

    public LoopbackTests()
    {
        listener.Start();
        connection = new OciConnection(
            new OciClientOptions { Region = "local", Endpoint = new Uri($"http://{listener.LocalEndpoint}") },
            new TestKey(), TimeProvider.System, new Random(1));
    }

    [Fact]
    public async Task The_signature_fits_the_bytes_on_the_wire()
    {
        Task<string> seen = ServeOnceAsync("""{"id":"vcn-1","lifecycleState":"PROVISIONING"}""");

        OciResponse<Vcn> created = await new VirtualNetworkClient(connection).CreateVcnAsync(
            new() { CompartmentId = "c", DisplayName = "Prüfung" }, "token", CancellationToken.None);

        string request = await seen;
        Assert.Equal("vcn-1", created.Value.Id);
        Assert.Equal("e1", created.Etag);
        Assert.True(Verifies(request), request);
    }

    [Fact]
    public async Task A_backends_name_is_escaped_once_and_signed_as_sent()
    {
        Task<string> seen = ServeOnceAsync("""{"name":"10.0.1.11:80","port":80}""");

        await new NetworkLoadBalancerClient(connection).GetBackendAsync(
            "nlb", "web", "10.0.1.11:80", CancellationToken.None);

        string request = await seen;
        Assert.StartsWith(
            "GET /20200501/networkLoadBalancers/nlb/backendSets/web/backends/10.0.1.11%3A80 HTTP/1.1", request,
            StringComparison.Ordinal);
        Assert.Contains($"Host: {listener.LocalEndpoint}", request, StringComparison.Ordinal);
        Assert.True(Verifies(request), request);
    }

    [Fact]
    public async Task An_object_is_sent_after_the_service_agreed_and_its_bytes_are_not_signed()
    {
        Task<string> seen = ServeOnceAsync("");
        using MemoryStream bytes = new(Encoding.UTF8.GetBytes("site,web"));

        PutObjectResult stored = await new ObjectStorageClient(connection).PutObjectAsync(
            "n", "b", "config/web 1.json", bytes, new() { ContentType = "text/csv" }, CancellationToken.None);

        string request = await seen;
        Assert.Equal("e1", stored.Etag);
        Assert.StartsWith("PUT /n/n/b/b/o/config%2Fweb%201.json HTTP/1.1", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nsite,web", request, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 8\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/csv\r\n", request, StringComparison.Ordinal);
        Assert.Contains("headers=\"date (request-target) host\"", request, StringComparison.Ordinal);
        Assert.True(Verifies(request), request);
    }

    public void Dispose()
    {
        connection.Dispose();
        listener.Dispose();
    }

    private async Task<string> ServeOnceAsync(string body)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        byte[] buffer = new byte[16384];
        StringBuilder request = new();
        while (!IsWhole(request.ToString()))
        {
            request.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
            if (request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
                && Headers(request.ToString()).ContainsKey("expect"))
            {
                await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
            }
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
            + $"etag: e1\r\nconnection: close\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        return request.ToString();
    }

    private static bool IsWhole(string request)
    {
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end >= 0 && (!Headers(request).TryGetValue("content-length", out string? length)
            || Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= int.Parse(length));
    }

    private static Dictionary<string, string> Headers(string request) => request.Split("\r\n\r\n")[0]
        .Split("\r\n").Skip(1).Select(line => line.Split(": ", 2))
        .ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]);

    private static bool Verifies(string request)
    {
        Dictionary<string, string> headers = Headers(request);
        string[] line = request.Split("\r\n")[0].Split(' ');
        string Parameter(string name) => headers["authorization"].Split($"{name}=\"")[1].Split('"')[0];
        string text = string.Join('\n', Parameter("headers").Split(' ').Select(name => name == "(request-target)"
            ? $"{name}: {line[0].ToLowerInvariant()} {line[1]}"
            : $"{name}: {headers[name]}"));
        using RSA key = RSA.Create();
        key.ImportFromPem(WireFile.Read("signing-vectors.json")
            .GetProperty("key").GetProperty("publicKeySpki").GetString());
        byte[] body = Encoding.UTF8.GetBytes(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        bool digest = !headers.TryGetValue("x-content-sha256", out string? told)
            || told == Convert.ToBase64String(SHA256.HashData(body));
        return digest && key.VerifyData(Encoding.UTF8.GetBytes(text),
            Convert.FromBase64String(Parameter("signature")), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
