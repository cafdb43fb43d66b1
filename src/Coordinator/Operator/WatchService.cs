using System.Threading.Channels;
using Grpc.Core;
using MoodleNodeAgent.Coordinator.Fleet;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>The site as it changes, for those who watch.</summary>
internal sealed class WatchService(
    SiteReport report, ApplyQueue applies, Sessions sessions, OperatorLimits limits, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<WatchService> log) : Watch.WatchBase
{
    /// <inheritdoc />
    public override async Task WatchSite(
        WatchSiteRequest request, IServerStreamWriter<SiteEvent> responseStream, ServerCallContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        var events = Channel.CreateBounded<SiteEvent>(new BoundedChannelOptions(limits.WaitingEvents)
        {
            SingleReader = true,
        });
        Task following = Task.CompletedTask;
        void OnConnection(string node, bool connected) =>
            Send(events, new SiteEvent { Node = new NodeConnection { Node = node, Connected = connected } });
        void OnApply(RunningApply apply) => following = FollowAsync(apply, events, end.Token);

        // First the listeners, then what is: nothing falls in between, and what comes twice does no harm.
        sessions.ConnectionChanged += OnConnection;
        applies.Begun += OnApply;
        if (applies.Current is { } running)
        {
            OnApply(running);
        }

        Task status = RepeatStatusAsync(events, end.Token);
        try
        {
            await foreach (SiteEvent one in events.Reader.ReadAllAsync(end.Token))
            {
                await responseStream.WriteAsync(one, end.Token);
            }

            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, "The watcher did not take its events in time. Watch again."));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went away, or the coordinator stops.
        }
        finally
        {
            sessions.ConnectionChanged -= OnConnection;
            applies.Begun -= OnApply;
            await end.CancelAsync();
            await Task.WhenAll(status, following);
        }
    }

    private async Task FollowAsync(RunningApply apply, Channel<SiteEvent> events, CancellationToken cancellation)
    {
        Send(events, new SiteEvent
        {
            ApplyBegun = new ApplyBegun
            {
                Owner = apply.Owner, StartUnixMilliseconds = apply.Start.ToUnixTimeMilliseconds(),
            },
        });
        try
        {
            await foreach (ApplyEvent one in apply.EventsAsync(cancellation))
            {
                Send(events, new SiteEvent { Apply = one });
                if (one.Ended?.Status is { } status)
                {
                    Send(events, new SiteEvent { Status = status });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private async Task RepeatStatusAsync(Channel<SiteEvent> events, CancellationToken cancellation)
    {
        SiteStatus? last = null;
        try
        {
            using var timer = new PeriodicTimer(limits.StatusInterval, time);
            do
            {
                SiteStatus? status = await ReadAsync(cancellation);
                if (status is not null && !status.Equals(last))
                {
                    Send(events, new SiteEvent { Status = status });
                    last = status;
                }
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private async Task<SiteStatus?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await report.ReadAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            OperatorLog.StatusUnreadable(log, failure);
            return null;
        }
    }

    private void Send(Channel<SiteEvent> events, SiteEvent one)
    {
        one.UnixMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!events.Writer.TryWrite(one))
        {
            events.Writer.TryComplete();
        }
    }
}
