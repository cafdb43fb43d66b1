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
                await SessionsAsync(identity, backoff, stopping);
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

    /// <summary>Session after session, each with a renewed certificate: the next is there before the last one ends, so
    /// that the coordinator always finds the node. Ends with the failure of a session.</summary>
    private async Task SessionsAsync(LinkIdentity identity, Backoff backoff, CancellationToken stopping)
    {
        var present = Open(identity, backoff, stopping);
        try
        {
            while (true)
            {
                var next = Open(await present.RenewedAsync(), backoff, stopping);
                await next.BegunAsync();
                await present.DisposeAsync();
                present = next;
            }
        }
        finally
        {
            await present.DisposeAsync();
        }
    }

    private LiveSession Open(LinkIdentity identity, Backoff backoff, CancellationToken stopping) => new(
        channels.Open(settings.Coordinator, identity), identity, executor, enroller, hello, random,
        () =>
        {
            backoff.Reset();
            log.ForEvent(LogEvents.SessionBegun).Information("Connected to {Coordinator}", settings.Coordinator);
        },
        limits, time, log, stopping);

    /// <summary>What a failed call tells a reader of the log.</summary>
    public static string Reason(Exception exception) => exception is RpcException rpc
        ? $"{rpc.StatusCode}: {rpc.Status.DebugException?.GetBaseException().Message ?? rpc.Status.Detail}"
        : exception.Message;
}
