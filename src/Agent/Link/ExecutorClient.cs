using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;
using Google.Protobuf;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>The link's connection to the executor, made again whenever it breaks.</summary>
internal sealed class ExecutorClient(string socketPath, Limits limits, TimeProvider time, ILogger log)
    : IExecutor
{
    private readonly Channel<LinkMessage> outgoing = Channel.CreateBounded<LinkMessage>(64);
    private readonly ConcurrentDictionary<string, RunRequest> unanswered = new(StringComparer.Ordinal);
    private Func<ExecutorMessage, Task>? receiver;

    /// <inheritdoc />
    public void DeliverTo(Func<ExecutorMessage, Task> receiver) => Volatile.Write(ref this.receiver, receiver);

    /// <inheritdoc />
    public void EndDelivery(Func<ExecutorMessage, Task> receiver) =>
        Interlocked.CompareExchange(ref this.receiver, null, receiver);

    /// <inheritdoc />
    public async Task SendAsync(LinkMessage message, CancellationToken cancellation)
    {
        if (message.MessageCase == LinkMessage.MessageOneofCase.Run)
        {
            unanswered[message.Run.RunId] = message.Run;
        }

        await outgoing.Writer.WriteAsync(message, cancellation);
    }

    /// <summary>Keeps the connection until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var told = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), stopping);
                log.Information("Connected to the executor");
                told = false;
                await using var stream = new MessageStream(new NetworkStream(socket), limits.Message);
                await ExchangeAsync(stream, stopping);
            }
            catch (Exception exception) when (exception is SocketException or IOException or InvalidDataException
                or InvalidProtocolBufferException)
            {
                if (!told)
                {
                    log.Warning("Cannot reach the executor at {Socket}: {Reason}", socketPath, exception.Message);
                    told = true;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(limits.ExecutorPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ExchangeAsync(MessageStream stream, CancellationToken stopping)
    {
        // What an executor that ended had not answered goes to the new one: its journal knows what was begun.
        await stream.WriteAsync(new LinkMessage { Resend = new ResendResults() }, stopping);
        foreach (var run in unanswered.Values)
        {
            await stream.WriteAsync(new LinkMessage { Run = run }, stopping);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var writing = WriteAsync(stream, ending.Token);
        try
        {
            var reading = ReadAsync(stream, ending.Token);
            await await Task.WhenAny(reading, writing);
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private async Task ReadAsync(MessageStream stream, CancellationToken cancellation)
    {
        while (await stream.ReadAsync(ExecutorMessage.Parser, cancellation) is { } message)
        {
            if (message.MessageCase == ExecutorMessage.MessageOneofCase.RunResult)
            {
                unanswered.TryRemove(message.RunResult.RunId, out _);
            }

            if (Volatile.Read(ref receiver) is { } deliver)
            {
                await deliver(message);
            }
        }

        throw new EndOfStreamException("The executor closed the connection.");
    }

    private async Task WriteAsync(MessageStream stream, CancellationToken cancellation)
    {
        // Peeked first: a message that could not be written is for the next connection.
        while (await outgoing.Reader.WaitToReadAsync(cancellation))
        {
            while (outgoing.Reader.TryPeek(out var message))
            {
                await stream.WriteAsync(message, cancellation);
                outgoing.Reader.TryRead(out _);
            }
        }
    }
}
