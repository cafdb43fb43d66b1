using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace MoodleNodeAgent.Agent;

public sealed class ServiceManagerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mna-").FullName;
    private readonly Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public ServiceManagerTests()
    {
        systemd.Bind(new UnixDomainSocketEndPoint(Address));
        systemd.ReceiveTimeout = 10_000;
    }

    private string Address => Path.Join(folder, "notify");

    public void Dispose()
    {
        systemd.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_service_tells_systemd_when_it_is_ready_and_when_it_ends()
    {
        using var manager = new ServiceManager(Address, watchdog: null);
        manager.Ready();
        manager.Stopping();

        Assert.Equal("READY=1", Receive());
        Assert.Equal("STOPPING=1", Receive());
        Assert.Null(manager.Watchdog);
    }

    [Fact]
    public async Task A_service_shows_three_times_within_the_watchdogs_time_that_it_lives()
    {
        var time = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        using var manager = new ServiceManager(Address, "60000000");
        Assert.Equal(TimeSpan.FromMinutes(1), manager.Watchdog);

        Task alive = manager.KeepAliveAsync(time, stop.Token);
        Assert.Equal("WATCHDOG=1", Receive());
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(0, systemd.Available);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("WATCHDOG=1", Receive());

        await stop.CancelAsync();
        await alive;
    }

    [Fact]
    public async Task Without_systemd_nothing_is_told()
    {
        using var manager = new ServiceManager(notifySocket: null, watchdog: null);
        manager.Ready();
        await manager.KeepAliveAsync(TimeProvider.System, CancellationToken.None);
        Assert.Equal(0, systemd.Available);
    }

    [Fact]
    public void When_systemd_does_not_listen_the_service_goes_on()
    {
        using var manager = new ServiceManager(Address + ".gone", watchdog: null);
        manager.Ready();
        manager.Stopping();
    }

    private string Receive()
    {
        var buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, systemd.Receive(buffer));
    }
}
