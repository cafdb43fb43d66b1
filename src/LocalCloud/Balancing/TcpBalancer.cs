using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using MoodleNodeAgent.LocalCloud.Networking;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>Where a balancer listens.</summary>
internal sealed record BalancerListener
{
    /// <summary>Namespace of the socket; null: the machine's own.</summary>
    public NetworkPlace? Place { get; init; }
    public required string Address { get; init; }
    public required int Port { get; init; }
    public required string BackendSetName { get; init; }
}

/// <summary>The core of both balancers: listens, chooses, carries. A change takes effect on new connections; open ones
/// go on.</summary>
/// <param name="name">What people call it in logs.</param>
/// <param name="place">Namespace from which it connects to backends; null: the machine's own.</param>
/// <param name="time">Clock of the health checks.</param>
/// <param name="logger">Tells of backends that became healthy or unhealthy.</param>
internal sealed class TcpBalancer(string name, NetworkPlace? place, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string? Place, string Address, int Port), Door> _doors = [];
    private readonly ConcurrentDictionary<string, BackendPool> _pools = new(StringComparer.Ordinal);
    private bool _isEnded;

    /// <summary>Makes listeners and backend sets be exactly these; where a listener cannot be opened, nothing
    /// changes.</summary>
    public void Apply(IReadOnlyList<BalancerListener> listeners, IReadOnlyList<BackendSetSpec> sets)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            List<Door> opened = Open(listeners);
            foreach (BackendSetSpec set in sets)
            {
                _pools.GetOrAdd(set.Name, _ => new BackendPool(new HealthProbe(CreateSocket, time), time, logger))
                    .Apply(set);
            }

            foreach (Door door in opened)
            {
                _doors[KeyOf(door.Listener)] = door;
                _ = AcceptAsync(door);
            }

            var wanted = listeners.ToDictionary(KeyOf);
            foreach ((var key, Door door) in _doors.ToList())
            {
                if (wanted.TryGetValue(key, out BalancerListener? listener))
                {
                    door.Listener = listener;
                }
                else
                {
                    door.Socket.Dispose();
                    _doors.Remove(key);
                }
            }

            foreach (string gone in _pools.Keys.Except(sets.Select(set => set.Name), StringComparer.Ordinal).ToList())
            {
                _pools.Remove(gone, out BackendPool? pool);
                pool!.End();
            }
        }
    }

    /// <summary>The backend of this name; null: none.</summary>
    public Backend? Find(string setName, string backendName) =>
        _pools.TryGetValue(setName, out BackendPool? pool) ? pool.Find(backendName) : null;

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isEnded = true;
            foreach (Door door in _doors.Values)
            {
                door.Socket.Dispose();
            }

            foreach (BackendPool pool in _pools.Values)
            {
                pool.End();
            }
        }

        return ValueTask.CompletedTask;
    }

    private static (string? Place, string Address, int Port) KeyOf(BalancerListener listener) =>
        (listener.Place?.Name, listener.Address, listener.Port);

    private static Socket Listen(BalancerListener listener)
    {
        var end = new IPEndPoint(IPAddress.Parse(listener.Address), listener.Port);
        if (listener.Place is { } place)
        {
            return place.Listen(end);
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(end);
            socket.Listen(512);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private List<Door> Open(IReadOnlyList<BalancerListener> listeners)
    {
        var opened = new List<Door>();
        foreach (BalancerListener listener in listeners.Where(wanted => !_doors.ContainsKey(KeyOf(wanted))))
        {
            try
            {
                opened.Add(new Door(Listen(listener)) { Listener = listener });
            }
            catch (Exception exception)
            {
                opened.ForEach(door => door.Socket.Dispose());
                string where = $"{listener.Address}:{listener.Port}" +
                    (listener.Place is { } inside ? $" in {inside.Name}" : "");
                string remedy = exception is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                    ? "the port is in use. End the program that holds it (ss -ltnp shows it), or choose another port."
                    : exception.Message;
                throw new IOException($"Cannot listen on {where} for {name}: {remedy}", exception);
            }
        }

        return opened;
    }

    private Socket CreateSocket() => place is null
        ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        : place.CreateTcpSocket();

    private async Task AcceptAsync(Door door)
    {
        while (true)
        {
            try
            {
                Socket client = await door.Socket.AcceptAsync(CancellationToken.None);
                _ = Task.Run(() => ServeAsync(door, client));
            }
            catch (Exception exception) when (exception is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.InvalidArgument })
            {
                return;
            }
            catch (SocketException exception)
            {
                // Such as too many open files: it passes, a closed door would not.
                logger.LogWarning(exception, "Cannot accept a connection for {Balancer}", name);
                await Task.Delay(TimeSpan.FromMilliseconds(100), time);
            }
        }
    }

    private async Task ServeAsync(Door door, Socket client)
    {
        Socket? socket = null;
        try
        {
            Backend? backend = _pools.TryGetValue(door.Listener.BackendSetName, out BackendPool? pool)
                ? pool.Choose((IPEndPoint)client.RemoteEndPoint!, (IPEndPoint)client.LocalEndPoint!)
                : null;
            if (backend is null)
            {
                ProxyConnection.Reset(client);
                return;
            }

            socket = CreateSocket();
            using (var timeout = new CancellationTokenSource(s_connectTimeout, time))
            {
                await socket.ConnectAsync(
                    IPAddress.Parse(backend.Spec.Address), backend.Spec.Port, timeout.Token);
            }

            await backend.CarryAsync(new ProxyConnection(client, socket));
        }
        catch (Exception exception)
        {
            // A packet balancer has no second try either: the client sees a reset.
            ProxyConnection.Reset(client);
            socket?.Dispose();
            logger.LogDebug(exception, "A connection through {Balancer} ended early", name);
        }
    }

    /// <summary>An open listening socket.</summary>
    private sealed class Door(Socket socket)
    {
        public Socket Socket => socket;

        /// <summary>What it is for; the backend set changes while it is open.</summary>
        public required BalancerListener Listener { get; set; }
    }
}
