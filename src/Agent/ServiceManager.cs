using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MoodleNodeAgent.Agent;

/// <summary>Tells systemd how this service is: sd_notify(3) without its library, which a native program would have to
/// load. Without NOTIFY_SOCKET it says nothing.</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket? socket;
    private readonly UnixDomainSocketEndPoint? address;

    /// <param name="notifySocket">NOTIFY_SOCKET: a path, or "@" and a name of the abstract kind; null: nobody listens.
    /// </param>
    /// <param name="watchdog">WATCHDOG_USEC, in microseconds; null: no watchdog.</param>
    public ServiceManager(string? notifySocket, string? watchdog)
    {
        if (!string.IsNullOrEmpty(notifySocket))
        {
            address = new UnixDomainSocketEndPoint(notifySocket[0] == '@' ? '\0' + notifySocket[1..] : notifySocket);
            socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        }

        Watchdog = long.TryParse(watchdog, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    /// <summary>Time after which systemd takes a silent service for dead; null: never.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>What the service's own environment says.</summary>
    public static ServiceManager FromEnvironment() => new(
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    /// <summary>The service does its work from now on.</summary>
    public void Ready() => Tell("READY=1");

    /// <summary>The service ends in order.</summary>
    public void Stopping() => Tell("STOPPING=1");

    /// <summary>Shows three times within the watchdog's time that work gets done: each sign is a task of the pool that
    /// does all else too, so a pool that hangs falls silent.</summary>
    public async Task KeepAliveAsync(TimeProvider time, CancellationToken stopping)
    {
        while (Watchdog is { } limit && !stopping.IsCancellationRequested)
        {
            Tell("WATCHDOG=1");
            await Task.Delay(limit / 3, time, stopping).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        }
    }

    public void Dispose() => socket?.Dispose();

    private void Tell(string state)
    {
        try
        {
            socket?.SendTo(Encoding.UTF8.GetBytes(state), address!);
        }
        catch (SocketException)
        {
            // systemd starts anew, and has its own memory of us; the next sign reaches it.
        }
    }
}
