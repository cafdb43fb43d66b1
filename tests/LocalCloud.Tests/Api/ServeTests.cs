using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using MoodleNodeAgent.LocalCloud.Api;
using MoodleNodeAgent.LocalCloud.Api.Signing;
using MoodleNodeAgent.LocalCloud.Commands;
using Microsoft.AspNetCore.Builder;

namespace MoodleNodeAgent.LocalCloud.Tests.Api;

/// <summary>The API over loopback, with requests signed by the key of STATE/oci/config.</summary>
public sealed class ServeTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("local-cloud-");
    private readonly Socket[] _listeners = [Listen(), Listen()];
    private readonly HttpClient _client = new();
    private readonly AccessKey _key;
    private readonly Cloud _cloud;
    private readonly WebApplication _app;

    public ServeTests()
    {
        _key = Credentials.ReadOrCreate(_state, "eu-frankfurt-1");
        _cloud = new Cloud(
            new CloudOptions { TenancyId = _key.TenancyId }, new ApiOnlyDataPlane(TimeProvider.System),
                TimeProvider.System);
        _app = CloudHost.Build(_cloud, _key, _listeners);
    }

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _cloud.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        foreach (Socket listener in _listeners)
        {
            listener.Dispose();
        }

        _state.Delete(true);
    }

    [Theory]
    [InlineData(0, "date")]
    [InlineData(1, "x-date")]
    public async Task Signed_requests_are_answered_on_every_listening_socket(int listener, string date)
    {
        using HttpResponseMessage made = await SendAsync(
            listener, "POST", "/20160918/vcns", date,
            $$"""{"compartmentId":"{{_cloud.CompartmentId}}","cidrBlocks":["10.0.0.0/16"],"displayName":"vcn ä"}""");
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Equal("application/json", made.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("my-id/", made.Headers.GetValues("opc-request-id").Single(), StringComparison.Ordinal);
        string id = (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]!;
        using HttpResponseMessage read = await SendAsync(listener, "GET", $"/20160918/vcns/{id}?a=x:y%3Az", date, null);
        Assert.Equal("vcn ä", (string)JsonNode.Parse(await read.Content.ReadAsStringAsync())!["displayName"]!);
    }

    [Fact]
    public async Task An_unsigned_request_gets_401_in_oracles_form_and_the_control_endpoint_needs_no_signature()
    {
        using HttpResponseMessage refused = await _client.GetAsync(Address(0, "/20160918/vcns"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("NotAuthenticated", (string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["code"]!);
        string health = await _client.GetStringAsync(Address(0, "/_local/health"));
        Assert.Equal("OK", (string)JsonNode.Parse(health)!["status"]!);
    }

    [Fact]
    public async Task When_the_answer_is_lost_the_connection_is_cut_after_the_work()
    {
        using var fault = new StringContent("""{"operation":"CreateVcn","kind":"lose-answer"}""");
        using HttpResponseMessage set = await _client.PostAsync(Address(0, "/_local/faults"), fault);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(
            0, "POST", "/20160918/vcns", "date",
            $$"""{"compartmentId":"{{_cloud.CompartmentId}}","cidrBlocks":["10.0.0.0/16"]}"""));
        string resources = await _client.GetStringAsync(Address(0, "/_local/resources"));
        Assert.Contains("ocid1.vcn.", resources, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("lose-request")]
    public async Task When_an_answer_ends_early_the_client_gets_an_error_and_no_half_truth(string kind)
    {
        using var fault = new StringContent($$"""{"operation":"ListVcns","kind":"{{kind}}"}""");
        using HttpResponseMessage set = await _client.PostAsync(Address(0, "/_local/faults"), fault);
        string target = $"/20160918/vcns?compartmentId={_cloud.CompartmentId}";
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(0, "GET", target, "date", null));
        using HttpResponseMessage after = await SendAsync(0, "GET", target, "date", null);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task When_an_answer_is_garbage_it_is_no_json()
    {
        using var fault = new StringContent("""{"operation":"ListVcns","kind":"garbage"}""");
        using HttpResponseMessage set = await _client.PostAsync(Address(0, "/_local/faults"), fault);
        using HttpResponseMessage answer = await SendAsync(
            0, "GET", $"/20160918/vcns?compartmentId={_cloud.CompartmentId}", "date", null);
        Assert.StartsWith("<html>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"compartmentId\": ", 400, "CannotParseRequest")]
    [InlineData("[]", 400, "CannotParseRequest")]
    [InlineData("{\"displayName\":\"a\",\"displayName\":\"b\"}", 400, "CannotParseRequest")]
    [InlineData(null, 413, "RequestEntityTooLarge")]
    public async Task Bad_bodies_get_oracles_errors(string? body, int status, string code)
    {
        using HttpResponseMessage answer = await SendAsync(
            0, "POST", "/20160918/vcns", "date", body ?? new string('x', 1024 * 1024 + 1));
        Assert.Equal((status, code), (
            (int)answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!));
    }

    [Theory]
    [InlineData("--api-only", "serve --api-only")]
    [InlineData("--listen 127.0.0.1:0 --api-only", "serve --listen 127.0.0.1:0 --api-only")]
    [InlineData("serve --api-only", "serve --api-only")]
    [InlineData("--help", "--help")]
    public void Api_only_needs_no_verb(string given, string understood) =>
        Assert.Equal(understood.Split(' '), ServeCommand.WithVerb(given.Split(' ')));

    [Fact]
    public void The_welcome_names_a_whole_profile()
    {
        string text = Welcome.Text(_cloud, _key, _state, new IPEndPoint(IPAddress.Loopback, 1234));
        foreach (string name in (string[])["user=", "fingerprint=", "tenancy=", "region=", "key_file="])
        {
            Assert.Contains($"\n{name}", text, StringComparison.Ordinal);
        }

        Assert.Contains("objectstorage          http://127.0.0.1:1234", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_credentials_are_made_once_and_only_for_their_owner()
    {
        AccessKey again = Credentials.ReadOrCreate(_state, "eu-frankfurt-1");
        Assert.Equal(_key.KeyId, again.KeyId);
        foreach (string name in (string[])["config", "api_key.pem"])
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(_state.FullName, "oci", name)));
        }
    }

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private Uri Address(int listener, string target) =>
        new($"http://{_listeners[listener].LocalEndPoint}{target}");

    private async Task<HttpResponseMessage> SendAsync(
        int listener, string method, string target, string dateHeader, string? body)
    {
        using HttpRequestMessage request =
            ClientRequest.Create(_key, method, Address(listener, target), dateHeader, body);
        request.Headers.Add("opc-request-id", "my-id");
        return await _client.SendAsync(request);
    }
}
