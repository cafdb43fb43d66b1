using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace MoodleNodeAgent.Benchmarks;

/// <summary>Sends requests that are ready for the wire, over a few connections that stay open.</summary>
internal static class SignedLoad
{
    private const int Connections = 8;

    /// <summary>Sends the requests again and again.</summary>
    /// <returns>How many were answered with 200.</returns>
    public static async Task<long> RunAsync(IPEndPoint endpoint, byte[][] requests, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        long[] counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async number =>
        {
            using var connection = new Connection(endpoint);
            long count = 0;
            for (int index = number; clock.Elapsed < time; index++)
            {
                await connection.SendAsync(requests[index % requests.Length]);
                count++;
            }

            return count;
        }));
        return counts.Sum();
    }

    /// <summary>Sends one request and reads its answer.</summary>
    public static async Task<JsonNode> SendAsync(IPEndPoint endpoint, byte[] request)
    {
        using var connection = new Connection(endpoint);
        return JsonNode.Parse(await connection.SendAsync(request))!;
    }

    private sealed class Connection : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private byte[] _buffer = new byte[16 * 1024];

        public Connection(IPEndPoint endpoint)
        {
            _socket.NoDelay = true;
            _socket.Connect(endpoint);
        }

        public async Task<string> SendAsync(byte[] request)
        {
            await _socket.SendAsync(request);
            int count = 0;
            while (true)
            {
                int received = await _socket.ReceiveAsync(_buffer.AsMemory(count));
                count = received > 0 ? count + received : throw new IOException("The connection was cut.");
                int end = _buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8);
                int total = end < 0 ? int.MaxValue : end + 4 + Length(_buffer.AsSpan(0, end));
                if (count >= total)
                {
                    string head = Encoding.ASCII.GetString(_buffer, 0, end);
                    return head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
                        ? Encoding.UTF8.GetString(_buffer, end + 4, total - end - 4)
                        : throw new IOException(Encoding.UTF8.GetString(_buffer, 0, count));
                }

                if (count == _buffer.Length)
                {
                    Array.Resize(ref _buffer, 2 * _buffer.Length);
                }
            }
        }

        public void Dispose() => _socket.Dispose();

        private static int Length(ReadOnlySpan<byte> head)
        {
            string text = Encoding.ASCII.GetString(head);
            int start =
                text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + "Content-Length: ".Length;
            return int.Parse(text.AsSpan(start, text.IndexOf('\r', start) is var end and >= 0
                ? end - start
                : text.Length - start), CultureInfo.InvariantCulture);
        }
    }
}
