using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>A backend: greets with its name, sends back what comes, and says goodbye when the client's half is
/// closed.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly string _name;

    public EchoServer(string name)
    {
        _name = name;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
        _ = AcceptAsync();
    }

    public BackendSpec Spec => new()
    {
        Name = _name,
        Address = "127.0.0.1",
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port,
        Weight = 1,
        IsDrain = false,
        IsOffline = false,
        IsBackup = false,
    };

    public void Dispose() => _socket.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _socket.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await WriteAsync(stream, $"hello from {_name}");
            while (await reader.ReadLineAsync() is { } line)
            {
                await WriteAsync(stream, line);
            }

            await WriteAsync(stream, "goodbye");
        }
        catch (IOException)
        {
            // A health check, or a connection that was cut.
        }
    }

    private static Task WriteAsync(NetworkStream stream, string line) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n")).AsTask();
}
