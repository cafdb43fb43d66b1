using Grpc.Core;
using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Cli;

/// <summary>The fake coordinator's events: the status, then what the test has.</summary>
internal sealed class FakeWatch(FakeCoordinator coordinator) : Watch.WatchBase
{
    public override async Task WatchSite(
        WatchSiteRequest request, IServerStreamWriter<SiteEvent> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new SiteEvent { UnixMilliseconds = 1_800_000_000_000, Status = coordinator.Status });
        foreach (var item in coordinator.SiteEvents)
        {
            await responseStream.WriteAsync(item);
        }

        if (coordinator.KeepsWatchOpen)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}
