using System.Buffers;
using System.Net.Sockets;

namespace MoodleNodeAgent.LocalCloud.Balancing;

/// <summary>One client with its backend: bytes both ways, the end of one direction passed on while the other goes
/// on.</summary>
internal sealed class ProxyConnection(Socket client, Socket backend)
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Carries bytes until both directions have ended.</summary>
    public async Task RunAsync()
    {
        using (client)
        using (backend)
        {
            client.NoDelay = true;
            backend.NoDelay = true;
            await Task.WhenAll(PumpAsync(client, backend), PumpAsync(backend, client));
        }
    }

    /// <summary>Ends the connection at once, with a reset to both ends.</summary>
    public void Cut()
    {
        Reset(client);
        Reset(backend);
    }

    /// <summary>Closes a socket so that the other end sees a reset.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It ended by itself.
        }

        socket.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int length;
            while ((length = await from.ReceiveAsync(buffer.AsMemory(), SocketFlags.None)) > 0)
            {
                int sent = 0;
                while (sent < length)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), SocketFlags.None);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Cut();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
