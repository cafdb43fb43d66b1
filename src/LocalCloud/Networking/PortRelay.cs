using System.Net;
using System.Net.Sockets;
using MoodleNodeAgent.LocalCloud.Balancing;

namespace MoodleNodeAgent.LocalCloud.Networking;

/// <summary>A TCP port in one network namespace that leads to an address in another.</summary>
internal sealed class PortRelay : IDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);

    private readonly Socket _door;
    private readonly Func<Socket> _open;
    private readonly IPEndPoint _target;
    private readonly Func<IPAddress, bool> _mayEnter;
    private readonly TimeProvider _time;

    private PortRelay(
        Socket door, Func<Socket> open, IPEndPoint target, Func<IPAddress, bool> mayEnter, TimeProvider time)
    {
        _door = door;
        _open = open;
        _target = target;
        _mayEnter = mayEnter;
        _time = time;
    }

    /// <summary>Begins to relay.</summary>
    /// <param name="door">Listening socket.</param>
    /// <param name="from">Place from which the target is reached; null: the machine's own.</param>
    /// <param name="target">Where it leads.</param>
    /// <param name="mayEnter">Whether a client of this address is let in.</param>
    /// <param name="time">Clock of the waits.</param>
    public static PortRelay Start(
        Socket door, NetworkPlace? from, IPEndPoint target, Func<IPAddress, bool> mayEnter, TimeProvider time)
    {
        var relay = new PortRelay(
            door,
            () => from?.CreateTcpSocket() ?? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp),
            target, mayEnter, time);
        _ = relay.AcceptAsync();
        return relay;
    }

    /// <summary>Closes the door; what is inside goes on.</summary>
    public void Dispose() => _door.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket client = await _door.AcceptAsync(CancellationToken.None);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception exception) when (exception is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.InvalidArgument })
            {
                return;
            }
            catch (SocketException)
            {
                // Such as too many open files: it passes.
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        Socket? target = null;
        try
        {
            if (!_mayEnter(((IPEndPoint)client.RemoteEndPoint!).Address))
            {
                ProxyConnection.Reset(client);
                return;
            }

            target = _open();
            using (var timeout = new CancellationTokenSource(s_connectTimeout, _time))
            {
                await target.ConnectAsync(_target, timeout.Token);
            }

            await new ProxyConnection(client, target).RunAsync();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or IOException)
        {
            // As on the real network: the client sees the end of the connection.
            ProxyConnection.Reset(client);
            target?.Dispose();
        }
    }
}
