using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MoodleNodeAgent.Coordinator.Fleet;

/// <summary>What goes wrong on the way.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Connections break, and new ones break at once.</summary>
    Drop,

    /// <summary>Bytes wait until the fault ends; none is lost.</summary>
    Pause,

    /// <summary>Bytes vanish in both directions; connections stay.</summary>
    BlackHole,

    /// <summary>What the coordinator says vanishes, and so does its end; what the agent says arrives.</summary>
    HalfOpen,

    /// <summary>One byte a second.</summary>
    Trickle,
}

/// <summary>A TCP proxy that harms what passes through it.</summary>
internal sealed class Forwarder : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    private readonly ConcurrentBag<Task> _pumps = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Fault _fault;

    public Forwarder(int target)
        : this(target, new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), port: 0)
    {
    }

    /// <summary>Listens with a socket that may belong to another network namespace, at its 127.0.0.1.</summary>
    public Forwarder(int target, Socket listener, int port)
    {
        _target = target;
        _listener = listener;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Connections that were accepted.</summary>
    public int Accepted { get; private set; }

    public void Inject(Fault fault)
    {
        _fault = fault;
        Interlocked.Exchange(
            ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        if (fault == Fault.Drop)
        {
            foreach (Socket socket in _sockets.Keys)
            {
                Break(socket);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        foreach (Socket socket in _sockets.Keys)
        {
            Break(socket);
        }

        await Task.WhenAll([_accepting, .. _pumps]);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket near = await _listener.AcceptAsync(_ending.Token);
                Accepted++;
                _sockets[near] = 0;
                _pumps.Add(ForwardAsync(near));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ForwardAsync(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets[far] = 0;
        try
        {
            if (_fault == Fault.Drop)
            {
                return;
            }

            await far.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _target), _ending.Token);
            await Task.WhenAll(
                PumpAsync(near, far, fault => fault == Fault.BlackHole),
                PumpAsync(far, near, fault => fault is Fault.BlackHole or Fault.HalfOpen));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Broken by the fault, by either end, or by the end of the test.
        }
        finally
        {
            Break(near);
            Break(far);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<Fault, bool> swallows)
    {
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            int read = await from.ReceiveAsync(buffer, _ending.Token);
            // The end of a connection is a message as well: it gets lost where messages do.
            while (read == 0 && swallows(_fault))
            {
                await _changed.Task.WaitAsync(_ending.Token);
            }

            if (read == 0)
            {
                Break(to);
                return;
            }

            if (!swallows(_fault))
            {
                await SendAsync(to, buffer.AsMemory(0, read));
            }
        }
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> content)
    {
        while (!content.IsEmpty)
        {
            Task changed = _changed.Task;
            switch (_fault)
            {
                case Fault.Pause:
                    await changed.WaitAsync(_ending.Token);
                    break;
                case Fault.Trickle:
                    await to.SendAsync(content[..1], _ending.Token);
                    content = content[1..];
                    await Task.WhenAny(changed, Task.Delay(TimeSpan.FromSeconds(1), _ending.Token));
                    _ending.Token.ThrowIfCancellationRequested();
                    break;
                default:
                    await to.SendAsync(content, _ending.Token);
                    return;
            }
        }
    }

    private void Break(Socket socket)
    {
        if (_sockets.TryRemove(socket, out _))
        {
            // A reset, as from a router that forgot the connection.
            socket.Close(timeout: 0);
        }
    }
}
