using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>Over real sockets on loopback. The sets fail open, so that no test waits for a health check.</summary>
public sealed class TcpBalancerTests : IAsyncDisposable
{
    private readonly TcpBalancer _balancer =
        new("test", place: null, new FakeTimeProvider(), NullLogger.Instance);
    private readonly EchoServer _a = new("a");
    private readonly EchoServer _b = new("b");
    private readonly int _port = FreePort();

    [Fact]
    public async Task Bytes_go_both_ways_and_the_answer_to_a_closed_half_still_arrives()
    {
        Apply(_a.Spec);
        using Client client = await ConnectAsync();

        Assert.Equal("hello from a", await client.ReadAsync());
        Assert.Equal("ping", await client.AskAsync("ping"));
        client.CloseHalf();
        Assert.Equal("goodbye", await client.ReadAsync());
        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public async Task Megabytes_arrive_whole()
    {
        Apply(_a.Spec);
        using Client client = await ConnectAsync();
        await client.ReadAsync();
        string large = new('x', 3_000_000);

        Assert.Equal(large, await client.AskAsync(large));
    }

    [Fact]
    [Trait("Feature", "24")]
    public async Task When_a_backend_is_drained_its_connections_go_on_and_new_ones_go_elsewhere()
    {
        Apply(_a.Spec);
        using Client old = await ConnectAsync();
        Assert.Equal("hello from a", await old.ReadAsync());

        Apply(_a.Spec with { IsDrain = true }, _b.Spec);

        Assert.Equal("still here", await old.AskAsync("still here"));
        for (int i = 0; i < 10; i++)
        {
            using Client fresh = await ConnectAsync();
            Assert.Equal("hello from b", await fresh.ReadAsync());
        }
    }

    [Fact]
    public async Task When_a_backend_goes_offline_its_connections_are_cut()
    {
        Apply(_a.Spec);
        using Client old = await ConnectAsync();
        await old.ReadAsync();

        Apply(_a.Spec with { IsOffline = true });

        await Assert.ThrowsAsync<IOException>(old.ReadAsync);
    }

    [Fact]
    public async Task A_backend_that_leaves_the_set_keeps_its_open_connections()
    {
        Apply(_a.Spec);
        using Client old = await ConnectAsync();
        await old.ReadAsync();

        Apply(_b.Spec);

        Assert.Equal("still here", await old.AskAsync("still here"));
        using Client fresh = await ConnectAsync();
        Assert.Equal("hello from b", await fresh.ReadAsync());
    }

    [Fact]
    public async Task When_no_backend_may_serve_the_client_is_reset()
    {
        Apply(_a.Spec with { IsDrain = true });
        using Client client = await ConnectAsync();

        await Assert.ThrowsAsync<IOException>(client.ReadAsync);
    }

    [Fact]
    public async Task When_a_backend_refuses_the_client_is_reset()
    {
        Apply(_a.Spec with { Port = FreePort() });
        using Client client = await ConnectAsync();

        await Assert.ThrowsAsync<IOException>(client.ReadAsync);
    }

    [Fact]
    public async Task When_a_port_is_in_use_the_error_names_address_and_port_and_nothing_changes()
    {
        Apply(_a.Spec);
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        int taken = ((IPEndPoint)other.LocalEndPoint!).Port;

        IOException error = Assert.Throws<IOException>(
            () => _balancer.Apply([Listener(taken)], [Set(_b.Spec)]));

        Assert.StartsWith($"Cannot listen on 127.0.0.1:{taken} for test: the port is in use.", error.Message,
            StringComparison.Ordinal);
        using Client client = await ConnectAsync();
        Assert.Equal("hello from a", await client.ReadAsync());
    }

    [Fact]
    public async Task A_listener_that_is_gone_refuses_and_its_open_connections_go_on()
    {
        Apply(_a.Spec);
        using Client old = await ConnectAsync();
        await old.ReadAsync();

        _balancer.Apply([], [Set(_a.Spec)]);

        await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        Assert.Equal("still here", await old.AskAsync("still here"));
    }

    public async ValueTask DisposeAsync()
    {
        await _balancer.DisposeAsync();
        _a.Dispose();
        _b.Dispose();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static BalancerListener Listener(int port) =>
        new() { Address = "127.0.0.1", Port = port, BackendSetName = "set" };

    private static BackendSetSpec Set(params BackendSpec[] backends) => new()
    {
        Name = "set",
        Policy = "FIVE_TUPLE",
        IsFailOpen = true,
        IsPreserveSource = false,
        HealthChecker = new HealthCheckerSpec
        {
            Protocol = "TCP",
            Port = 0,
            Retries = 3,
            Timeout = TimeSpan.FromSeconds(3),
            Interval = TimeSpan.FromSeconds(10),
        },
        Backends = backends,
    };

    private void Apply(params BackendSpec[] backends) => _balancer.Apply([Listener(_port)], [Set(backends)]);

    private Task<Client> ConnectAsync() => Client.ConnectAsync(_port);

    private sealed class Client(TcpClient client) : IDisposable
    {
        private readonly StreamReader _reader = new(client.GetStream(), Encoding.UTF8);

        public static async Task<Client> ConnectAsync(int port)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return new Client(client);
        }

        public Task<string?> ReadAsync() => _reader.ReadLineAsync();

        public async Task<string?> AskAsync(string line)
        {
            Task writing = client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\n")).AsTask();
            string? answer = await ReadAsync();
            await writing;
            return answer;
        }

        public void CloseHalf() => client.Client.Shutdown(SocketShutdown.Send);

        public void Dispose()
        {
            _reader.Dispose();
            client.Dispose();
        }
    }
}
