using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>Answers each request with the same bytes and keeps what was asked.</summary>
internal sealed class HttpServer : IDisposable
{
    private readonly Socket _socket;
    private readonly string? _answer;

    /// <param name="socket">Listens already.</param>
    /// <param name="answer">Sent for each request; null: never an answer.</param>
    public HttpServer(Socket socket, string? answer)
    {
        _socket = socket;
        _answer = answer;
        _ = AcceptAsync();
    }

    /// <summary>Ends with the first request's head and the address that it came from.</summary>
    public TaskCompletionSource<(string Head, IPAddress Source)> First { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public static HttpServer OnLoopback(string? answer)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return new HttpServer(socket, answer);
    }

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
            // The server is stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            byte[] buffer = new byte[4096];
            int length = await client.ReceiveAsync(buffer);
            First.TrySetResult((
                Encoding.ASCII.GetString(buffer, 0, length), ((IPEndPoint)client.RemoteEndPoint!).Address));
            if (_answer is null)
            {
                await client.ReceiveAsync(buffer);
                return;
            }

            await client.SendAsync(Encoding.ASCII.GetBytes(_answer));
            client.Shutdown(SocketShutdown.Send);
        }
    }
}
