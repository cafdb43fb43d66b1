using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Google.Protobuf;
using MoodleNodeAgent.Agent.Executor.Tasks;
using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor;

/// <summary>The link's end of the socket as the running task sees it: it comes and goes, the run goes on.</summary>
internal sealed class ExecutorConnection(Limits limits, TimeProvider time) : IArtifactSource
{
    private readonly ConcurrentDictionary<ulong, Channel<ArtifactContent>> requests = new();
    private volatile MessageStream? current;
    // Not from 0: an answer that was meant for an executor before this one must not fit.
    private ulong lastRequest = (ulong)time.GetUtcNow().UtcTicks;

    public void Attach(MessageStream stream) => current = stream;

    /// <summary>The stream ended; what waited for its answers fails.</summary>
    public void Detach(MessageStream stream)
    {
        if (ReferenceEquals(current, stream))
        {
            current = null;
            foreach (var request in requests.Values)
            {
                request.Writer.TryComplete(new IOException("The link went away."));
            }
        }
    }

    /// <summary>Sends to the link; a message to nobody is dropped, since results stand in the journal.</summary>
    public async Task TellAsync(ExecutorMessage message, CancellationToken cancellation)
    {
        if (current is not { } stream)
        {
            return;
        }

        try
        {
            await stream.WriteAsync(message, cancellation);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            Detach(stream);
        }
    }

    /// <summary>Takes one part of an artifact from the link.</summary>
    public async Task ReceiveAsync(ArtifactContent content, CancellationToken cancellation)
    {
        if (requests.TryGetValue(content.Request, out var channel))
        {
            try
            {
                await channel.Writer.WriteAsync(content, cancellation);
            }
            catch (ChannelClosedException)
            {
                // The task gave up in the meantime.
            }
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FetchAsync(
        string sha256, long offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (current is null)
        {
            throw new IOException("The link is not connected.");
        }

        var request = Interlocked.Increment(ref lastRequest);
        var channel = Channel.CreateBounded<ArtifactContent>(64);
        requests[request] = channel;
        try
        {
            var wanted = new ArtifactWanted { Request = request, Sha256 = sha256, Offset = offset };
            await TellAsync(new ExecutorMessage { ArtifactWanted = wanted }, cancellation);
            while (true)
            {
                var part = await NextAsync(channel.Reader, cancellation);
                if (part.Error.Length > 0)
                {
                    throw new IOException(part.Error);
                }

                if (!part.Content.IsEmpty)
                {
                    yield return part.Content.Memory;
                }

                if (part.End)
                {
                    yield break;
                }
            }
        }
        finally
        {
            requests.TryRemove(request, out _);
            channel.Writer.TryComplete();
        }
    }

    private async Task<ArtifactContent> NextAsync(
        ChannelReader<ArtifactContent> reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(cancellation).AsTask().WaitAsync(limits.ArtifactSilence, time, cancellation);
        }
        catch (TimeoutException exception)
        {
            throw new IOException(
                $"The link sent nothing for {limits.ArtifactSilence.TotalSeconds:0} s.", exception);
        }
        catch (ChannelClosedException exception)
        {
            throw new IOException("The link went away.", exception);
        }
    }
}
