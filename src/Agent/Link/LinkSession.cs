using System.Threading.Channels;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>One live stream with the coordinator, from hello to its end.</summary>
internal sealed class LinkSession(
    AgentLink.AgentLinkClient client, IExecutor executor, Limits limits, TimeProvider time, ILogger log)
{
    private const int PartSize = 64 * 1024;
    private static readonly Duration DefaultHeartbeat = Duration.FromTimeSpan(TimeSpan.FromSeconds(15));
    private readonly Channel<AgentMessage> outgoing = Channel.CreateBounded<AgentMessage>(256);

    /// <summary>Runs until the stream ends or is cancelled.</summary>
    /// <param name="welcomed">Called when the coordinator has accepted the agent.</param>
    /// <param name="renew">Called when the certificate has to be renewed within a time.</param>
    public async Task RunAsync(Hello hello, Action welcomed, Action<TimeSpan> renew, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var call = client.Connect(cancellationToken: ending.Token);
        List<Task> parts = [];
        Func<ExecutorMessage, Task> receiver = message => FromExecutorAsync(message, ending.Token);
        try
        {
            await call.RequestStream.WriteAsync(new AgentMessage { Hello = hello }, ending.Token);
            var welcome = await WelcomeAsync(call.ResponseStream, ending.Token);
            welcomed();
            executor.DeliverTo(receiver);
            await executor.SendAsync(new LinkMessage { Resend = new ResendResults() }, ending.Token);
            parts =
            [
                ReadAsync(call.ResponseStream, renew, ending.Token),
                WriteAsync(call.RequestStream, ending.Token),
                BeatAsync((welcome.Heartbeat ?? DefaultHeartbeat).ToTimeSpan(), ending.Token),
            ];
            await await Task.WhenAny(parts);
        }
        finally
        {
            executor.EndDelivery(receiver);
            await ending.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Welcome> WelcomeAsync(
        IAsyncStreamReader<CoordinatorMessage> stream, CancellationToken cancellation)
    {
        if (!await stream.MoveNext(cancellation).WaitAsync(limits.Call, time, cancellation))
        {
            throw new IOException("The coordinator closed the stream before its welcome.");
        }

        return stream.Current.Welcome
            ?? throw new InvalidDataException("The coordinator's first message was not a welcome.");
    }

    private async Task ReadAsync(
        IAsyncStreamReader<CoordinatorMessage> stream, Action<TimeSpan> renew, CancellationToken cancellation)
    {
        while (await stream.MoveNext(cancellation))
        {
            if (stream.Current.Renew is { } order)
            {
                renew(order.Within?.ToTimeSpan() ?? TimeSpan.Zero);
                continue;
            }

            var forwarded = stream.Current.MessageCase switch
            {
                CoordinatorMessage.MessageOneofCase.Run => new LinkMessage { Run = stream.Current.Run },
                CoordinatorMessage.MessageOneofCase.Cancel => new LinkMessage { Cancel = stream.Current.Cancel },
                CoordinatorMessage.MessageOneofCase.Acknowledged =>
                    new LinkMessage { Acknowledged = stream.Current.Acknowledged },
                CoordinatorMessage.MessageOneofCase.ReadPool => new LinkMessage { ReadPool = stream.Current.ReadPool },
                CoordinatorMessage.MessageOneofCase.Logs => new LinkMessage { Logs = stream.Current.Logs },
                CoordinatorMessage.MessageOneofCase.DriftOrders =>
                    new LinkMessage { DriftOrders = stream.Current.DriftOrders },
                CoordinatorMessage.MessageOneofCase.Trust => new LinkMessage { Trust = stream.Current.Trust },
                CoordinatorMessage.MessageOneofCase.CancelLogs =>
                    new LinkMessage { CancelLogs = stream.Current.CancelLogs },
                _ => null,
            };
            if (forwarded is not null)
            {
                await executor.SendAsync(forwarded, cancellation);
            }
        }

        throw new IOException("The coordinator closed the stream.");
    }

    private async Task WriteAsync(IClientStreamWriter<AgentMessage> stream, CancellationToken cancellation)
    {
        await foreach (var message in outgoing.Reader.ReadAllAsync(cancellation))
        {
            await stream.WriteAsync(message, cancellation);
        }
    }

    private async Task BeatAsync(TimeSpan interval, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await outgoing.Writer.WriteAsync(new AgentMessage { Heartbeat = new Heartbeat() }, cancellation);
        }
    }

    private async Task FromExecutorAsync(ExecutorMessage message, CancellationToken session)
    {
        try
        {
            switch (message.MessageCase)
            {
                case ExecutorMessage.MessageOneofCase.TaskEvent:
                    await outgoing.Writer.WriteAsync(new AgentMessage { TaskEvent = message.TaskEvent }, session);
                    break;
                case ExecutorMessage.MessageOneofCase.RunResult:
                    await outgoing.Writer.WriteAsync(new AgentMessage { RunResult = message.RunResult }, session);
                    break;
                case ExecutorMessage.MessageOneofCase.DriftReport:
                    await outgoing.Writer.WriteAsync(new AgentMessage { DriftReport = message.DriftReport }, session);
                    break;
                case ExecutorMessage.MessageOneofCase.LogLines:
                    await outgoing.Writer.WriteAsync(new AgentMessage { LogLines = message.LogLines }, session);
                    break;
                case ExecutorMessage.MessageOneofCase.ArtifactWanted:
                    _ = RelayAsync(message.ArtifactWanted, session);
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // The session ended; results come again from the journal.
        }
    }

    private async Task RelayAsync(ArtifactWanted wanted, CancellationToken session)
    {
        var end = new ArtifactContent { Request = wanted.Request, End = true };
        try
        {
            using var call = client.FetchArtifact(
                new FetchArtifactRequest { Sha256 = wanted.Sha256, Offset = wanted.Offset },
                cancellationToken: session);
            while (await call.ResponseStream.MoveNext(session))
            {
                var content = call.ResponseStream.Current.Content;
                for (var start = 0; start < content.Length; start += PartSize)
                {
                    var part = ByteString.CopyFrom(content.Span.Slice(start, Math.Min(PartSize, content.Length - start)));
                    await executor.SendAsync(
                        new LinkMessage { Artifact = new ArtifactContent { Request = wanted.Request, Content = part } },
                        session);
                }
            }
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            var why = exception is RpcException rpc ? rpc.Status.Detail : "the session ended";
            log.Warning("Cannot fetch artifact {Sha256}: {Reason}", wanted.Sha256, why);
            end.Error = $"Cannot fetch artifact {wanted.Sha256} from the coordinator: {why}";
        }

        await executor.SendAsync(new LinkMessage { Artifact = end }, CancellationToken.None);
    }
}
