using Grpc.Core;
using MoodleNodeAgent.Agent.Logging;
using MoodleNodeAgent.Protocol.Agent.V1;
using Serilog;

namespace MoodleNodeAgent.Agent.Link;

/// <summary>Keeps the node connected: enrols, dials, renews, and dials again.</summary>
internal sealed class LinkService(
    LinkSettings settings, CoordinatorChannels channels, Enroller enroller, ExecutorClient executor, Hello hello,
    Random random, Limits limits, TimeProvider time, ILogger log)
{
    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var toExecutor = executor.RunAsync(stopping);
        var backoff = new Backoff(random, limits.Reconnect);
        while (!stopping.IsCancellationRequested)
        {
            var wait = TimeSpan.Zero;
            try
            {
                var identity = enroller.Present() ?? await enroller.EnrolAsync(stopping);
                await SessionAsync(identity, backoff, stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                wait = backoff.Next();
                log.ForEvent(LogEvents.SessionLost).Warning(
                    "No session with {Coordinator}: {Reason}. Dialling again in {Wait:0} ms",
                    settings.Coordinator, Reason(exception), wait.TotalMilliseconds);
            }
            catch (Exception)
            {
                // A cancelled call ends with an exception of gRPC's own.
                break;
            }

            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await toExecutor;
    }

    /// <summary>One session; ends without an exception when the certificate was renewed, to go on with the new one.
    /// </summary>
    private async Task SessionAsync(LinkIdentity identity, Backoff backoff, CancellationToken stopping)
    {
        using var channel = channels.Open(settings.Coordinator, identity);
        var client = new AgentLink.AgentLinkClient(channel);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var session = new LinkSession(client, executor, limits, time, log).RunAsync(
            hello,
            () =>
            {
                backoff.Reset();
                log.ForEvent(LogEvents.SessionBegun).Information("Connected to {Coordinator}", settings.Coordinator);
            },
            ending.Token);
        var renewal = RenewAsync(client, identity, ending.Token);
        var first = await Task.WhenAny(session, renewal);
        await ending.CancelAsync();
        await Task.WhenAll(session, renewal).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private async Task RenewAsync(AgentLink.AgentLinkClient client, LinkIdentity identity, CancellationToken cancellation)
    {
        var backoff = new Backoff(random, limits.Reconnect);
        var wait = identity.RenewAt - time.GetUtcNow();
        while (true)
        {
            // A delay longer than this is beyond what timers take.
            while (wait > TimeSpan.Zero)
            {
                var step = wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1);
                await Task.Delay(step, time, cancellation);
                wait -= step;
            }

            try
            {
                await enroller.RenewAsync(client, cancellation);
                return;
            }
            catch (RpcException exception) when (!cancellation.IsCancellationRequested)
            {
                wait = backoff.Next() + limits.Reconnect;
                log.Warning("Cannot renew the certificate, which ends {End:u}: {Reason}", identity.Ends, Reason(exception));
            }
        }
    }

    private static string Reason(Exception exception) => exception is RpcException rpc
        ? $"{rpc.StatusCode}: {rpc.Status.DebugException?.GetBaseException().Message ?? rpc.Status.Detail}"
        : exception.Message;
}
