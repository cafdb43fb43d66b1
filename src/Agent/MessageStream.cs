using System.Buffers.Binary;
using Google.Protobuf;

namespace MoodleNodeAgent.Agent;

/// <summary>Protobuf messages over a stream, each preceded by its length in four bytes, most significant first.</summary>
internal sealed class MessageStream(Stream stream, int maximum) : IAsyncDisposable
{
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Next message, or null at the end of the stream.</summary>
    public async Task<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        var header = new byte[sizeof(int)];
        var read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellation);
        if (read == 0)
        {
            return null;
        }

        if (read < header.Length)
        {
            throw new EndOfStreamException("Cannot read a message: the connection ended within its length.");
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length < 0 || length > maximum)
        {
            throw new InvalidDataException(
                $"Cannot read a message of {(uint)length} bytes: at most {maximum} bytes are allowed.");
        }

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation);
        return parser.ParseFrom(body);
    }

    /// <summary>Writes one message; callers may be many.</summary>
    public async Task WriteAsync(IMessage message, CancellationToken cancellation)
    {
        var length = message.CalculateSize();
        if (length > maximum)
        {
            throw new InvalidDataException(
                $"Cannot send a message of {length} bytes: at most {maximum} bytes are allowed.");
        }

        var frame = new byte[sizeof(int) + length];
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        message.WriteTo(frame.AsSpan(sizeof(int)));
        await writing.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(frame, cancellation);
        }
        finally
        {
            writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        writing.Dispose();
    }
}
