using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace MoodleNodeAgent.LocalCloud.Balancing;

public sealed class HealthProbeTests
{
    private const string Redirect = "HTTP/1.1 303 See Other\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n";
    private const string Page = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nall ok\n";

    private readonly FakeTimeProvider _time = new();

    [Fact]
    [Trait("Feature", "9")]
    public async Task A_redirect_is_not_followed_so_its_own_code_counts()
    {
        Assert.Equal(HealthStatus.Ok, await CheckAsync(Redirect, Http(303)));
        Assert.Equal(HealthStatus.InvalidStatusCode, await CheckAsync(Redirect, Http(200)));
    }

    [Fact]
    public async Task The_request_asks_for_the_path_with_the_address_as_host()
    {
        using HttpServer server = HttpServer.OnLoopback(Page);
        await Probe().CheckAsync(Spec(server.Port), Http(200) with { UrlPath = "/health.php?x=1" }, default);

        (string head, _) = await server.First.Task;
        Assert.StartsWith("GET /health.php?x=1 HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nHost: 127.0.0.1\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_has_to_match_the_expression()
    {
        Assert.Equal(HealthStatus.Ok, await CheckAsync(Page, Http(200) with { ResponseBodyRegex = "^all ok" }));
        Assert.Equal(
            HealthStatus.PayloadMismatch, await CheckAsync(Page, Http(200) with { ResponseBodyRegex = "ready" }));
    }

    [Fact]
    public async Task When_a_backend_does_not_answer_in_time_the_check_timed_out()
    {
        using HttpServer server = HttpServer.OnLoopback(answer: null);
        Task<string> check = Probe().CheckAsync(Spec(server.Port), Http(200), default);
        await server.First.Task;

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HealthStatus.TimedOut, await check);
    }

    [Theory]
    [InlineData("HTTP")]
    [InlineData("TCP")]
    public async Task When_a_backend_refuses_the_connection_failed(string protocol)
    {
        int port;
        using (HttpServer server = HttpServer.OnLoopback(Page))
        {
            port = server.Port;
        }

        Assert.Equal(
            HealthStatus.ConnectFailed,
            await Probe().CheckAsync(Spec(port), Http(200) with { Protocol = protocol }, default));
    }

    [Fact]
    public async Task For_TCP_a_connection_is_enough_and_the_checkers_port_wins()
    {
        using HttpServer server = HttpServer.OnLoopback(answer: null);

        Assert.Equal(
            HealthStatus.Ok,
            await Probe().CheckAsync(Spec(1), Http(200) with { Protocol = "TCP", Port = server.Port }, default));
    }

    private static HealthCheckerSpec Http(int code) => new()
    {
        Protocol = "HTTP",
        Port = 0,
        Retries = 3,
        Timeout = TimeSpan.FromSeconds(3),
        Interval = TimeSpan.FromSeconds(10),
        UrlPath = "/",
        ReturnCode = code,
    };

    private static BackendSpec Spec(int port) => new()
    {
        Name = "a",
        Address = "127.0.0.1",
        Port = port,
        Weight = 1,
        IsDrain = false,
        IsOffline = false,
        IsBackup = false,
    };

    private HealthProbe Probe() =>
        new(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), _time);

    private async Task<string> CheckAsync(string answer, HealthCheckerSpec checker)
    {
        using HttpServer server = HttpServer.OnLoopback(answer);
        return await Probe().CheckAsync(Spec(server.Port), checker, default);
    }
}
