using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using MoodleNodeAgent.LocalCloud.Networking;

namespace MoodleNodeAgent.LocalCloud.Balancing;

[Trait("Ring", "hosts")]
public sealed class BalancingDriverTests
{
    private const string Id = "ocid1.networkloadbalancer.oc1.test.a";
    private const string PrivateAddress = "10.9.0.9";
    private const string PublicAddress = "127.93.7.1";
    private const int Port = 18080;

    [Fact]
    [Trait("Feature", "9")]
    public async Task A_public_balancer_serves_the_machine_the_guests_and_the_VCN_from_its_healthy_backends()
    {
        await using BridgedNetwork network = await BridgedNetwork.StartAsync();
        NetworkPlace guest = await network.AttachAsync("guest", "vcn", "10.9.0.5", default);
        network.Guests = [guest];
        await using var driver = new BalancingDriver(
            network, TimeProvider.System, NullLogger<BalancingDriver>.Instance);
        using HttpServer first = await ServeAsync(network, "10.9.0.21", "one");
        using HttpServer second = await ServeAsync(network, "10.9.0.22", "two");

        await driver.ApplyLoadBalancerAsync(Spec("10.9.0.21", "10.9.0.22"), default);
        await UntilAsync(() => Latest(driver, "10.9.0.21") == HealthStatus.Ok
            && Latest(driver, "10.9.0.22") == HealthStatus.Ok);

        Assert.Equal(["one", "two"], (await AskManyAsync(null, PublicAddress)).Order(StringComparer.Ordinal));
        Assert.Equal(["one", "two"], (await AskManyAsync(guest, PublicAddress)).Order(StringComparer.Ordinal));
        Assert.Equal(["one", "two"], (await AskManyAsync(guest, PrivateAddress)).Order(StringComparer.Ordinal));
        Assert.Equal(IPAddress.Parse(PrivateAddress), (await first.First.Task).Source);

        second.Dispose();
        await UntilAsync(() => driver.GetBackendHealth(Id, "web", "10.9.0.22:80")
            .All(check => check.Status == HealthStatus.ConnectFailed));
        Assert.Equal(["one"], await AskManyAsync(null, PublicAddress));

        await driver.DeleteLoadBalancerAsync(Id, default);
        await Assert.ThrowsAsync<HttpRequestException>(() => AskManyAsync(null, PublicAddress));
    }

    private static string? Latest(BalancingDriver driver, string address) =>
        driver.GetBackendHealth(Id, "web", $"{address}:80") is [var latest, ..] ? latest.Status : null;

    private static async Task<HttpServer> ServeAsync(BridgedNetwork network, string address, string body)
    {
        NetworkPlace place = await network.AttachAsync(address, "vcn", address, default);
        return new HttpServer(
            place.Listen(new IPEndPoint(IPAddress.Parse(address), 80)),
            $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }

    private static async Task<IReadOnlyList<string>> AskManyAsync(NetworkPlace? place, string address)
    {
        using var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = async (context, stop) =>
            {
                Socket socket = place?.CreateTcpSocket()
                    ?? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Parse(address), Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        var answers = new List<string>();
        for (int i = 0; i < 40; i++)
        {
            answers.Add(await client.GetStringAsync(new Uri($"http://{address}:{Port}/")));
        }

        return [.. answers.Distinct(StringComparer.Ordinal)];
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(15), "It did not come true in 15 s.");
            await Task.Delay(50);
        }
    }

    private static LoadBalancerSpec Spec(params string[] backends) => new()
    {
        LoadBalancerId = Id,
        VcnId = "vcn",
        SubnetId = "subnet",
        PrivateAddress = PrivateAddress,
        PublicAddress = PublicAddress,
        Listeners = [new ListenerSpec { Name = "http", Port = Port, BackendSetName = "web" }],
        BackendSets =
        [
            new BackendSetSpec
            {
                Name = "web",
                Policy = "FIVE_TUPLE",
                IsFailOpen = false,
                IsPreserveSource = true,
                HealthChecker = new HealthCheckerSpec
                {
                    Protocol = "HTTP",
                    Port = 0,
                    Retries = 2,
                    Timeout = TimeSpan.FromSeconds(1),
                    Interval = TimeSpan.FromMilliseconds(300),
                    UrlPath = "/",
                    ReturnCode = 200,
                },
                Backends =
                [
                    .. backends.Select(address => new BackendSpec
                    {
                        Name = $"{address}:80",
                        Address = address,
                        Port = 80,
                        Weight = 1,
                        IsDrain = false,
                        IsOffline = false,
                        IsBackup = false,
                    }),
                ],
            },
        ],
    };
}
