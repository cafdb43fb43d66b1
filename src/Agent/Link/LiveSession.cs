using Grpc.Core;
using Grpc.Net.Client;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>One connection with one certificate: its stream, and the renewal of the certificate over it.</summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TimeSpan> ordered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource ending;
    private readonly GrpcChannel channel;
    private readonly LinkIdentity identity;
    private readonly Enroller enroller;
    private readonly Random random;
    private readonly Limits limits;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Task stream;
    private readonly Task<LinkIdentity> renewal;

    public LiveSession(
        GrpcChannel channel, LinkIdentity identity, IExecutor executor, Enroller enroller, Hello hello, Random random,
        Action welcomed, Limits limits, TimeProvider time, ILogger log, CancellationToken stopping)
    {
        this.channel = channel;
        this.identity = identity;
        this.enroller = enroller;
        this.random = random;
        this.limits = limits;
        this.time = time;
        this.log = log;
        ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var client = new AgentLink.AgentLinkClient(channel);
        stream = new LinkSession(client, executor, limits, time, log).RunAsync(
            hello,
            () =>
            {
                welcomed();
                begun.TrySetResult();
            },
            within => ordered.TrySetResult(within),
            ending.Token);
        renewal = RenewAsync(client, ending.Token);
    }

    /// <summary>Waits until the coordinator has accepted the agent, or the stream has ended before.</summary>
    public Task BegunAsync() => Task.WhenAny(begun.Task, stream);

    /// <summary>Waits for the renewed certificate.</summary>
    /// <exception cref="IOException">The stream ended before, or as gRPC says it.</exception>
    public async Task<LinkIdentity> RenewedAsync()
    {
        if (await Task.WhenAny(stream, renewal) == stream)
        {
            await stream;
            throw new IOException("The stream ended.");
        }

        return await renewal;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(stream, renewal).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        channel.Dispose();
        ending.Dispose();
    }

    private async Task<LinkIdentity> RenewAsync(AgentLink.AgentLinkClient client, CancellationToken cancellation)
    {
        var backoff = new Backoff(random, limits.Reconnect);
        await TimeToRenewAsync(cancellation);
        while (true)
        {
            try
            {
                return await enroller.RenewAsync(client, cancellation);
            }
            catch (RpcException exception) when (!cancellation.IsCancellationRequested)
            {
                log.Warning(
                    "Cannot renew the certificate, which ends {End:u}: {Reason}", identity.Ends,
                    LinkService.Reason(exception));
            }

            await Task.Delay(backoff.Next() + limits.Reconnect, time, cancellation);
        }
    }

    /// <summary>Half of the certificate's life, or a random moment within the time that the coordinator orders.</summary>
    private async Task TimeToRenewAsync(CancellationToken cancellation)
    {
        while (identity.RenewAt - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            // A delay longer than this is beyond what timers take.
            var step = wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var delay = Task.Delay(step, time, waiting.Token);
            if (await Task.WhenAny(delay, ordered.Task) == ordered.Task)
            {
                await waiting.CancelAsync();
                await Task.Delay((await ordered.Task) * random.NextDouble(), time, cancellation);
                return;
            }

            await delay;
        }
    }
}
